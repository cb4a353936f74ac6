import { type AcceptedListing, identityOf } from '../valuation/admit-listings.js'
import type { LearnedMarket } from '../valuation/learn-market.js'
import type { MarketListing } from '../valuation/market-listing.js'
import type { MarketOptions } from '../valuation/market-options.js'
import { nextTask } from './next-task.js'
import type { RunningWorker } from './running-worker.js'
import { type LearnedInWorker, listingsPerMessage } from './worker-messages.js'

/** The work of a worker, and a function that is told the share of it that is done. */
interface Learning {
  readonly listings: readonly MarketListing[]
  readonly options: MarketOptions
  readonly report: (share: number) => void
}

/** The share of the sent listings, and of learning with them, in the time of the whole, about. */
const [sendingShare, learningShare] = [0.03, 0.98]

/** Learns a market in a worker. All that goes over goes in pieces, since what is copied at once blocks. */
export async function learnInWorker(worker: RunningWorker, learning: Learning): Promise<LearnedMarket> {
  const { listings, options, report } = learning
  await worker.ask({ options })
  for (let from = 0; from < listings.length; from += listingsPerMessage) {
    await send(worker, listings.slice(from, from + listingsPerMessage))
    report((sendingShare * from) / listings.length)
  }
  const learnt = (await worker.ask('learn', (share) =>
    report(sendingShare + (learningShare - sendingShare) * share),
  )) as LearnedInWorker
  const groupIndexes = await groupIndexesOf(worker, learnt)
  const indexes = [...learnt.indexes]
  const cars = await acceptedCars(listings, indexes)
  const { ensemble, ...rest } = learnt.state
  const state = ensemble ? { ...rest, cars, ensemble: { ...ensemble, groupIndexes } } : { ...rest, cars }
  return learnt.compared ? { state, indexes, compared: learnt.compared } : { state, indexes }
}

/** Sends listings. What cannot be copied as it is, such as a proxy, goes as the data that it holds. */
async function send(worker: RunningWorker, listings: readonly MarketListing[]): Promise<void> {
  try {
    await worker.ask({ listings })
  } catch (error) {
    if (!(error instanceof Error) || error.name !== 'DataCloneError') throw error
    await worker.ask({ listings: listings.map((listing) => plainCopy(listing) as MarketListing) })
  }
}

/** The depth of a listing: its members, and those of its price, its attributes and its valuations. */
const listingDepth = 3

/** Copies the data in a value. */
function plainCopy(value: unknown, depth = listingDepth): unknown {
  if (typeof value === 'function' || typeof value === 'symbol') return undefined
  if (typeof value !== 'object' || value === null) return value
  if (depth === 0) return undefined
  if (Array.isArray(value)) return value.map((member) => plainCopy(member, depth - 1))
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [name, plainCopy(member, depth - 1)]),
  )
}

/** Asks for the keys of all groups; the index of a group is its place among those of its level. */
async function groupIndexesOf(worker: RunningWorker, { groupCounts }: LearnedInWorker) {
  const levels: ReadonlyMap<string, number>[] = []
  for (const [level, count] of groupCounts.entries()) {
    const indexes = new Map<string, number>()
    while (indexes.size < count) {
      const keys = (await worker.ask({ level, from: indexes.size })) as readonly string[]
      for (const key of keys) indexes.set(key, indexes.size)
    }
    levels.push(indexes)
  }
  return levels
}

/** The number of cars that are looked up in one task. */
const carsPerTask = 500

/** Returns the accepted cars with the very listings that the host gave. */
async function acceptedCars(
  listings: readonly MarketListing[],
  indexes: readonly number[],
): Promise<AcceptedListing[]> {
  const cars: AcceptedListing[] = []
  for (const index of indexes) {
    const listing = listings[index] as MarketListing
    cars.push({ listing, price: Number(listing.price?.amount), identity: identityOf(listing) })
    if (cars.length % carsPerTask === 0) await nextTask()
  }
  return cars
}
