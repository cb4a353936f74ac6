import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { type PublishedPackage, publishedPackages, repository } from './packages.js'

/** A published package as it would be uploaded. */
export interface PackedPackage extends PublishedPackage {
  /** The path of the `.tgz` file. */
  readonly tarball: string
}

const run = promisify(execFile)

/** Runs pnpm in the repository: the one that runs this process, or else the line that the repository is made for. */
async function pnpm(...args: string[]): Promise<string> {
  const parent = process.env.npm_execpath ?? ''
  const { stdout } = /pnpm\.c?js$/.test(parent)
    ? await run(process.execPath, [parent, ...args], { cwd: repository })
    : await run('npx', ['-y', 'pnpm@10', ...args], { cwd: repository })
  return stdout
}

/** Builds what is stale and packs every published package into `folder`. */
export async function packPublished(folder: string): Promise<readonly PackedPackage[]> {
  await pnpm('--silent', 'build')
  const packages = publishedPackages()
  const filters = packages.map(({ name }) => `--filter=${name}`)
  const packed = JSON.parse(
    await pnpm(...filters, 'pack', '--json', '--pack-destination', folder),
  ) as readonly {
    readonly name: string
    readonly filename: string
  }[]
  return packages.map((each) => {
    const tarball = packed.find(({ name }) => name === each.name)?.filename
    if (!tarball) throw new Error(`${each.name} was not packed into ${folder}`)
    return { ...each, tarball }
  })
}
