import { setTimeout as sleep } from 'node:timers/promises'
import { marketcheck } from '@telltale/adapters/marketcheck'
import { createTelltale } from '@telltale/core'
import type { Adapter, Listing, Storage } from '@telltale/core/ports'
import { memoryStorage } from '@telltale/storage-memory'
import { pgStorage } from '@telltale/storage-pg'
import pg from 'pg'
import { quantile } from '../report.js'
import { makes, marketplaces } from './made-cars.js'

/** A run to measure. */
export interface SearchMeasure {
  /** The address of the marketplaces; absent for the time from a sight to its event. */
  readonly baseUrl?: string
  /** The database; absent for the storage in memory. */
  readonly connectionString?: string
}

/** The figures of a run. */
export interface SearchFigures {
  readonly listings: number
  readonly perSecond: number
  readonly precision: number
  readonly recall: number
  /** The highest resident memory, in MiB. */
  readonly rssMiB: number
  /** The share of the listings after which the memory did not grow by more than a tenth is judged by this growth, in MiB. */
  readonly growthMiB: number
  readonly errors: readonly unknown[]
}

function openStorage(connectionString: string | undefined): Storage {
  if (connectionString === undefined) return memoryStorage()
  return pgStorage({ pool: new pg.Pool({ connectionString, max: 20 }), schema: `search_${Date.now()}` })
}

/** Runs one search over all marketplaces. */
async function measureRun(baseUrl: string, connectionString: string | undefined): Promise<SearchFigures> {
  const storage = openStorage(connectionString)
  const telltale = createTelltale({
    storage,
    adapters: marketplaces.map((id) => marketcheck({ id, apiKey: 'bench', baseUrl: `${baseUrl}/${id}` })),
    http: { allow: ['127.0.0.1'] },
    budgets: { adapters: Object.fromEntries(marketplaces.map((id) => [id, { callsPerMonth: 1e9 }])) },
  })
  await storage.migrate()
  const { id } = await telltale.searches.create({ name: 'Bench', criteria: { makes } })
  const memory: number[] = []
  const sampler = setInterval(() => memory.push(process.memoryUsage().rss / 2 ** 20), 100)
  const from = performance.now()
  const run = await telltale.searches.run(id)
  const seconds = (performance.now() - from) / 1_000
  clearInterval(sampler)
  const cars = new Map<string, string[]>()
  for await (const { externalId, carId } of telltale.vehicles.list({ limit: 200 }))
    cars.set(carId, [...(cars.get(carId) ?? []), externalId.split('-')[0] ?? ''])
  await telltale.close()
  const quarter = Math.floor(memory.length / 4)
  return {
    listings: run.found,
    perSecond: run.found / seconds,
    ...judge(cars),
    rssMiB: Math.max(...memory),
    growthMiB: Math.max(...memory) - Math.max(...memory.slice(0, Math.max(1, 2 * quarter))),
    errors: run.errors.slice(0, 3),
  }
}

/** Judges the linked pairs by the numbers of the cars: each car has one listing or two. */
function judge(cars: ReadonlyMap<string, readonly string[]>) {
  let [linked, right] = [0, 0]
  const listings = new Map<string, number>()
  for (const numbers of cars.values())
    for (const [at, number] of numbers.entries()) {
      listings.set(number, (listings.get(number) ?? 0) + 1)
      for (const other of numbers.slice(at + 1)) {
        linked += 1
        if (other === number) right += 1
      }
    }
  const there = [...listings.values()].filter((count) => count > 1).length
  return { precision: right / linked, recall: right / there }
}

/** Measures the time from a listing's sight to the event that it is stored, at a hundred listings a second. */
async function measureDelay(): Promise<number> {
  const seenAt = new Map<string, number>()
  const slow: Adapter = {
    specVersion: 1,
    id: 'slow',
    listings: {
      search: async function* (_query, _context, progress) {
        for (let number = 0; number < 1_000; number += 1) {
          if (number % 10 === 0 && number > 0) {
            await progress?.reached(String(number))
            await sleep(100)
          }
          seenAt.set(String(number), performance.now())
          yield car(number)
        }
      },
    },
  }
  const telltale = createTelltale({ storage: memoryStorage(), adapters: [slow] })
  const delays: number[] = []
  telltale.on('vehicle:discovered', ({ vehicle }) => {
    delays.push(performance.now() - (seenAt.get(vehicle.externalId) ?? 0))
  })
  const { id } = await telltale.searches.create({ name: 'Bench' })
  await telltale.searches.run(id)
  await telltale.close()
  return quantile(delays, 0.95)
}

const car = (number: number): Listing => ({
  source: 'slow',
  externalId: String(number),
  make: 'Ford',
  model: 'Mustang',
  year: 2018,
  mileageMiles: 10_000 + number * 91,
  price: { amount: `${20_000 + number}.00`, currency: 'USD' },
})

process.on('message', async ({ baseUrl, connectionString }: SearchMeasure) => {
  process.send?.(baseUrl === undefined ? await measureDelay() : await measureRun(baseUrl, connectionString))
})
