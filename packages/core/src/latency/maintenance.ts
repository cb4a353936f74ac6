import { dayMs, isTimeZone, minuteMs, offsetMs } from '../time/index.js'
import { checkArgument } from './check-argument.js'
import type { Span } from './spans.js'

/** The days of the week, as `Date` counts them. */
export const weekdays = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'] as const

/** A day of the week. */
export type Weekday = (typeof weekdays)[number]

/** The time of day of maintenance that recurs. */
interface TimeOfDay {
  /** The time of day at which it begins in the time zone, from `'00:00'` to `'23:59'`. */
  readonly at: string
  /** The duration, in milliseconds of elapsed time; up to seven days. */
  readonly durationMs: number
  /** The IANA time zone, such as `'Europe/Berlin'`. @default 'UTC' */
  readonly timeZone?: string
}

/** Maintenance that recurs on days of the week. Plain JSON. */
export interface WeeklyMaintenance extends TimeOfDay {
  /** The days on which it begins. @default every day */
  readonly days?: readonly Weekday[]
}

/** A date of a month, from 1 to 31, or the last one. A month without the date is left out. */
export type DateOfMonth = number | 'last'

/** Maintenance that recurs on dates of each month, such as the first or the last. Plain JSON. */
export interface MonthlyMaintenance extends TimeOfDay {
  /** The dates on which it begins. */
  readonly dates: readonly DateOfMonth[]
}

/** The place of a weekday in a month: the first to the fifth, or the last. A month without a fifth is left out. */
export type WeekOfMonth = 1 | 2 | 3 | 4 | 5 | 'last'

/** Maintenance that recurs on certain weekdays of each month, such as the second Tuesday. Plain JSON. */
export interface WeekdayOfMonthMaintenance extends TimeOfDay {
  /** The places of the weekdays in the month: `[2]` for the second one. */
  readonly weeks: readonly WeekOfMonth[]
  /** The weekdays on which it begins. */
  readonly days: readonly Weekday[]
}

/** Maintenance that recurs every week or month. */
type RecurringMaintenance = WeeklyMaintenance | MonthlyMaintenance | WeekdayOfMonthMaintenance

/** Scheduled maintenance, once, every week or every month. */
export type MaintenanceWindow = Span | RecurringMaintenance

/** The maximum duration of a window that recurs: a weekly one that is longer never ends. */
export const maxRecurringMs = 7 * dayMs

/** A time of day, such as `02:30`. */
export const timeOfDay = /^([01]\d|2[0-3]):([0-5]\d)$/

/** The longest span that is asked about, in milliseconds: each day of it is looked at. */
const maxSpanMs = 11 * 366 * dayMs

/**
 * Returns the times of maintenance that overlap a span, uncut and in order of their beginning. A time of day that clocks
 * skip is taken as much later as they skip, and one that they repeat is taken the first time.
 *
 * @param span - of up to eleven years.
 * @throws `ValidationError` when a window has no length, its time, day, date, week or time zone is not known, or the span is too
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
  if ('at' in window) yield* recurringSpans(window, span)
  else if (overlap(window, span)) yield window
}

const caller = 'maintenanceSpans'

/** The latest time that a `Date` can hold, less the days around it that are looked at. */
const maxDateMs = 8.64e15 - 30 * dayMs

const overlap = (one: Span, other: Span): boolean => one.from < other.to && one.to > other.from

/** The most that a zone's clocks differ from UTC, a change of theirs included. */
const maxOffsetMs = 28 * 60 * minuteMs

/** Looks only at the days on which a window may begin that overlaps the span. */
function* recurringSpans(window: RecurringMaintenance, span: Span): Generator<Span, void> {
  const { at, durationMs, timeZone = 'UTC' } = window
  const [, hours, minutes] = timeOfDay.exec(at) ?? []
  checkArgument(hours !== undefined, "a time such as '02:30'", { caller, name: 'at', value: at })
  checkArgument(durationMs > 0 && durationMs <= maxRecurringMs, 'a number above 0, and at most seven days', {
    caller,
    name: 'durationMs',
    value: durationMs,
  })
  checkDays(window)
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
    if (!beginsOn(window, date)) continue
    const from = utcFromLocal(date * dayMs + timeMs, timeZone)
    const spanOfDay = { from, to: from + durationMs }
    if (overlap(spanOfDay, span)) yield spanOfDay
  }
}

/** Throws for a day, date or week that there is not. */
function checkDays(window: RecurringMaintenance): void {
  const {
    days = [],
    dates = [],
    weeks = [],
  } = window as Partial<MonthlyMaintenance & WeekdayOfMonthMaintenance>
  const check = (name: string, unknown: unknown, expected: string) =>
    checkArgument(unknown === undefined, expected, { caller, name, value: unknown })
  check(
    'days',
    days.find((day) => !weekdays.includes(day)),
    `one of ${weekdays.join(', ')}`,
  )
  check(
    'dates',
    dates.find((date) => !isDateOfMonth(date)),
    "a date from 1 to 31, or 'last'",
  )
  check(
    'weeks',
    weeks.find((week) => !isWeekOfMonth(week)),
    "a week from 1 to 5, or 'last'",
  )
}

/** Checks whether a value is a {@link DateOfMonth}. */
export const isDateOfMonth = (value: unknown): value is DateOfMonth =>
  value === 'last' || (Number.isInteger(value) && Number(value) >= 1 && Number(value) <= 31)

/** Checks whether a value is a {@link WeekOfMonth}. */
export const isWeekOfMonth = (value: unknown): value is WeekOfMonth =>
  value === 'last' || (Number.isInteger(value) && Number(value) >= 1 && Number(value) <= 5)

/** Checks whether a window begins on a date, given as the number of days since 1970-01-01. */
function beginsOn(window: RecurringMaintenance, date: number): boolean {
  const weekday = weekdays[(((date + 4) % 7) + 7) % 7] as Weekday
  const isOnDay = 'dates' in window || (window.days ?? weekdays).includes(weekday)
  if (!isOnDay || !('dates' in window || 'weeks' in window)) return isOnDay
  const day = new Date(date * dayMs)
  const ofMonth = day.getUTCDate()
  const daysInMonth = new Date(Date.UTC(day.getUTCFullYear(), day.getUTCMonth() + 1, 0)).getUTCDate()
  if ('dates' in window)
    return window.dates.includes(ofMonth) || (ofMonth === daysInMonth && window.dates.includes('last'))
  const isLast = ofMonth + 7 > daysInMonth
  return (
    window.weeks.includes(Math.ceil(ofMonth / 7) as WeekOfMonth) || (isLast && window.weeks.includes('last'))
  )
}

/** Returns the moment at which clocks of a time zone show what a UTC clock shows at `localMs`. */
function utcFromLocal(localMs: number, timeZone: string): number {
  const before = localMs - offsetMs(localMs - dayMs, timeZone)
  const after = localMs - offsetMs(localMs + dayMs, timeZone)
  // Where clocks skip this time, neither fits. The offset before the change then leads as far past it.
  return [before, after].find((moment) => moment + offsetMs(moment, timeZone) === localMs) ?? before
}
