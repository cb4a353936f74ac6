import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The folder of the whole repository, with a slash at its end. */
export const repository = fileURLToPath(new URL('..', import.meta.url))

/** A public entry of a published package. */
export interface EntryPoint {
  /** The import specifier, such as `@telltale/core/latency`. */
  readonly specifier: string
  /** The path of its source file. */
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

/** Lists the packages under `packages/` that are not private. A wildcard entry is listed once for each folder. */
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

/** Lists the folders with an index. One without is private to its package: no wildcard leads into it. */
function foldersIn(folder: string): string[] {
  const entries = readdirSync(folder, { withFileTypes: true })
  const folders = entries.filter((entry) => entry.isDirectory()).map(({ name }) => name)
  return folders.filter((name) => existsSync(join(folder, name, 'index.ts')))
}
