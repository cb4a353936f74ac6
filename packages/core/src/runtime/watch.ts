import type { BaseRecord, CollectionDefinition, Job, JobRun } from '../ports/index.js'
import { everyOwner } from '../ports/index.js'
import { nextSlot, slotGrid } from '../schedule/slot.js'
import type { Runtime } from './runtime.js'

/** A record that something is done for at each of its slots. */
export interface Watched extends BaseRecord {
  readonly everyMs: number
  readonly dueAt: number
  readonly paused?: boolean
}

/** What a watch does for each kind of record. */
export interface WatchOptions<Item extends Watched> {
  /** Begins the ids of its jobs. */
  readonly kind: string
  readonly table: CollectionDefinition<Item>
  /** The longest that one observation may take. */
  readonly longestMs: number
  /** Observes once, stores what it saw, and in the same transaction sets `dueAt` to {@link Watch.nextDueAt}. */
  observe(item: Item, run: Pick<JobRun, 'slotAt' | 'signal'>): Promise<void>
}

/** Keeps records of one kind observed at their slots. */
export interface Watch<Item extends Watched> {
  readonly kind: string
  /** Enqueues the next slot of a record. */
  plan(
    item: Pick<Item, 'id' | 'ownerId' | 'everyMs' | 'dueAt'> & { readonly paused?: boolean },
  ): Promise<void>
  forget(id: string): Promise<void>
  /** When the record is due after a slot: the next place on its grid that is still to come, so that nothing drifts. */
  nextDueAt(item: Pick<Item, 'id' | 'everyMs' | 'dueAt'>): number
  /** Enqueues every record there is: what a crash left out, or another process made. */
  sweep(): Promise<void>
  /** Does the job of one slot, and enqueues the next whatever comes of it. */
  handle(run: JobRun): Promise<void>
}

interface WatchJob {
  readonly kind: string
  readonly ownerId: string
  readonly id: string
  readonly everyMs: number
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

  const watch: Watch<Item> = {
    kind,
    plan: async ({ id, ownerId, everyMs, dueAt, paused = false }) => {
      if (!paused) await enqueue(dueAt, { kind, ownerId, id, everyMs })
    },
    forget: (id) => scheduler.remove(jobId(id)),
    nextDueAt: ({ id, everyMs, dueAt }) => nextSlot(slotGrid(id, everyMs), Math.max(clock.now(), dueAt)),
    sweep: async () => {
      let after: string | undefined
      do {
        const page = await items.page(everyOwner, { limit: 500, ...(after && { after }) })
        for (const item of page.items) await watch.plan(item)
        after = page.next
      } while (after)
    },
    handle: async ({ slotAt, signal, data }) => {
      const job = data as WatchJob
      const laterSlotAt = nextSlot(slotGrid(job.id, job.everyMs), Math.max(clock.now(), slotAt))
      let next: { readonly slotAt: number; readonly data: WatchJob } | undefined = {
        slotAt: laterSlotAt,
        data: job,
      }
      try {
        const where = { id: job.id, dueAt: { lte: slotAt } }
        const leaseMs = longestMs + leaseSpareMs
        const [item] = await items.claim(job.ownerId, { where, limit: 1, now: clock.now(), leaseMs })
        if (item && !item.paused) await releaseOnFailure(item, () => observe(item, { slotAt, signal }))
        const left = await items.get(job.ownerId, job.id)
        // A slot that is still to be done is held by another process; it is looked at again a slot later.
        const nextSlotAt = left && left.dueAt > slotAt ? left.dueAt : laterSlotAt
        next =
          left && !left.paused ? { slotAt: nextSlotAt, data: { ...job, everyMs: left.everyMs } } : undefined
      } catch (cause) {
        runtime.report(cause, `the scheduled work of ${jobId(job.id)}`)
      }
      if (next && !runtime.closing.aborted) await enqueue(next.slotAt, next.data)
    },
  }
  return watch
}
