import { defined } from '../options/index.js'
import type { BaseRecord, CollectionDefinition, Job, JobRun } from '../ports/index.js'
import { everyOwner } from '../ports/index.js'
import { type CronOptions, cronSlots } from '../schedule/cron-slots.js'
import { decideSlot, gridPlan, type MissedRuns, type SlotPlan } from '../schedule/slot-plan.js'
import { everyRecord } from './every-record.js'
import type { Runtime } from './runtime.js'

/** When a record is due, time after time. */
interface Timing {
  readonly id: string
  readonly everyMs: number
  /** Slots by the clock on the wall instead of `everyMs`. */
  readonly cron?: CronOptions
}

/** A record that something is done for at each of its slots. */
export interface Watched extends BaseRecord, Timing {
  readonly dueAt: number
  readonly paused?: boolean
  /** What becomes of slots that passed while nothing ran. @default 'once' */
  readonly missedRuns?: MissedRuns
}

/** The slots of a record: those of its cron expression, or its own grid. */
export const planOf = ({ id, everyMs, cron }: Timing): SlotPlan =>
  cron ? cronSlots(cron) : gridPlan(id, everyMs)

/** When something is due that never is again: the last time that a storage can hold. */
export const never = Date.UTC(9999, 0)

/** What a watch does for each kind of record. */
export interface WatchOptions<Item extends Watched> {
  /** Begins the ids of its jobs. */
  readonly kind: string
  readonly table: CollectionDefinition<Item>
  /** The longest that one observation may take. */
  readonly longestMs: number
  /** Observes once, stores what it saw, and in the same transaction sets `dueAt` to {@link Watch.nextDueAt}. */
  observe(item: Item, run: WatchRun): Promise<void>
}

/** What an observation is made for. */
export interface WatchRun extends Pick<JobRun, 'signal'> {
  /** The slot; absent when it makes up for slots that were missed. */
  readonly slotAt?: number
}

/** Keeps records of one kind observed at their slots. */
export interface Watch<Item extends Watched> {
  readonly kind: string
  /** Enqueues the next slot of a record. */
  plan(item: Timing & Pick<Item, 'ownerId' | 'dueAt'> & { readonly paused?: boolean }): Promise<void>
  forget(id: string): Promise<void>
  /** When the record is due next: its first slot that is still to come, so that nothing drifts. */
  nextDueAt(item: Timing & Pick<Item, 'dueAt'>): number
  /** Enqueues every record there is: what a crash left out, or another process made. */
  sweep(): Promise<void>
  /** Does the job of one slot, and enqueues the next whatever comes of it. */
  handle(run: JobRun): Promise<void>
}

interface WatchJob extends Timing {
  readonly kind: string
  readonly ownerId: string
}

/** Reads what a watch put into a job. */
export const watchJob = (job: Job): WatchJob => job.data as WatchJob

/** How much longer than one observation a lease lasts, for the reading and writing around it. */
const leaseSpareMs = 15_000

/** Makes the watch of one kind of record. */
export function createWatch<Item extends Watched>(
  runtime: Runtime,
  options: WatchOptions<Item>,
): Watch<Item> {
  const { kind, table, observe, longestMs } = options
  const { scheduler, clock, storage } = runtime
  const items = storage.collection(table)
  const jobId = (id: string) => `${kind}:${id}`
  const enqueue = (slotAt: number, data: WatchJob) => scheduler.enqueue({ id: jobId(data.id), slotAt, data })

  /** An update ends the lease, so that the next slot finds the record free. That it fails too changes nothing. */
  const releaseOnFailure = async (item: Item, work: () => Promise<void>) => {
    try {
      await work()
    } catch (cause) {
      await items.write([{ update: item }]).catch(() => undefined)
      throw cause
    }
  }

  const nextDueAt = (item: Timing & Pick<Item, 'dueAt'>) =>
    planOf(item).next(Math.max(clock.now(), item.dueAt)) ?? never

  /** Does the work of a slot that has come, or lets it go. */
  const takeSlot = async (item: Item, { slotAt, signal }: Pick<JobRun, 'slotAt' | 'signal'>) => {
    const { missedRuns = 'once' } = item
    const isAhead = decideSlot(planOf(item), { slotAt, now: clock.now(), missed: 'skip' }).runs
    if (isAhead) return observe(item, { slotAt, signal })
    if (missedRuns === 'once') return observe(item, { signal })
    await items.write([{ update: { ...item, dueAt: nextDueAt(item) } }])
  }

  const watch: Watch<Item> = {
    kind,
    plan: async ({ id, ownerId, everyMs, cron, dueAt, paused = false }) => {
      if (!paused) await enqueue(dueAt, { kind, ownerId, id, everyMs, ...defined({ cron }) })
    },
    forget: (id) => scheduler.remove(jobId(id)),
    nextDueAt,
    sweep: async () => {
      for await (const item of everyRecord(items, everyOwner)) await watch.plan(item)
    },
    handle: async ({ slotAt, signal, data }) => {
      const job = data as WatchJob
      const laterSlotAt = nextDueAt({ ...job, dueAt: slotAt } as Timing & Pick<Item, 'dueAt'>)
      let next: (Timing & Pick<Item, 'ownerId' | 'dueAt'> & { readonly paused?: boolean }) | undefined = {
        ...job,
        dueAt: laterSlotAt,
      }
      try {
        const where = { id: job.id, dueAt: { lte: slotAt } }
        const leaseMs = longestMs + leaseSpareMs
        const [item] = await items.claim(job.ownerId, { where, limit: 1, now: clock.now(), leaseMs })
        if (item && !item.paused) await releaseOnFailure(item, () => takeSlot(item, { slotAt, signal }))
        const left = await items.get(job.ownerId, job.id)
        // A slot that is still to be done is held by another process; it is looked at again a slot later.
        next = left && (left.dueAt > slotAt ? left : { ...left, dueAt: laterSlotAt })
      } catch (cause) {
        runtime.report(cause, `the scheduled work of ${jobId(job.id)}`)
      }
      if (next && !runtime.closing.aborted) await watch.plan(next)
    },
  }
  return watch
}
