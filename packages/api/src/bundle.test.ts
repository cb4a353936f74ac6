import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { build } from 'esbuild'
import { expect, it } from 'vitest'

/** Bundles a file of this package for a platform without Node: an import of one of its modules would fail. */
async function bundle(file: string): Promise<Uint8Array> {
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL(file, import.meta.url))],
    bundle: true,
    minify: true,
    write: false,
    format: 'esm',
    platform: 'browser',
    target: 'es2022',
    conditions: ['@telltale/source'],
    logLevel: 'silent',
  })
  return outputFiles[0]?.contents ?? new Uint8Array()
}

it('the handler imports no Node module', async () => {
  expect((await bundle('index.ts')).length).toBeGreaterThan(10_000)
})

it('the client is light: at most 3 KB gzipped', async () => {
  expect(gzipSync(await bundle('client/index.ts'), { level: 9 }).length).toBeLessThanOrEqual(3_072)
})

it('the check would notice a Node module', async () => {
  await expect(bundle('node/index.ts')).rejects.toThrow('node:http')
})
