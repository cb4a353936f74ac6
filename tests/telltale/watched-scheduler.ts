import type { Clock, Job, Scheduler } from '@telltale/core/ports'
import { inProcessScheduler } from '../../packages/core/src/schedule/index.js'

/** The scheduler of a Telltale, and what was asked of it. */
export interface WatchedScheduler {
  readonly scheduler: Scheduler
  /** The jobs that were enqueued, in order. */
  readonly enqueued: Job[]
  /** The ids that were removed, in order. */
  readonly removed: string[]
}

/** Makes a real scheduler that notes what is asked of it. */
export function watchedScheduler(clock: Clock): WatchedScheduler {
  const real = inProcessScheduler({ clock })
  const enqueued: Job[] = []
  const removed: string[] = []
  return {
    enqueued,
    removed,
    scheduler: {
      enqueue: (job) => {
        enqueued.push(job)
        return real.enqueue(job)
      },
      remove: (id) => {
        removed.push(id)
        return real.remove(id)
      },
      work: (...given) => real.work(...given),
      close: () => real.close(),
    },
  }
}
