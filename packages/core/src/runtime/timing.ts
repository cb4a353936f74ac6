import type { CronOptions } from '../schedule/cron-slots.js'
import { dayMs } from '../time/index.js'
import { planOf } from './scheduled-record.js'

/** The times of a schedule. */
export interface Timing {
  /** The interval, in milliseconds; for a cron expression the longest one between its next slots. */
  readonly everyMs: number
  /** The cron expression that takes the place of the interval. */
  readonly cron?: CronOptions
}

/** The number of slots of a cron expression, and the time, in which the longest interval between them is looked for. */
const [comparedSlots, comparedMs] = [50, 2 * 366 * dayMs]

/** Returns the times of a schedule: those of the cron expression, where there is one. */
export function timingOf(every: number, cron: CronOptions | undefined, now: number): Timing {
  if (!cron) return { everyMs: every }
  const plan = planOf({ id: '', everyMs: every, cron })
  let everyMs = 0
  let slotAt = plan.next(now)
  for (let count = 0; count < comparedSlots && slotAt !== undefined && slotAt < now + comparedMs; count++) {
    const following = plan.next(slotAt)
    if (following !== undefined) everyMs = Math.max(everyMs, following - slotAt)
    slotAt = following
  }
  return { everyMs: everyMs || every, cron }
}
