import { TelltaleError } from '../errors/index.js'
import type { Collection, JobRun, Tables } from '../ports/index.js'
import { nextSlotOf, storeMissedSlots } from './missed-slots.js'
import { storeRecord } from './records.js'
import type { Runtime } from './runtime.js'
import type { RecurringWorkOptions, ScheduledRecord, StoreResult, WorkRun } from './scheduled-record.js'

/** The length of a lease. A process that was killed holds its records for so long. */
export const leaseMs = 10_000

/** The time between two renewals of a lease. Two may fail before it ends. */
export const renewEveryMs = 3_000

/** The slot of a run. */
interface RunSlot extends Pick<JobRun, 'signal'> {
  /** Absent when the run catches up on slots that were missed. */
  readonly slotAt?: number
}

/**
 * A run for one slot, with its lease of the record. The lease is renewed while the run goes on. A claim raises the
 * record's version: a run that finds another version than its own has lost the record, unless nobody holds it.
 */
export class SlotRun<Item extends ScheduledRecord> implements WorkRun<Item> {
  readonly signal: AbortSignal
  readonly slotAt?: number
  /** The record's next slot, once it is stored. */
  nextDueAt: number | undefined
  readonly #runtime: Runtime
  readonly #options: RecurringWorkOptions<Item>
  readonly #records: Collection<Item>
  readonly #lost = new AbortController()
  readonly #renewUntil: number
  /** The record in the version that this run holds. */
  #item: Item
  #isOver = false
  #cancelRenewal = () => {}
  #renewal: Promise<void> = Promise.resolve()

  constructor(
    runtime: Runtime,
    options: RecurringWorkOptions<Item>,
    item: Item,
    { signal, slotAt }: RunSlot,
  ) {
    this.#runtime = runtime
    this.#options = options
    this.#records = runtime.storage.collection(options.table)
    this.#item = item
    this.#renewUntil = runtime.clock.now() + options.maxRunMs
    this.signal = AbortSignal.any([signal, this.#lost.signal])
    if (slotAt !== undefined) this.slotAt = slotAt
    this.#planRenewal()
  }

  /** `true` once the record is not this run's any more. Its signal has fired then. */
  get isLost(): boolean {
    return this.#lost.signal.aborted
  }

  commit<Result>(store: StoreResult<Item, Result>): Promise<Result | undefined> {
    return this.#commit(this.slotAt !== undefined, store)
  }

  async #commit<Result>(isDone: boolean, store: StoreResult<Item, Result>): Promise<Result | undefined> {
    await this.end()
    const { id, ownerId } = this.#item
    let dueAt: number | undefined
    const result = await this.#runtime.commit(ownerId, async (tables, emit) => {
      const stored = await this.#holdIn(tables)
      if (!stored) return undefined
      const at = this.#runtime.clock.now()
      const next = nextSlotOf(this.#options, stored, { now: at, isDone })
      dueAt = next.dueAt
      const bringForward = (to: number) => {
        dueAt = Math.min(next.dueAt, to)
        return dueAt
      }
      const missed = { at, from: stored.dueAt, count: next.missedSlots ?? 0 }
      await storeMissedSlots(
        this.#runtime,
        { tables, emit },
        { kind: this.#options.kind, id, ownerId, missed },
      )
      return store(tables, emit, stored, { ...next, bringForward })
    })
    if (result !== undefined) this.nextDueAt = dueAt
    return result
  }

  /** Leaves the slot as a missed one, and goes on to the next. */
  async skip(): Promise<void> {
    await this.#commit(false, (tables, _, item, { dueAt }) =>
      storeRecord(tables, this.#options.table, { ...item, dueAt }),
    )
  }

  /** Ends the lease without any work, so that the slot is free at once. */
  async release(): Promise<void> {
    await this.end()
    // An update ends the lease. A record that changed meanwhile has none any more.
    await this.#records.write([{ update: this.#item }])
  }

  /** Renews the lease no more. */
  async end(): Promise<void> {
    this.#isOver = true
    this.#cancelRenewal()
    await this.#renewal
  }

  #planRenewal(): void {
    const { clock } = this.#runtime
    this.#cancelRenewal = clock.wakeAt(clock.now() + renewEveryMs, () => {
      this.#renewal = this.#renew().catch(() => undefined) // The storage is away: the next renewal may reach it.
      void this.#renewal.then(() => {
        if (!this.#isOver && !this.isLost) this.#planRenewal()
      })
    })
  }

  async #renew(): Promise<void> {
    const mayExtend = this.#runtime.clock.now() < this.#renewUntil
    const held = await this.#runtime.storage.transaction(async (tables) => {
      const records = tables.collection(this.#options.table)
      const { ownerId, id, dueAt, version } = this.#item
      const stored = await records.get(ownerId, id)
      if (!stored || stored.dueAt !== dueAt) return undefined
      if (!mayExtend) return stored.version === version ? stored : undefined
      // An update ends the lease, and leaves the record to the claim that follows.
      if (stored.version === version) await records.write([{ update: stored }])
      return this.#claimIn(tables)
    })
    if (held) this.#item = held
    else
      this.#lost.abort(
        new TelltaleError(`${this.#options.kind} ${this.#item.id} is not this run's any more`, {
          code: 'ABORTED',
          status: 503,
        }),
      )
  }

  /** Returns the record when it is still this run's: in the version it holds, or changed by a caller and held by nobody. */
  async #holdIn(tables: Tables): Promise<Item | undefined> {
    const { ownerId, id, dueAt, version } = this.#item
    const stored = await tables.collection(this.#options.table).get(ownerId, id)
    if (!stored || stored.dueAt !== dueAt) return undefined
    return stored.version === version ? stored : this.#claimIn(tables)
  }

  async #claimIn(tables: Tables): Promise<Item | undefined> {
    const { ownerId, id } = this.#item
    const claim = { where: { id }, limit: 1, now: this.#runtime.clock.now(), leaseMs }
    return (await tables.collection(this.#options.table).claim(ownerId, claim))[0]
  }
}
