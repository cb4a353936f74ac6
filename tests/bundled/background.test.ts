import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { isDeepStrictEqual } from 'node:util'
import type { Worker } from 'node:worker_threads'
import { createMarket, type MarketListing, type MarketOptions } from '@telltale/core/cars/valuation'
import { build } from 'esbuild'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

type Background = typeof import('../../packages/core/src/cars/background/index.js') &
  Pick<typeof import('@telltale/core/errors'), 'TelltaleError' | 'ValidationError'>

const source = fileURLToPath(new URL('../../packages/core/src', import.meta.url))
const options = { currency: 'USD', kind: 'asking' } as const

/** Cars whose prices fall with age and mileage, each a little apart, and some that a market refuses. */
const listings = Array.from({ length: 260 }, (_, index): MarketListing => {
  const year = 2008 + (index % 13)
  const mileageMiles = 5_000 + ((index * 7_919) % 140_000)
  const value = 28_000 * Math.exp(-0.08 * (2021 - year) - mileageMiles / 300_000)
  const price = { amount: (value * (1 + (index % 7) / 90)).toFixed(2), currency: index % 20 ? 'USD' : 'EUR' }
  const model = ['Camry', 'Corolla', 'RAV4'][index % 3] ?? ''
  return { source: 'test', externalId: `${index}`, make: 'Toyota', model, year, mileageMiles, price }
})
const camry = { make: 'Toyota', model: 'Camry', year: 2015, mileageMiles: 60_000 }

let folder: string
/** The entry in both of its ways, of which only one has the worker's file. */
const ways: Record<string, Background> = {}

/** Builds core as it is published, and loads the entry. */
async function load(name: string, ...files: readonly string[]): Promise<Background> {
  const outdir = join(folder, name)
  await build({
    entryPoints: ['cars/background/index.ts', 'errors/index.ts', ...files].map((file) => join(source, file)),
    outbase: source,
    outdir,
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
  })
  const loaded = (file: string) => import(pathToFileURL(join(outdir, file)).href)
  return { ...(await loaded('cars/background/index.js')), ...(await loaded('errors/index.js')) }
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'telltale-background-'))
  await writeFile(join(folder, 'package.json'), '{ "type": "module" }')
  ways['in a worker'] = await load('worker', 'cars/background/market-worker.ts')
  ways['in slices where there is no worker'] = await load('slices')
}, 60_000)

afterAll(() => rm(folder, { recursive: true, force: true }))

const wayOf = (name: string): Background => {
  const way = ways[name]
  if (!way) throw new Error(`${name} was not built`)
  return way
}

/** Runs something; resolves to its result, and to what the worker that it starts has sent. */
async function withWorker<Result>(run: () => Promise<Result>) {
  const messages: unknown[] = []
  const onWorker = (worker: Worker) => worker.on('message', (message) => messages.push(message))
  process.on('worker', onWorker)
  try {
    return { result: await run(), messages }
  } finally {
    process.off('worker', onWorker)
  }
}

describe.each(['in a worker', 'in slices where there is no worker'])('a market made %s', (name) => {
  it('is the one that createMarket makes, and compares the very listings it was given', async () => {
    const made = await withWorker(() => wayOf(name).createMarketInBackground(listings, options))
    expect(made.messages.includes('ready')).toBe(name === 'in a worker')
    const market = made.result
    const plain = createMarket(listings, options)
    expect(market.report).toEqual(plain.report)
    expect(market.report.accepted).toBe(247)
    expect(isDeepStrictEqual(market.toJSON(), plain.toJSON())).toBe(true)
    const { comparables } = market.value(camry)
    expect(comparables.length).toBeGreaterThan(0)
    for (const { vehicle } of comparables) expect(listings).toContain(vehicle)
    expect(market.value(camry)).toEqual(plain.value(camry))
  })

  it('tells its progress, which only rises and ends with 1', async () => {
    const shares: number[] = []
    await wayOf(name).createMarketInBackground(listings, options, {
      onProgress: (share) => shares.push(share),
    })
    expect(shares.length).toBeGreaterThan(20)
    expect(shares).toEqual([...new Set(shares)].sort((a, b) => a - b))
    expect(shares.at(-1)).toBe(1)
  })

  it('is called off by its signal at any time', async () => {
    const { createMarketInBackground } = wayOf(name)
    for (const share of [0.001, 0.3, 0.98]) {
      const controller = new AbortController()
      const after: number[] = []
      const onProgress = (progress: number) => {
        if (controller.signal.aborted) after.push(progress)
        else if (progress >= share) controller.abort('enough')
      }
      const made = createMarketInBackground(listings, options, { signal: controller.signal, onProgress })
      await expect(made).rejects.toMatchObject({ code: 'ABORTED', cause: 'enough' })
      expect(after).toEqual([])
    }
    const signal = AbortSignal.abort('before')
    const made = createMarketInBackground(listings, options, { signal })
    await expect(made).rejects.toMatchObject({ code: 'ABORTED', cause: 'before' })
  })

  it('is refused with the error that createMarket throws', async () => {
    const { createMarketInBackground, ValidationError } = wayOf(name)
    const wrong = { currency: 'dollars', kind: 'asking' } as MarketOptions
    const error = await createMarketInBackground(listings, wrong).catch((reason: unknown) => reason)
    expect(error).toBeInstanceOf(ValidationError)
    expect(error).toMatchObject({ message: messageOf(() => createMarket(listings, wrong)) })
  })

  it('fails as the function that is told its progress fails', async () => {
    const onProgress = () => {
      throw new RangeError('no room to draw')
    }
    const made = wayOf(name).createMarketInBackground(listings, options, { onProgress })
    await expect(made).rejects.toThrow(new RangeError('no room to draw'))
  })

  it('takes listings of a proxy, as those of reactive state are', async () => {
    const reactive = listings.slice(0, 30).map((listing) => new Proxy(listing, {}))
    const market = await wayOf(name).createMarketInBackground(reactive, options)
    expect(market.report).toEqual(createMarket(reactive, options).report)
    expect(market.report.accepted).toBe(28)
  })
})

it('fails when its worker ends early, for lack of memory or by a hand from outside', async () => {
  let worker: Worker | undefined
  const onWorker = (started: Worker) => {
    worker = started
  }
  process.once('worker', onWorker)
  const onProgress = (share: number) => void (share > 0.2 && worker?.terminate())
  const made = wayOf('in a worker').createMarketInBackground(listings, options, { onProgress })
  await expect(made).rejects.toThrow('the worker ended')
})

function messageOf(run: () => unknown): string {
  try {
    run()
  } catch (error) {
    return (error as Error).message
  }
  throw new Error('nothing was thrown')
}
