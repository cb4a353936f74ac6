import { dayMs, localTime, minuteMs, offsetMs } from '../time/index.js'
import { expectAbove0, expectThat } from './check-argument.js'
import type { Span } from './spans.js'

const weekdays = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'] as const

/** A day of the week. */
export type Weekday = (typeof weekdays)[number]

/** Maintenance that comes back on days of the week, as plain data. */
export interface WeeklyMaintenance {
  /** On which days it begins. @default every day */
  readonly days?: readonly Weekday[]
  /** When it begins on the clock of the time zone, from `'00:00'` to `'23:59'`. */
  readonly at: string
  /** How long it takes, in milliseconds of real time. */
  readonly durationMs: number
  /** The time zone, such as `'Europe/Berlin'`. @default 'UTC' */
  readonly timeZone?: string
}

/** Maintenance that was announced: once, or week by week. */
export type MaintenanceWindow = Span | WeeklyMaintenance

/**
 * Returns the times of maintenance that touch a span, in order of their beginning and as a whole. Where clocks are put
 * forward over a beginning, it begins as much later; where they are put back over it, it begins the first time.
 *
 * @throws `ValidationError` when a window has no length, or its time, day or time zone is not known.
 * @example
 * ```ts
 * import { maintenanceSpans, uptime } from '@telltale/core/latency'
 *
 * const may = { from: Date.UTC(2026, 4, 1), to: Date.UTC(2026, 5, 1) }
 * const excluded = maintenanceSpans([{ days: ['sun'], at: '02:00', durationMs: 3_600_000, timeZone: 'Europe/Berlin' }], may)
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
 * Tells whether a moment lies in maintenance.
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
  const where = 'maintenanceSpans'
  const [, hours, minutes] = /^([01]\d|2[0-3]):([0-5]\d)$/.exec(at) ?? []
  expectThat(hours !== undefined, where, 'at', "a time such as '02:30'", at)
  expectAbove0(where, 'durationMs', durationMs)
  for (const day of days)
    expectThat(weekdays.includes(day), where, 'days', `one of ${weekdays.join(', ')}`, day)
  const spans: Span[] = []
  const lastDate = localTime(span.to, timeZone).date
  for (let { date } = localTime(span.from - durationMs - dayMs, timeZone); date <= lastDate; date++) {
    if (!days.includes(weekdays[(((date + 4) % 7) + 7) % 7] as Weekday)) continue
    const from = momentOf(date * dayMs + (Number(hours) * 60 + Number(minutes)) * minuteMs, timeZone)
    spans.push({ from, to: from + durationMs })
  }
  return spans
}

/** When a zone's wall clock shows what a UTC clock shows at `wallMs`. */
function momentOf(wallMs: number, timeZone: string): number {
  const [before, after] = [wallMs - dayMs, wallMs + dayMs].map((ms) => wallMs - offsetMs(ms, timeZone)) as [
    number,
    number,
  ]
  // Neither is right where clocks are put forward over this time: the offset of before then leads as far past the gap.
  return [before, after].find((moment) => moment + offsetMs(moment, timeZone) === wallMs) ?? before
}
