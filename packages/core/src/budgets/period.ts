import type { BudgetUse } from '../ports/index.js'
import { dayMs, localTime, offsetMs } from '../time/index.js'

/** When the day or month that `now` lies in ends, by the clock on the wall of a time zone. */
export function periodEnd(now: number, period: BudgetUse['period'], timeZone: string): number {
  const { date } = localTime(now, timeZone)
  const first = new Date(date * dayMs)
  const endDate =
    period === 'day' ? date + 1 : Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + 1) / dayMs
  return midnight(endDate, timeZone)
}

/** Where a date begins. The offset is that of the moment itself: it may change in the night before. */
function midnight(date: number, timeZone: string): number {
  const asUtc = date * dayMs
  const nearly = asUtc - offsetMs(asUtc, timeZone)
  return asUtc - offsetMs(nearly, timeZone)
}
