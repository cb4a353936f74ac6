import { loadMarketInBackground } from '../cars/background/index.js'
import type { Market } from '../cars/valuation/index.js'
import { ConflictError } from '../errors/index.js'
import type { Where } from '../ports/index.js'
import { marketsTable, type SegmentMarket } from '../records/market-records.js'
import { type TrackedVehicle, vehiclesTable } from '../records/vehicle-records.js'
import { type MarketProgress, ownedRecords, type RecurringWork, type Runtime } from '../runtime/index.js'
import { hourMs } from '../time/index.js'
import { learnMarketWork } from './learn-market-work.js'
import { minListings } from './learning-plan.js'
import { MarketCache } from './market-cache.js'
import { readParts } from './market-parts.js'
import { type Segment, segmentName, segmentOf } from './segment.js'

/** The time after which a market is looked at when vehicles come: others that come meanwhile are looked at with them. */
const lookAfterMs = 10_000
/** That time for the first vehicles of a segment. */
const firstLookAfterMs = 1_000
/** The number of segments of owners for which this process remembers when they are looked at next. */
const maxRemembered = 10_000

/** The number of times that a market is loaded which others learn anew meanwhile. */
const maxLoads = 3

/** A market that values cars, or the number of listings that it has and needs. */
export type MarketState =
  | { readonly market: Market; readonly record: SegmentMarket }
  | { readonly notYet: MarketProgress }

/** The markets of all owners: learned in one process at a time, stored, and loaded where they are needed. */
export class Markets {
  /** The scheduled work that learns them. */
  readonly work: RecurringWork
  readonly #runtime: Runtime
  readonly #cache = new MarketCache()
  /** By owner and segment, the time of the next look, as far as this process knows. */
  readonly #looksAt = new Map<string, number>()

  constructor(runtime: Runtime) {
    this.#runtime = runtime
    this.work = learnMarketWork(runtime, (record, market, before) =>
      this.#cache.put(cacheKey(record), market, before && cacheKey(before)),
    )
  }

  /** Resolves to the record of a market, or `undefined` while no vehicle of the segment came. */
  async find(ownerId: string, segment: Segment): Promise<SegmentMarket | undefined> {
    const where = { segment: segmentName(segment) } as Where<SegmentMarket>
    const { items } = await this.#runtime.storage.collection(marketsTable).page(ownerId, { where, limit: 1 })
    return items[0]
  }

  /** Resolves to the market of a segment, loaded unless this process has it, or to what it still needs. */
  async open(ownerId: string, segment: Segment): Promise<MarketState> {
    // The parts of a market go when it was learned anew; then the newer ones are there.
    for (let attempt = 1; ; attempt++) {
      const record = await this.find(ownerId, segment)
      if (record?.revision === undefined) return { notYet: await this.progress(ownerId, segment, record) }
      try {
        return { market: await this.#load(record), record }
      } catch (cause) {
        const isReplaced = (await this.find(ownerId, segment))?.revision !== record.revision
        if (!isReplaced || attempt === maxLoads) throw cause
      }
    }
  }

  /**
   * Resolves to the number of listings that a market has and needs. Vehicles that were there before any market, as after an
   * import, have one made.
   */
  async progress(
    ownerId: string,
    segment: Segment,
    record: SegmentMarket | undefined,
  ): Promise<MarketProgress> {
    if (record?.readAt !== undefined) return { listings: record.listings, needed: minListings }
    const listings = await this.#runtime.storage.collection(vehiclesTable).count(ownerId)
    if (!record && listings > 0) await this.notice(ownerId, segment)
    return { listings, needed: minListings }
  }

  /** Has the markets of vehicles that came looked at soon. */
  async noticeAll(ownerId: string, vehicles: readonly TrackedVehicle[]): Promise<void> {
    const segments = new Map(vehicles.map((vehicle) => [segmentName(segmentOf(vehicle)), segmentOf(vehicle)]))
    for (const segment of segments.values()) await this.notice(ownerId, segment)
  }

  /** Has the market of a segment looked at soon, since vehicles of it came. */
  async notice(ownerId: string, segment: Segment): Promise<void> {
    const { clock } = this.#runtime
    const key = `${ownerId}\n${segmentName(segment)}`
    if ((this.#looksAt.get(key) ?? Number.NEGATIVE_INFINITY) > clock.now()) return
    const { dueAt } = await this.#lookSoon(ownerId, segment)
    if (this.#looksAt.size >= maxRemembered) this.#looksAt.clear()
    this.#looksAt.set(key, Math.max(dueAt, clock.now() + firstLookAfterMs))
  }

  async #lookSoon(ownerId: string, segment: Segment): Promise<SegmentMarket> {
    const records = this.#runtime.storage.collection(marketsTable)
    const now = this.#runtime.clock.now()
    const found = await this.find(ownerId, segment)
    const latest = now + lookAfterMs
    if (found && found.dueAt <= latest) return found
    const soon = found
      ? { update: { ...found, dueAt: latest, updatedAt: now } }
      : { insert: this.#newRecord(ownerId, segment) }
    const [written] = await records.write([soon])
    // Another process did the same meanwhile.
    const record = written?.ok ? written.record : await this.find(ownerId, segment)
    if (!record) throw new ConflictError('the market was removed meanwhile; try again', { retryable: true })
    await this.work.enqueue(record)
    return record
  }

  #newRecord(ownerId: string, segment: Segment): SegmentMarket {
    const base = ownedRecords(this.#runtime, marketsTable, ownerId, 'market').base()
    const counts = { vehicles: 0, listings: 0 }
    const dueAt = base.createdAt + firstLookAfterMs
    const schedule = { everyMs: hourMs, dueAt, paused: false }
    return { ...base, ...segment, segment: segmentName(segment), ...schedule, ...counts }
  }

  #load(record: SegmentMarket): Promise<Market> {
    const { revision = '' } = record
    return this.#cache.get(cacheKey(record), () =>
      // Others may wait for it too, so that no caller's signal ends it.
      loadMarketInBackground(readParts(this.#runtime, record, revision)),
    )
  }
}

const cacheKey = ({ ownerId, revision }: SegmentMarket): string => `${ownerId}\n${revision}`
