import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The folder of the whole repository, with a slash at its end. */
export const repository = fileURLToPath(new URL('..', import.meta.url))

/** A public door of a published package. */
export interface EntryPoint {
  /** What a host imports, such as `@telltale/core/latency`. */
  readonly specifier: string
  /** The file it is written in. */
  readonly source: string
}

/** A package that anyone can install. */
export interface PublishedPackage {
  readonly name: string
  readonly folder: string
  readonly entryPoints: readonly EntryPoint[]
}

interface Manifest {
  readonly name: string
  readonly private?: boolean
  readonly exports: Readonly<Record<string, string | { readonly '@telltale/source': string }>>
}

/** Every package under `packages/` that is not private, with a wildcard entry listed from its folders. */
export function publishedPackages(): readonly PublishedPackage[] {
  return readdirSync(join(repository, 'packages')).flatMap((name) => {
    const folder = join(repository, 'packages', name)
    const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest
    if (manifest.private) return []
    return [{ name: manifest.name, folder, entryPoints: entryPointsOf(manifest, folder) }]
  })
}

function entryPointsOf({ name, exports }: Manifest, folder: string): EntryPoint[] {
  return Object.entries(exports).flatMap(([entry, target]) => {
    if (typeof target === 'string') return []
    const fillings = entry.includes('*') ? foldersIn(join(folder, 'src')) : ['']
    return fillings.map((filling) => ({
      specifier: (name + entry.slice(1)).replace('*', filling),
      source: join(folder, target['@telltale/source']).replace('*', filling),
    }))
  })
}

/** The folders that have an index; one without is private to the package, and no wildcard leads into it. */
function foldersIn(folder: string): string[] {
  const entries = readdirSync(folder, { withFileTypes: true })
  const folders = entries.filter((entry) => entry.isDirectory()).map(({ name }) => name)
  return folders.filter((name) => existsSync(join(folder, name, 'index.ts')))
}
