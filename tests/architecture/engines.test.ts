import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { build } from 'esbuild'
import { describe, expect, it } from 'vitest'
import corePackage from '../../packages/core/package.json' with { type: 'json' }

const core = fileURLToPath(new URL('../../packages/core/src', import.meta.url))

/** Without zod, minified and gzipped. To raise one, write the reason beside it. */
const budgetBytes = {
  // A message shows what was passed in, whatever it is and in part where it is long.
  errors: 1_152,
  money: 1_536,
  // Tiers alone take 2 KB; the judgements over time, of which a host that bundles takes what it calls, another 5; the
  // bounds of what is passed in, and words for what is beyond them, nearly 1, so that no value stops a process.
  latency: 9_216,
  // The costs of 51 states, each figure with its source and what it leaves out, take some 3.3 KB: a figure without
  // them would pass for more than it is. The rest is what a host that bundles takes by the function it calls: battles
  // 2.7 KB, and 3 more for what lies behind their outcome; profit, as it counts the costs, 7.8; risk, with the words
  // it knows, 4.2; links between listings 3.6; trends 3.7; valuation, an entry of its own too, 24 with the names of makes and models.
  cars: 51_200,
  // 7 KB of it are the names of 115 makes and some 1,800 models: a car is one with others only when its name is known. The
  // words for bodies, fuels, gearboxes and drivetrains of six countries take 1 more, and the checks of a listing 1.5.
  'cars/vehicle': 15_872,
  // The names of makes and models again, 9 KB, and the models with their explanations: pooling, trees, calibration, words.
  // Half a KB more than it could be goes to members with full names, which a minifier cannot shorten, and half a KB to
  // the bounds of what is passed in.
  'cars/valuation': 28_160,
  // parsePrice alone takes 16 KB: 3 KB are the signs and names of 120 currencies, 3 the words around prices in two dozen
  // languages, 2 the powers of ten, which Intl spells. With fewer words it read savings, delivery and instalments as
  // prices. A history is judged in 8 KB: trends in n log n, sales, the law's prior price, seasons and advice; rules and
  // matches take another 2. A host that bundles takes what it calls. The bounds of what is passed in take half a KB.
  prices: 32_768,
}

/** Bundles for the browser, where a Node module cannot be resolved; zod is left out, since a host has it anyway. */
async function bundle(contents: string): Promise<Uint8Array> {
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: core, loader: 'ts' },
    bundle: true,
    minify: true,
    write: false,
    format: 'esm',
    platform: 'browser',
    target: 'es2022',
    external: ['zod'],
    logLevel: 'silent',
  })
  return outputFiles[0]?.contents ?? new Uint8Array()
}

describe.each(Object.entries(budgetBytes))('@telltale/core/%s', (engine, budget) => {
  it(`runs in a browser and is at most ${budget} bytes, minified and gzipped, without zod`, async () => {
    const minified = await bundle(`export * from './${engine}/index.js'`)
    expect(gzipSync(minified, { level: 9 }).length).toBeLessThanOrEqual(budget)
  })
})

it('notices a Node module in what should run in a browser', async () => {
  await expect(bundle("export { readFileSync } from 'node:fs'")).rejects.toThrow(/node:fs/)
})

it('has a budget for every engine that core exports', () => {
  const others = ['.', './ports', './http', './tables', './testing', './package.json']
  const engines = Object.keys(corePackage.exports).filter((entry) => !others.includes(entry))
  expect(engines).toEqual(Object.keys(budgetBytes).map((engine) => `./${engine}`))
})
