import { createMarketInBackground } from '../cars/background/index.js'
import type { Market, MarketListing } from '../cars/valuation/index.js'
import type { Where } from '../ports/index.js'
import { marketsTable, type SegmentMarket } from '../records/market-records.js'
import { type TrackedVehicle, vehiclesTable } from '../records/vehicle-records.js'
import {
  createRecurringWork,
  everyPage,
  type RecurringWork,
  type Runtime,
  storeRecord,
  type WorkRun,
} from '../runtime/index.js'
import { dayMs, minuteMs } from '../time/index.js'
import { learningTime, minListings } from './learning-plan.js'
import { removeParts, writeParts } from './market-parts.js'
import { segmentName, segmentOf, toMarketListing } from './segment.js'

/** The number of listings that a market is learned from at most: the ones that were found last. */
const maxListings = 60_000
/** The age of the last sight from which on a listing says nothing of the market of today. */
const maxListingAgeMs = 365 * dayMs

/** A function that takes a market that was learned here, with its record as it is now and as it was before. */
type OnLearned = (record: SegmentMarket, market: Market, before: SegmentMarket | undefined) => void

/**
 * Makes the recurring work of markets: looks at each once in an hour, and sooner when vehicles came, and learns it from the
 * owner's vehicles where it is worth it. The lease of its record lets one process learn it at a time, and fences the result.
 */
export function learnMarketWork(runtime: Runtime, onLearned: OnLearned): RecurringWork {
  const inTurn = oneAtATime()
  return createRecurringWork<SegmentMarket>(runtime, {
    kind: 'market',
    table: marketsTable,
    maxRunMs: 30 * minuteMs,
    // A look has no slots that could be missed.
    nextDeadline: ({ everyMs }, now) => now + everyMs,
    run: async (market, run) => {
      const vehicles = await runtime.storage.collection(vehiclesTable).count(market.ownerId)
      const at = await timeToLearn(runtime, market, vehicles)
      // It takes a core and memory for seconds, so that two at once gain nothing.
      if (at <= runtime.clock.now()) await inTurn(() => learn(runtime, { market, run, vehicles, onLearned }))
      else await lookAgain(run, at)
    },
  })
}

/** Returns a function that runs pieces of work one after the other. */
function oneAtATime(): <Result>(work: () => Promise<Result>) => Promise<Result> {
  let last: Promise<unknown> = Promise.resolve()
  return (work) => {
    const done = last.then(work)
    last = done.catch(() => undefined)
    return done
  }
}

/** Resolves to the time from which on a market has to be learned; `Infinity` while nothing has changed. */
async function timeToLearn(
  { storage, clock }: Runtime,
  market: SegmentMarket,
  vehicles: number,
): Promise<number> {
  const at = learningTime(market, vehicles)
  if (at > clock.now() || market.readAt === undefined || vehicles > market.vehicles) return at
  const where = { updatedAt: { gt: market.readAt } } as Where<TrackedVehicle>
  const { items } = await storage.collection(vehiclesTable).page(market.ownerId, { where, limit: 1 })
  return items.length > 0 ? at : Number.POSITIVE_INFINITY
}

/** Stores that nothing was learned, and when to look again. */
async function lookAgain(run: WorkRun<SegmentMarket>, at: number): Promise<void> {
  await run.commit((tables, _emit, item, next) =>
    storeRecord(tables, marketsTable, { ...item, dueAt: next.bringForward(at) }),
  )
}

/** A market to learn. */
interface Learning {
  readonly market: SegmentMarket
  readonly run: WorkRun<SegmentMarket>
  /** The number of the owner's vehicles. */
  readonly vehicles: number
  readonly onLearned: OnLearned
}

async function learn(runtime: Runtime, learning: Learning): Promise<void> {
  const { market, vehicles, onLearned } = learning
  const { signal } = learning.run
  signal.throwIfAborted()
  const readAt = runtime.clock.now()
  const listings = await readListings(runtime, market, signal)
  const { currency, kind } = market
  const learned =
    listings.length < minListings
      ? undefined
      : await createMarketInBackground(listings, { currency, kind, at: readAt }, { signal })
  const usable = learned?.report.accepted ?? listings.length
  const read = { vehicles, listings: usable, readAt }
  if (!learned || usable < minListings) return void (await store(runtime, learning, read))
  const revision = runtime.newId()
  const parts = await writeParts(runtime, market, { market: learned, revision, signal })
  const { accepted, refused } = learned.report
  const facts = { revision, parts, report: { accepted, refused }, learnedAt: runtime.clock.now() }
  const stored = await store(runtime, learning, { ...read, ...facts })
  if (stored) onLearned(stored, learned, market.revision === undefined ? undefined : market)
  await removeParts(runtime, market, stored ? { allBut: revision } : { only: revision })
}

/** Reads the listings of a market's segment, the ones that were found last first. */
async function readListings(
  { storage, clock }: Runtime,
  market: SegmentMarket,
  signal: AbortSignal,
): Promise<readonly MarketListing[]> {
  const listings: MarketListing[] = []
  const since = clock.now() - maxListingAgeMs
  const orderBy = { column: 'id', direction: 'desc' } as const
  for await (const page of everyPage(storage.collection(vehiclesTable), market.ownerId, { orderBy })) {
    signal.throwIfAborted()
    for (const vehicle of page) {
      const isOfMarket = vehicle.price && segmentName(segmentOf(vehicle)) === market.segment
      if (isOfMarket && vehicle.lastSeenAt >= since) listings.push(toMarketListing(vehicle))
      if (listings.length === maxListings) return listings
    }
  }
  return listings
}

/** The result of a reading of the vehicles. */
type Reading = Pick<SegmentMarket, 'vehicles' | 'listings' | 'readAt'> &
  Partial<Pick<SegmentMarket, 'learnedAt' | 'report' | 'revision' | 'parts'>>

/**
 * Stores what was read or learned. Vehicles that came meanwhile have it looked at again soon. Resolves to `undefined` when
 * the market is not this run's any more.
 */
async function store(
  runtime: Runtime,
  { run, market: { ownerId } }: Learning,
  reading: Reading,
): Promise<SegmentMarket | undefined> {
  // Outside of the transaction, which every new vehicle would make begin anew.
  const vehicles = await runtime.storage.collection(vehiclesTable).count(ownerId)
  return run.commit(async (tables, emit, item, next) => {
    const now = runtime.clock.now()
    const market = { ...item, ...reading, updatedAt: now }
    const dueAt = next.bringForward(Math.max(learningTime(market, vehicles), now + 1))
    const stored = await storeRecord(tables, marketsTable, { ...market, dueAt })
    if (reading.revision !== undefined) emit('market:learned', { market: stored })
    return stored
  })
}
