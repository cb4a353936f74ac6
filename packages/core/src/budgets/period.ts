import type { BudgetUse } from '../ports/index.js'
import { dayMs, localTime, offsetMs } from '../time/index.js'

/** Returns the end of the day or month that contains `now`, in a time zone. */
export function periodEnd(now: number, period: BudgetUse['period'], timeZone: string): number {
  const { date } = localTime(now, timeZone)
  const today = new Date(date * dayMs)
  const endDate =
    period === 'day' ? date + 1 : Date.UTC(today.getUTCFullYear(), today.getUTCMonth() + 1) / dayMs
  return midnight(endDate, timeZone)
}

/** Returns the beginning of a date. Its offset is looked up twice, since it may have changed the night before. */
function midnight(date: number, timeZone: string): number {
  const asUtc = date * dayMs
  const estimate = asUtc - offsetMs(asUtc, timeZone)
  return asUtc - offsetMs(estimate, timeZone)
}
