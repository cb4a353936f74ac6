import { TelltaleError } from '../errors/index.js'
import { defined } from '../options/index.js'
import type { Collection, JobRun, Tables, Where } from '../ports/index.js'
import { everyOwner, type OwnerScope } from '../ports/index.js'
import { decideSlot } from '../schedule/slot-plan.js'
import { everyPage } from './every-record.js'
import { nextSlotOf, storeMissedSlots } from './missed-slots.js'
import type { Emit, Runtime } from './runtime.js'
import { farFuture, planOf, type RecurringWorkOptions, type ScheduledRecord } from './scheduled-record.js'
import { leaseMs, renewEveryMs, SlotRun } from './slot-run.js'

/** The time that a renewal may take itself, before others may take the record over. */
const renewalMs = 2_000

/** Work that the scheduler runs. */
export interface ScheduledWork {
  /** The kind that its jobs carry. */
  readonly kind: string
  /** Enqueues what is due until a time, whoever made or planned it. */
  sweep(until: number): Promise<void>
  /** Runs one job. */
  handle(run: JobRun): Promise<void>
}

/** Work that is done for each record of one kind at its slots. */
export interface RecurringWork extends ScheduledWork {
  /** Enqueues the next slot of a record, unless the next sweep will find it: it is not due so soon. */
  enqueue(item: NextRun): Promise<void>
  /** Removes every job of a record that has not begun. */
  remove(id: string): Promise<void>
  /** Returns the function that removes every job of an owner's records as they are now. */
  removalOf(ownerId: string): Promise<() => Promise<void>>
  /** Stores the slots that a record has missed until now: before its plan changes, in the same transaction. */
  storeMissed(tables: Tables, emit: Emit, item: ScheduledRecord): Promise<void>
  /** Plans anew what is due later than its plan says: a clock that was wrong at that time was right again later. */
  planAnew(): Promise<void>
}

/** The part of a record that its next job is made from. */
type NextRun = Pick<
  ScheduledRecord,
  'id' | 'ownerId' | 'dueAt' | 'paused' | 'url' | 'createdAt' | 'updatedAt'
>

interface WorkJob {
  readonly kind: string
  readonly ownerId: string
  readonly id: string
}

/** Makes the recurring work of one kind of record. */
export function createRecurringWork<Item extends ScheduledRecord>(
  runtime: Runtime,
  options: RecurringWorkOptions<Item>,
): RecurringWork {
  return new RecordWork(runtime, options)
}

class RecordWork<Item extends ScheduledRecord> implements RecurringWork {
  readonly kind: string
  readonly #runtime: Runtime
  readonly #options: RecurringWorkOptions<Item>
  readonly #records: Collection<Item>
  /** The end of the last sweep. What is due before it was passed over, if it was planned later. */
  #sweptUntil = Number.NEGATIVE_INFINITY
  /** Runs whose lease could not be ended, since the storage was away, with the time at which it ends by itself. */
  readonly #unreleased = new Map<SlotRun<Item>, number>()

  constructor(runtime: Runtime, options: RecurringWorkOptions<Item>) {
    this.kind = options.kind
    this.#runtime = runtime
    this.#options = options
    this.#records = runtime.storage.collection(options.table)
  }

