import type { Digest, QuietHours } from '../../records/alert-routing-records.js'
import { cronSlots } from '../../schedule/cron-slots.js'
import { localTime } from '../../time/index.js'

/**
 * Returns the end of the quiet hours that a moment lies in; `undefined` outside of them. The hours are those of the wall clock:
 * a night in which clocks change is an hour longer or shorter.
 */
export function quietUntil(at: number, { from, to, days }: QuietHours, timeZone: string): number | undefined {
  const { day, minute } = localTime(at, timeZone)
  const [begin, end] = [minuteOf(from), minuteOf(to)]
  const isOverMidnight = end <= begin
  const beganYesterday = isOverMidnight && minute < end
  if (!beganYesterday && !(minute >= begin && (isOverMidnight || minute < end))) return undefined
  // Days count from 1 for Monday to 7 for Sunday.
  const today = day === 0 ? 7 : day
  const firstDay = beganYesterday ? ((today + 5) % 7) + 1 : today
  if (days !== undefined && !days.includes(firstDay)) return undefined
  return nextAt(at, { time: to, timeZone })
}

/** Returns the time of the digest after a moment. */
export function nextDigestAt(
  after: number,
  { every, at: time = '08:00', day = 1 }: Digest,
  timeZone: string,
): number {
  if (every === 'hour') return nextSlot(after, '0 * * * *', timeZone)
  return nextAt(after, { time, timeZone, day: every === 'week' ? String(day % 7) : '*' })
}

/** Returns the end of the day that a moment lies in. */
export const dayEndAt = (at: number, timeZone: string): number => nextAt(at, { time: '00:00', timeZone })

const minuteOf = (time: string): number => {
  const [hours, minutes] = time.split(':')
  return Number(hours) * 60 + Number(minutes)
}

/** A time of day, on each day or one of the week. */
interface TimeOfDay {
  readonly time: string
  readonly timeZone: string
  /** The day of the week as cron counts it, or `*`. */
  readonly day?: string
}

function nextAt(after: number, { time, timeZone, day = '*' }: TimeOfDay): number {
  const minutes = minuteOf(time)
  return nextSlot(after, `${minutes % 60} ${Math.floor(minutes / 60)} * * ${day}`, timeZone)
}

const nextSlot = (after: number, expression: string, timeZone: string): number =>
  cronSlots({ expression, timeZone }).next(after) ?? after
