import { defined } from '../options/index.js'
import type { BaseRecord, Collection, CollectionDefinition, JobRun } from '../ports/index.js'
import { everyOwner } from '../ports/index.js'
import { type CronOptions, cronSlots } from '../schedule/cron-slots.js'
import { decideSlot, gridPlan, type MissedRuns, type SlotPlan } from '../schedule/slot-plan.js'
import { everyRecord } from './every-record.js'
import type { Runtime } from './runtime.js'

/** A schedule: a record's id with its interval or its cron expression. */
interface Schedule {
  readonly id: string
  /** The interval. A cron expression takes its place. */
  readonly everyMs: number
  /** Slots on a wall clock. @default the grid of `everyMs` */
  readonly cron?: CronOptions
}

/** A record that work is done for at each of its slots. */
export interface ScheduledRecord extends BaseRecord, Schedule {
  /** The next slot, in epoch milliseconds. */
  readonly dueAt: number
  /** `true` while the schedule rests. @default false */
  readonly paused?: boolean
  /** The treatment of slots that passed while nothing ran. @default 'once' */
  readonly missedRuns?: MissedRuns
}

/** A schedule with the record's owner and its next slot: what the next job is made from. */
type NextRun = Schedule & Pick<ScheduledRecord, 'ownerId' | 'dueAt' | 'paused'>

/** Returns the slots of a record: those of its cron expression, or its own grid. */
export const planOf = ({ id, everyMs, cron }: Schedule): SlotPlan =>
  cron ? cronSlots(cron) : gridPlan(id, everyMs)

/** A `dueAt` that never comes: the start of the last year that a storage can hold. */
export const farFuture = Date.UTC(9999, 0)

/** One run of recurring work. */
export interface WorkRun extends Pick<JobRun, 'signal'> {
  /** The slot of the run; absent when the run catches up on slots that were missed. */
  readonly slotAt?: number
  /** Returns the record's next slot that is still to come. Slots are counted from the grid, so nothing drifts. */
  nextDueAt(): number
}

/** The recurring work of one kind of record. */
export interface RecurringWorkOptions<Item extends ScheduledRecord> {
  /** A name that begins the ids of its jobs. */
  readonly kind: string
  /** The collection that holds the records. */
  readonly table: CollectionDefinition<Item>
  /** The time that one run may take at most. */
  readonly maxRunMs: number
  /** Does the work once, and in the transaction that stores the result sets `dueAt` to {@link WorkRun.nextDueAt}. */
  run(item: Item, run: WorkRun): Promise<void>
}

/** Work that the scheduler runs. */
export interface ScheduledWork {
  /** The kind that its jobs carry. */
  readonly kind: string
  /** Enqueues the next job of everything there is to do: whatever a crash left out, or another process made. */
  enqueueAll(): Promise<void>
  /** Runs one job, and enqueues the next one whatever comes of it. */
  handle(run: JobRun): Promise<void>
}

/** Work that is done for each record of one kind at its slots. */
export interface RecurringWork extends ScheduledWork {
  /** Enqueues the next slot of a record, unless it is paused. */
  enqueue(item: NextRun): Promise<void>
  /** Removes every job of a record that has not begun. */
  remove(id: string): Promise<void>
}

type Slot = Pick<JobRun, 'slotAt' | 'signal'>

interface WorkJob extends Schedule {
  readonly kind: string
  readonly ownerId: string
}

/** The time that a lease outlasts a run: for the reads and writes around it. */
const leaseMarginMs = 15_000

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

  constructor(runtime: Runtime, options: RecurringWorkOptions<Item>) {
    this.kind = options.kind
    this.#runtime = runtime
    this.#options = options
    this.#records = runtime.storage.collection(options.table)
  }

  async enqueue({ id, ownerId, everyMs, cron, dueAt, paused = false }: NextRun): Promise<void> {
    if (paused) return
    const data: WorkJob = { kind: this.kind, ownerId, id, everyMs, ...defined({ cron }) }
    await this.#runtime.scheduler.enqueue({ id: this.#jobId(id), slotAt: dueAt, data })
  }

  remove(id: string): Promise<void> {
    return this.#runtime.scheduler.remove(this.#jobId(id))
  }

  async enqueueAll(): Promise<void> {
    for await (const item of everyRecord(this.#records, everyOwner)) await this.enqueue(item)
  }

  async handle({ slotAt, signal, data }: JobRun): Promise<void> {
    const job = data as WorkJob
    const laterSlot: NextRun = { ...job, dueAt: this.#nextDueAt({ ...job, dueAt: slotAt }) }
    let next: NextRun | undefined = laterSlot
    try {
      await this.#runSlot(job, { slotAt, signal })
      const stored = await this.#records.get(job.ownerId, job.id)
      // A record that is still due is leased to another process. The next slot checks on it.
      next = stored && (stored.dueAt > slotAt ? stored : { ...stored, dueAt: laterSlot.dueAt })
    } catch (cause) {
      this.#runtime.report(cause, `the scheduled work of ${this.#jobId(job.id)}`)
    }
    if (next && !this.#runtime.closing.aborted) await this.enqueue(next)
  }

  #jobId(id: string): string {
    return `${this.kind}:${id}`
  }

  #nextDueAt(item: Schedule & Pick<ScheduledRecord, 'dueAt'>): number {
    return planOf(item).next(Math.max(this.#runtime.clock.now(), item.dueAt)) ?? farFuture
  }

  /** Does the work of a slot, unless another process has leased the record or it is not due any more. */
  async #runSlot({ ownerId, id }: WorkJob, slot: Slot): Promise<void> {
    const [item] = await this.#records.claim(ownerId, {
      where: { id, dueAt: { lte: slot.slotAt } },
      limit: 1,
      now: this.#runtime.clock.now(),
      leaseMs: this.#options.maxRunMs + leaseMarginMs,
    })
    if (!item || item.paused) return
    try {
      await this.#runClaimed(item, slot)
    } catch (cause) {
      // An update ends the lease, so that the next slot finds the record free. A second failure changes nothing.
      await this.#records.write([{ update: item }]).catch(() => undefined)
      throw cause
    }
  }

  async #runClaimed(item: Item, { slotAt, signal }: Slot): Promise<void> {
    const { missedRuns = 'once' } = item
    const nextDueAt = () => this.#nextDueAt(item)
    const decision = decideSlot(planOf(item), { slotAt, now: this.#runtime.clock.now(), missedRuns })
    if (decision === 'skip') await this.#records.write([{ update: { ...item, dueAt: nextDueAt() } }])
    else if (decision === 'run') await this.#options.run(item, { slotAt, signal, nextDueAt })
    else await this.#options.run(item, { signal, nextDueAt })
  }
}

/** Returns a handler for the scheduler that gives each job to the work of its kind. Jobs of other kinds are dropped. */
export function handlerOf(works: readonly ScheduledWork[]): (run: JobRun) => Promise<void> {
  return async (run) => {
    const { kind } = run.data as Pick<WorkJob, 'kind'>
    await works.find((work) => work.kind === kind)?.handle(run)
  }
}
