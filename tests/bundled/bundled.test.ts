import { execFile, spawn } from 'node:child_process'
import { cp, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { build as esbuild } from 'esbuild'
import { build as vite } from 'vite'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startServer, type TestServer } from '../../packages/storage-pg/src/testing/server.js'
import { packPublished } from '../../scripts/pack.js'

const run = promisify(execFile)
const program = fileURLToPath(new URL('host/program.ts', import.meta.url))
const pglite = dirname(dirname(createRequire(import.meta.url).resolve('@electric-sql/pglite')))
/** PGlite finds its files by its own address, and `pg` asks for a native twin that nobody installs. */
const external = ['@electric-sql/pglite', 'pg-native']
const conditions = ['@telltale/source']

/** A host's folder: its bundle, PGlite, and SQL files of its own that are nobody's business. */
let host: string
let server: TestServer

beforeAll(async () => {
  server = await startServer({ isDurable: false })
  host = await mkdtemp(join(tmpdir(), 'telltale-bundled-'))
  await mkdir(join(host, 'node_modules/@electric-sql'), { recursive: true })
  await symlink(pglite, join(host, 'node_modules/@electric-sql/pglite'))
  await mkdir(join(host, 'migrations'))
  await writeFile(join(host, 'migrations/0001_tables.sql'), 'create table taken_from_the_host (id int);\n')
}, 120_000)

afterAll(async () => {
  await server?.stop()
  await rm(host, { recursive: true, force: true })
})

/** Runs a bundle with the storage that `environment` names; resolves to what it prints. */
async function start(file: string, environment: Readonly<Record<string, string>>): Promise<unknown> {
  const { stdout } = await run(process.execPath, [file], {
    cwd: host,
    env: { ...process.env, ...environment },
  })
  return JSON.parse(stdout)
}

const bundlers = {
  'esbuild, ESM': async () => {
    const outfile = join(host, 'dist/esm.mjs')
    const banner = {
      js: `import { createRequire } from 'node:module'; const require = createRequire(import.meta.url)`,
    }
    await esbuild({
      entryPoints: [program],
      bundle: true,
      platform: 'node',
      format: 'esm',
      banner,
      outfile,
      external,
      conditions,
    })
    return outfile
  },
  'esbuild, CommonJS': async () => {
    const outfile = join(host, 'dist/common.cjs')
    await esbuild({
      entryPoints: [program],
      bundle: true,
      platform: 'node',
      format: 'cjs',
      outfile,
      external,
      conditions,
    })
    return outfile
  },
  'Vite, for a server': async () => {
    await vite({
      configFile: false,
      logLevel: 'warn',
      build: {
        ssr: program,
        outDir: join(host, 'vite'),
        emptyOutDir: true,
        rollupOptions: { output: { entryFileNames: 'program.mjs' } },
      },
      ssr: { noExternal: true, external, resolve: { conditions } },
    })
    return join(host, 'vite/program.mjs')
  },
}

describe.each(Object.entries(bundlers))('a host that is bundled by %s', (name, bundle) => {
  it('migrates, checks and stores with PGlite and with a server', async () => {
    const file = await bundle()
    const stored = { statuses: [200] }
    expect(await start(file, { DATABASE_FOLDER: join(host, name) })).toEqual(stored)
    expect(await start(file, { DATABASE_URL: server.connectionString })).toEqual(stored)
  })
})

/** A minute and 400 MB: only where it is asked for. */
const hasNext = process.env.TELLTALE_TEST_NEXT === '1'

describe.skipIf(!hasNext)('a route of Next (set TELLTALE_TEST_NEXT=1 to install Next and build it)', () => {
  it('migrates, checks and stores with PGlite and with a server', async () => {
    const app = await nextApp()
    expect(await askNext(app, { DATABASE_FOLDER: join(host, 'next-data') })).toEqual({ statuses: [200] })
    expect(await askNext(app, { DATABASE_URL: server.connectionString })).toEqual({ statuses: [200] })
  }, 600_000)
})

/** Installs the packed packages with Next in a folder, and builds the app. */
async function nextApp(): Promise<string> {
  const app = await mkdtemp(join(tmpdir(), 'telltale-next-'))
  await cp(dirname(program), app, { recursive: true })
  await rm(join(app, 'program.ts'))
  await writeFile(join(app, 'package.json'), '{ "private": true, "type": "module" }')
  const tarballs = (await packPublished(app)).map(({ tarball }) => tarball)
  const others = ['next@16', 'react@19', 'react-dom@19', 'pg@8', '@electric-sql/pglite@0.5']
  const types = ['typescript@5.9', '@types/node@20', '@types/react@19']
  const options = { cwd: app, env: { ...process.env, NEXT_TELEMETRY_DISABLED: '1' } }
  await run(
    'npm',
    ['install', '--prefer-offline', '--no-audit', '--no-fund', ...tarballs, ...others, ...types],
    options,
  )
  await run('npx', ['next', 'build'], options)
  return app
}

/** Starts the built app, asks its route, and stops it. */
async function askNext(app: string, environment: Readonly<Record<string, string>>): Promise<unknown> {
  const next = createRequire(join(app, 'package.json')).resolve('next/dist/bin/next')
  const child = spawn(process.execPath, [next, 'start', '--port', '0'], {
    cwd: app,
    env: { ...process.env, ...environment },
  })
  try {
    for await (const line of createInterface({ input: child.stdout })) {
      const [address] = /http:\/\/localhost:\d+/.exec(line) ?? []
      if (address) return await (await fetch(`${address}/check`)).json()
    }
    throw new Error('Next ended before it listened')
  } finally {
    child.kill()
  }
}
