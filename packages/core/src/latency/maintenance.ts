import { dayMs, isTimeZone, minuteMs, offsetMs } from '../time/index.js'
import { checkArgument } from './check-argument.js'
import type { Span } from './spans.js'

/** The days of the week, as `Date` counts them. */
export const weekdays = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'] as const

/** A day of the week. */
export type Weekday = (typeof weekdays)[number]

/** Maintenance that recurs on days of the week. Plain JSON. */
export interface WeeklyMaintenance {
  /** The days on which it begins. @default every day */
  readonly days?: readonly Weekday[]
  /** The time of day at which it begins in the time zone, from `'00:00'` to `'23:59'`. */
  readonly at: string
  /** The duration, in milliseconds of elapsed time; up to seven days. */
  readonly durationMs: number
  /** The IANA time zone, such as `'Europe/Berlin'`. @default 'UTC' */
  readonly timeZone?: string
}

/** Scheduled maintenance, once or every week. */
export type MaintenanceWindow = Span | WeeklyMaintenance

/** The maximum duration of a weekly window: one that is longer never ends. */
export const maxWeeklyMs = 7 * dayMs

/** A time of day, such as `02:30`. */
export const timeOfDay = /^([01]\d|2[0-3]):([0-5]\d)$/

/** The longest span that is asked about, in milliseconds: each day of it is looked at. */
const maxSpanMs = 11 * 366 * dayMs

/**
 * Returns the times of maintenance that overlap a span, uncut and in order of their beginning. A time of day that clocks
 * skip is taken as much later as they skip, and one that they repeat is taken the first time.
 *
 * @param span - of up to eleven years.
 * @throws `ValidationError` when a window has no length, its time, day or time zone is not known, or the span is too
 *   long.
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
export function maintenanceSpans(windows: readonly MaintenanceWindow[], span: Span): readonly Span[] {
  return windows
    .flatMap((window) => [...spansOf(window, span)])
    .toSorted((one, other) => one.from - other.from)
}

/**
 * Returns `true` when a moment lies in maintenance.
 *
 * @throws `ValidationError` as {@link maintenanceSpans} does.
 */
export function isInMaintenance(windows: readonly MaintenanceWindow[], at: number): boolean {
  return windows.some((window) => !spansOf(window, { from: at, to: at + 1 }).next().done)
}

/** Yields the spans of a window that overlap a span. */
function* spansOf(window: MaintenanceWindow, span: Span): Generator<Span, void> {
  checkArgument(
    span.to - span.from <= maxSpanMs && Math.abs(span.to) <= maxDateMs,
    'a span of up to eleven years',
    {
      caller,
      name: 'span',
      value: span,
    },
  )
  if ('at' in window) yield* weeklySpans(window, span)
  else if (overlap(window, span)) yield window
}

const caller = 'maintenanceSpans'

/** The latest time that a `Date` can hold, less the days around it that are looked at. */
const maxDateMs = 8.64e15 - 30 * dayMs

const overlap = (one: Span, other: Span): boolean => one.from < other.to && one.to > other.from

/** The most that a zone's clocks differ from UTC, a change of theirs included. */
const maxOffsetMs = 28 * 60 * minuteMs

/** Looks only at the days on which a window may begin that overlaps the span. */
function* weeklySpans(
  { days = weekdays, at, durationMs, timeZone = 'UTC' }: WeeklyMaintenance,
  span: Span,
): Generator<Span, void> {
  const [, hours, minutes] = timeOfDay.exec(at) ?? []
  checkArgument(hours !== undefined, "a time such as '02:30'", { caller, name: 'at', value: at })
  checkArgument(durationMs > 0 && durationMs <= maxWeeklyMs, 'a number above 0, and at most seven days', {
    caller,
    name: 'durationMs',
    value: durationMs,
  })
  const unknown = days.find((day) => !weekdays.includes(day))
  checkArgument(unknown === undefined, `one of ${weekdays.join(', ')}`, {
    caller,
    name: 'days',
    value: unknown,
  })
  checkArgument(isTimeZone(timeZone), "a time zone such as 'Europe/Berlin'", {
    caller,
    name: 'timeZone',
    value: timeZone,
  })
  const timeMs = (Number(hours) * 60 + Number(minutes)) * minuteMs
  const lastDate = Math.floor((span.to + maxOffsetMs - timeMs) / dayMs)
  for (
    let date = Math.ceil((span.from - durationMs - maxOffsetMs - timeMs) / dayMs);
    date <= lastDate;
    date++
  ) {
    if (!days.includes(weekdays[(((date + 4) % 7) + 7) % 7] as Weekday)) continue
    const from = utcFromLocal(date * dayMs + timeMs, timeZone)
    const spanOfDay = { from, to: from + durationMs }
    if (overlap(spanOfDay, span)) yield spanOfDay
  }
}

/** Returns the moment at which clocks of a time zone show what a UTC clock shows at `localMs`. */
function utcFromLocal(localMs: number, timeZone: string): number {
  const before = localMs - offsetMs(localMs - dayMs, timeZone)
  const after = localMs - offsetMs(localMs + dayMs, timeZone)
  // Where clocks skip this time, neither fits. The offset before the change then leads as far past it.
  return [before, after].find((moment) => moment + offsetMs(moment, timeZone) === localMs) ?? before
}