  async enqueue(item: NextRun): Promise<void> {
    const { id, ownerId, dueAt, paused, url } = item
    if (paused || dueAt > this.#sweptUntil || this.#mayBeHeld(item)) return
    const { kind } = this
    const isPaced = this.#options.isPacedByHost && url !== undefined
    const group = isPaced ? new URL(url).hostname : undefined
    const data: WorkJob = { kind, ownerId, id }
    const job = { id: this.#jobId(id), slotAt: dueAt, kind, ownerId, data, ...defined({ group }) }
    await this.#runtime.scheduler.enqueue(job)
  }

  remove(id: string): Promise<void> {
    return this.#runtime.scheduler.remove(this.#jobId(id))
  }

  async removalOf(ownerId: string): Promise<() => Promise<void>> {
    const ids: string[] = []
    if (this.#sweptUntil > Number.NEGATIVE_INFINITY)
      for await (const page of this.#duePages(ownerId, { lte: this.#sweptUntil }))
        ids.push(...page.map(({ id }) => id))
    return async () => {
      for (const id of ids) await this.remove(id)
    }
  }

  async storeMissed(tables: Tables, emit: Emit, item: ScheduledRecord): Promise<void> {
    const at = this.#runtime.clock.now()
    const { missedSlots: count = 0 } = nextSlotOf(this.#options, item as Item, { now: at, isDone: false })
    const { id, ownerId, dueAt: from } = item
    const missed = { at, from, count }
    await storeMissedSlots(this.#runtime, { tables, emit }, { kind: this.#options.kind, id, ownerId, missed })
  }

  async sweep(until: number): Promise<void> {
    this.#sweptUntil = until
    await this.#releaseAgain()
    for await (const page of this.#duePages(everyOwner, { lte: until }))
      for (const item of page) await this.enqueue(item)
  }

  async planAnew(): Promise<void> {
    const { clock, logger } = this.#runtime
    let count = 0
    for await (const page of this.#duePages(everyOwner, { gt: clock.now(), lt: farFuture }))
      for (const item of page) {
        const dueAt = this.#dueAtInstead(item, clock.now())
        if (dueAt === undefined) continue
        const [written] = await this.#records.write([{ update: { ...item, dueAt } }])
        if (!written?.ok) continue
        count += 1
        await this.remove(item.id)
        await this.enqueue(written.record)
      }
    if (count > 0)
      logger.warn({ kind: this.kind, count }, 'planned anew what was due later than its schedule says')
  }

  async handle({ slotAt, signal, data }: JobRun): Promise<void> {
    const { ownerId, id } = data as WorkJob
    try {
      const [item] = await this.#records.claim(ownerId, {
        where: { id, paused: false, dueAt: { lte: slotAt } } as Where<Item>,
        limit: 1,
        now: this.#runtime.clock.now(),
        leaseMs,
      })
      if (item) await this.#runClaimed(item, signal)
    } catch (cause) {
      this.#runtime.report(cause, `the scheduled work of ${this.#jobId(id)}`)
    }
  }

  /**
   * Tells whether a run of another process may be about to renew its lease. A caller's update ends the lease of a run under
   * way, which takes the record back at its next renewal: until then the record only looks free. A later sweep finds it.
   */
  #mayBeHeld({ dueAt, createdAt, updatedAt }: NextRun): boolean {
    const age = this.#runtime.clock.now() - updatedAt
    return updatedAt > createdAt && updatedAt >= dueAt && age >= 0 && age < renewEveryMs + renewalMs
  }

  #jobId(id: string): string {
    return `${this.kind}:${id}`
  }

  #duePages(
    owner: OwnerScope,
    dueAt: { readonly lte: number } | { readonly gt: number; readonly lt: number },
  ) {
    const where = { paused: false, dueAt } as Where<Item>
    return everyPage(this.#records, owner, { where, orderBy: { column: 'dueAt', direction: 'asc' } })
  }

  /** Returns the right `dueAt` of a record that is due later than the second of its next slots, if it is. */
  #dueAtInstead(item: Item, now: number): number | undefined {
    if (item.dueAt <= now + item.everyMs) return undefined
    const deadline = this.#options.nextDeadline?.(item, now)
    if (deadline !== undefined) return item.dueAt > deadline ? deadline : undefined
    const plan = planOf(item)
    const next = plan.next(now)
    const afterNext = next === undefined ? undefined : plan.next(next)
    return afterNext !== undefined && item.dueAt > afterNext ? next : undefined
  }

  async #runClaimed(item: Item, signal: AbortSignal): Promise<void> {
    const { missedRuns = 'once', dueAt: slotAt } = item
    const now = this.#runtime.clock.now()
    const hasDeadline = this.#options.nextDeadline?.(item, now) !== undefined
    const decision = hasDeadline ? 'run' : decideSlot(planOf(item), { slotAt, now, missedRuns })
    const run = new SlotRun(this.#runtime, this.#options, item, {
      signal,
      ...defined({ slotAt: decision === 'run' ? slotAt : undefined }),
    })
    try {
      await (decision === 'skip' ? run.skip() : this.#options.run(item, run))
    } catch (cause) {
      await this.#giveUp(run, cause)
      if (!run.isLost) throw cause
    } finally {
      await run.end()
      // A slot that failed is still due, and found by the next sweep or at the next slot, whichever comes first.
      const dueAt = run.nextDueAt ?? planOf(item).next(this.#runtime.clock.now())
      if (dueAt !== undefined && !this.#runtime.closing.aborted) await this.enqueue({ ...item, dueAt })
    }
  }

  /**
   * Leaves the slot of a run that failed. One whose result could not be stored, or that was broken off, stays due and is
   * done by the next sweep that finds it free. Any other is missed, since it would fail again.
   */
  async #giveUp(run: SlotRun<Item>, cause: unknown): Promise<void> {
    if (run.isLost) return
    const mayWorkAgain = TelltaleError.is(cause) && passingCodes.has(cause.code)
    const isLeft = !mayWorkAgain && (await succeeds(run.skip()))
    if (!isLeft && !(await succeeds(run.release())))
      this.#unreleased.set(run, this.#runtime.clock.now() + leaseMs)
  }

  async #releaseAgain(): Promise<void> {
    for (const [run, endsAt] of this.#unreleased) {
      if (this.#runtime.clock.now() < endsAt) await run.release()
      this.#unreleased.delete(run)
    }
  }
}

/** The codes of failures that are over when the storage works again, or in another process. */
const passingCodes: ReadonlySet<string> = new Set(['STORAGE_FAILED', 'CONFLICT', 'ABORTED', 'CLOSED'])

const succeeds = (work: Promise<unknown>): Promise<boolean> =>
  work.then(
    () => true,
    () => false,
  )

/** Returns a handler for the scheduler that gives each job to the work of its kind. Jobs of other kinds are dropped. */
export function handlerOf(works: readonly ScheduledWork[]): (run: JobRun) => Promise<void> {
  return async (run) => {
    const { kind } = run.data as Pick<WorkJob, 'kind'>
    await works.find((work) => work.kind === kind)?.handle(run)
  }
}
