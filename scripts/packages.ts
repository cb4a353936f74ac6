import { readdirSync, readFileSync } from 'node:fs'
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

/** Lists the packages under `packages/` that are not private. */
export function publishedPackages(): readonly PublishedPackage[] {
  return readdirSync(join(repository, 'packages')).flatMap((name) => {
    const folder = join(repository, 'packages', name)
    const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest
    if (manifest.private) return []
    return [{ name: manifest.name, folder, entryPoints: entryPointsOf(manifest, folder) }]
  })
}

function entryPointsOf({ name, exports }: Manifest, folder: string): EntryPoint[] {
  return Object.entries(exports).flatMap(([entry, target]) =>
    typeof target === 'string'
      ? []
      : [{ specifier: name + entry.slice(1), source: join(folder, target['@telltale/source']) }],
  )
}
