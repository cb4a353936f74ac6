import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { packPublished } from '../../scripts/pack.js'
import { publishedPackages } from '../../scripts/packages.js'
import { bundlers, sizeBudgets } from '../architecture/browser-size.js'

const run = promisify(execFile)
const require = createRequire(import.meta.url)
const packages = publishedPackages()
/** Its declarations are drizzle-orm's, some seventy of which do not compile strictly: hosts of it skip that check. */
const withDrizzle = '@telltale/storage-pg/schema'
const specifiers = packages.flatMap(({ entryPoints }) => entryPoints.map(({ specifier }) => specifier))

/** An empty folder in which the tarballs are installed, as a host app would. */
let host: string

beforeAll(async () => {
  host = await mkdtemp(join(tmpdir(), 'telltale-host-'))
  await cp(fileURLToPath(new URL('host', import.meta.url)), host, { recursive: true })
  await writeFile(join(host, 'package.json'), '{ "private": true, "type": "module" }')
  await writeFile(
    join(host, 'entries.ts'),
    specifiers
      .filter((each) => each !== withDrizzle)
      .map((each) => `export type {} from '${each}'\n`)
      .join(''),
  )
  const tarballs = (await packPublished(host)).map(({ tarball }) => tarball)
  const quick = ['--prefer-offline', '--ignore-scripts', '--no-audit', '--no-fund']
  const peers = ['@types/node@20', 'drizzle-orm@0.45', 'playwright-core@1.65', 'prom-client@15', 'ws@8']
  await run('npm', ['install', ...quick, ...tarballs, ...peers], { cwd: host })
}, 240_000)

afterAll(() => rm(host, { recursive: true, force: true }))

/** Runs Node in the host; resolves to what it prints, and rejects with that when it fails. */
async function node(...args: string[]): Promise<string> {
  const { stdout } = await run(process.execPath, args, { cwd: host }).catch((error) => {
    throw new Error(`${error.stdout}${error.stderr}`)
  })
  return stdout.trim()
}

/** Compiles the host's program as strictly as it goes, with the declarations of the packages checked too. */
function compile(typescript: string, ...options: string[]): Promise<string> {
  const strict = [
    '--strict',
    '--exactOptionalPropertyTypes',
    '--noUncheckedIndexedAccess',
    '--skipLibCheck',
    'false',
  ]
  const modern = ['--target', 'es2022', '--module', 'nodenext', '--types', 'node']
  const tsc = join(require.resolve(`${typescript}/package.json`), '../bin/tsc')
  return node(tsc, ...strict, ...modern, ...options, 'program.ts', 'entries.ts')
}

describe.each(packages.map(({ name }) => name))('%s, packed', (name) => {
  const installed = () => join(host, 'node_modules', name)

  it('brings its licence and its README, and no test', async () => {
    const files = await readdir(installed(), { recursive: true })
    expect(files).toEqual(expect.arrayContaining(['LICENSE', 'README.md', 'package.json']))
    expect(files.filter((file) => /\.(test|fault)\./.test(file))).toEqual([])
  })

  it('asks for real versions of what it depends on', async () => {
    const manifest = await readFile(join(installed(), 'package.json'), 'utf8')
    expect(manifest).not.toMatch(/"(workspace|catalog):/)
  })
})

describe('a host that installs the packages', () => {
  // The oldest and the newest: what both accept, those between them accept.
  it.each(['typescript-5.6', 'typescript-6.0'])('compiles strictly with %s', async (typescript) => {
    const strict = ['--strict', '--exactOptionalPropertyTypes', '--noUncheckedIndexedAccess']
    expect(await compile(typescript, '--noEmit', '--skipLibCheck', 'false', ...strict)).toBe('')
  })

  it('runs its own program against them', async () => {
    await compile('typescript', '--noCheck')
    expect(JSON.parse(await node('program.js'))).toEqual({
      status: 200,
      tier: 'KNUCKLES',
      price: '1299.00',
      battles: 'function',
      refused: 'NOT_FOUND',
    })
  })

  it('may require() them from CommonJS', async () => {
    expect(JSON.parse(await node('program.cjs'))).toEqual({ name: 'Checkout', tier: 'KNUCKLES' })
  })

  it('learns a market in a worker, whose file is in the package', async () => {
    const program = `
      import { createMarketInBackground } from '@telltale/core/cars/background'
      const messages = []
      process.on('worker', (worker) => worker.on('message', (message) => messages.push(message)))
      const market = await createMarketInBackground([], { currency: 'USD', kind: 'asking' })
      console.log(JSON.stringify({ isReady: messages.includes('ready'), accepted: market.report.accepted }))`
    const printed = await node('--input-type=module', '-e', program)
    expect(JSON.parse(printed)).toEqual({ isReady: true, accepted: 0 })
  })

  it.each(Object.entries(bundlers))('is light in a browser, bundled by %s', async (_, bundledBytes) => {
    for (const { name, code, maxBytes } of sizeBudgets)
      expect(await bundledBytes(code, { folder: host, conditions: [] }), name).toBeLessThanOrEqual(maxBytes)
  })

  it('finds every file that a source map names', async () => {
    const maps = (
      await readdir(join(host, 'node_modules/@telltale'), { recursive: true, withFileTypes: true })
    ).filter(({ name }) => name.endsWith('.js.map'))
    expect(maps).not.toEqual([])
    for (const { name, parentPath } of maps) {
      const { sources } = JSON.parse(await readFile(join(parentPath, name), 'utf8')) as { sources: string[] }
      expect(sources.filter((source) => !existsSync(join(parentPath, source)))).toEqual([])
    }
  })

  it.each([
    '@telltale/core/dist/index.js',
    '@telltale/core/src/index.ts',
    '@telltale/core/runtime',
    '@telltale/adapters/probing',
    '@telltale/adapters',
  ])('cannot reach %s, which is private', async (specifier) => {
    await expect(node('--input-type=module', '-e', `await import('${specifier}')`)).rejects.toThrow(
      'ERR_PACKAGE_PATH_NOT_EXPORTED',
    )
  })

  it('cannot reach a file that two adapters share', async () => {
    const files = await readdir(join(host, 'node_modules/@telltale/adapters/dist'))
    const shared = files.filter((file) => /^chunk-.*\.js$/.test(file))
    for (const file of [...shared, 'http/index.js'])
      await expect(node('-e', `import('@telltale/adapters/${file}')`)).rejects.toThrow(
        'ERR_PACKAGE_PATH_NOT_EXPORTED',
      )
  })
})

describe('importing a package', () => {
  /** Imports the modules in one process; resolves to what each of them left going. */
  const leftBehind = async (...modules: readonly string[]) =>
    JSON.parse(await node('import-quietly.mjs', ...modules)) as Readonly<Record<string, readonly string[]>>

  it('opens no socket, sets no timer and listens to nothing', async () => {
    expect(await leftBehind(...specifiers)).toEqual(Object.fromEntries(specifiers.map((each) => [each, []])))
  })

  it.each([
    ['a timer', 'setTimeout(() => {}, 1_000).unref()', 'Timeout'],
    [
      'a socket',
      "import net from 'node:net'; net.createServer().listen(0, '127.0.0.1').unref()",
      'TCPSERVERWRAP',
    ],
    ['a listener', "process.on('exit', () => {})", "process.on('exit')"],
  ])('would be noticed if it left %s behind', async (_, code, left) => {
    const module = `data:text/javascript,${encodeURIComponent(code)}`
    expect((await leftBehind('node:path', module, 'node:url'))[module]).toContain(left)
  })
})
