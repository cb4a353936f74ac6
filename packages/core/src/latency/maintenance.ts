import { dayMs, localTime, minuteMs, offsetMs } from '../time/index.js'
import { checkAbove0, checkArgument } from './check-argument.js'
import type { Span } from './spans.js'

const weekdays = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'] as const

/** A day of the week. */
export type Weekday = (typeof weekdays)[number]

/** Maintenance that recurs on days of the week. Plain JSON. */
export interface WeeklyMaintenance {
  /** The days on which it begins. @default every day */
  readonly days?: readonly Weekday[]
  /** The time of day at which it begins in the time zone, from `'00:00'` to `'23:59'`. */
  readonly at: string
  /** The duration, in milliseconds of elapsed time. */
  readonly durationMs: number
  /** The IANA time zone, such as `'Europe/Berlin'`. @default 'UTC' */
  readonly timeZone?: string
}

/** Scheduled maintenance, once or every week. */
export type MaintenanceWindow = Span | WeeklyMaintenance

/**
 * Returns the times of maintenance that overlap a span, uncut and in order of their beginning. A time of day that clocks
 * skip is taken as much later as they skip, and one that they repeat is taken the first time.
 *
 * @throws `ValidationError` when a window has no length, or its time, day or time zone is not known.
 * @example
 * ```ts
 * import { maintenanceSpans, uptime } from '@telltale/core/latency'
 *
 * const may = { from: Date.UTC(2026, 4, 1), to: Date.UTC(2026, 5, 1) }
 * const weekly = { days: ['sun'], at: '02:00', durationMs: 3_600_000, timeZone: 'Europe/Berlin' } as const
 * const excluded = maintenanceSpans([weekly], may)
 * console.log(uptime([], { ...may, staleAfterMs: 150_000, excluded }))
 * ```
 */
export function maintenanceSpans(windows: readonly MaintenanceWindow[], { from, to }: Span): readonly Span[] {
  return windows
    .flatMap((window) => ('at' in window ? weeklySpans(window, { from, to }) : [window]))
    .filter((span) => span.from < to && span.to > from)
    .toSorted((one, other) => one.from - other.from)
}

/**
 * Returns `true` when a moment lies in maintenance.
 *
 * @throws `ValidationError` as {@link maintenanceSpans} does.
 */
export function isInMaintenance(windows: readonly MaintenanceWindow[], at: number): boolean {
  return maintenanceSpans(windows, { from: at, to: at + 1 }).length > 0
}

function weeklySpans(
  { days = weekdays, at, durationMs, timeZone = 'UTC' }: WeeklyMaintenance,
  span: Span,
): readonly Span[] {
  const caller = 'maintenanceSpans'
  const [, hours, minutes] = /^([01]\d|2[0-3]):([0-5]\d)$/.exec(at) ?? []
  checkArgument(hours !== undefined, "a time such as '02:30'", { caller, name: 'at', value: at })
  checkAbove0(caller, 'durationMs', durationMs)
  for (const day of days)
    checkArgument(weekdays.includes(day), `one of ${weekdays.join(', ')}`, {
      caller,
      name: 'days',
      value: day,
    })
  const spans: Span[] = []
  const lastDate = localTime(span.to, timeZone).date
  for (let { date } = localTime(span.from - durationMs - dayMs, timeZone); date <= lastDate; date++) {
    if (!days.includes(weekdays[(((date + 4) % 7) + 7) % 7] as Weekday)) continue
    const from = utcFromLocal(date * dayMs + (Number(hours) * 60 + Number(minutes)) * minuteMs, timeZone)
    spans.push({ from, to: from + durationMs })
  }
  return spans
}

/** Returns the moment at which clocks of a time zone show what a UTC clock shows at `localMs`. */
function utcFromLocal(localMs: number, timeZone: string): number {
  const before = localMs - offsetMs(localMs - dayMs, timeZone)
  const after = localMs - offsetMs(localMs + dayMs, timeZone)
  // Where clocks skip this time, neither fits. The offset before the change then leads as far past it.
  return [before, after].find((moment) => moment + offsetMs(moment, timeZone) === localMs) ?? before
}
