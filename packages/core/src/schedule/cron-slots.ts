import { Cron } from 'croner'
import { ValidationError } from '../errors/index.js'
import { dayMs, offsetMs } from '../time/index.js'
import type { SlotPlan } from './slot-plan.js'

/** Times on the clock of a time zone, as cron writes them. */
export interface CronOptions {
  /**
   * Minute, hour, day of the month, month and day of the week, before them seconds if need be: `'30 2 * * 1-5'` is half
   * past two from Monday to Friday. `L`, `W` and `#` are known as well.
   */
  readonly expression: string
  /** The time zone whose clock is meant, such as `'Europe/Berlin'`. @default 'UTC' */
  readonly timeZone?: string
}

/** Some time in which the clock of a zone runs without being changed, as far as it is known. */
interface Stretch {
  /** When it begins. */
  readonly from: number
  /** How far the clock is ahead of UTC in it. */
  readonly offsetMs: number
  /** How far it was before. */
  readonly beforeMs: number
}

/** More than any expression needs that people write. */
const longestExpression = 200

/**
 * Returns the slots of a cron expression on the clock of a time zone. Where clocks are changed, an expression that is
 * due within every hour follows real time, as Vixie's cron has it (cron(8)): nothing is left out or done twice. Any
 * other one is due once for each of its times: one that the clock skips as much later (02:30 is then 03:30), one that
 * the clock shows twice at the first of the two, as RFC 5545, section 3.3.5 reads a local time.
 *
 * @throws `ValidationError` when the expression cannot be read or is never due, or the time zone is not known.
 * @example
 * ```ts
 * const slots = cronSlots({ expression: '0 3 * * *', timeZone: 'Europe/Berlin' })
 * console.log(slots.next(Date.UTC(2026, 6, 1))) // 2026-07-01T01:00:00Z
 * ```
 */
export function cronSlots({ expression, timeZone = 'UTC' }: CronOptions): SlotPlan {
  const cron = readExpression(expression)
  const offsetAt = (at: number) => offsetMs(at, timeZone)
  checkTimeZone(timeZone, offsetAt)
  const nextShown = (shownMs: number) =>
    cron.nextRun(new Date(shownMs))?.getTime() ?? Number.POSITIVE_INFINITY
  const firstIn = isDueEveryHour(expression) ? firstInRealTime(nextShown) : firstOfEachTime(nextShown)
  return {
    next: (after) => {
      const dayBefore = after - dayMs
      const offset = offsetAt(dayBefore)
      // What a change of the clocks puts off lies within a day of it: no clock was ever changed by more.
      let stretch: Stretch = { from: dayBefore, offsetMs: offset, beforeMs: offset }
      for (;;) {
        const slot = firstIn(stretch, after)
        if (slot === Number.POSITIVE_INFINITY) return undefined
        const change = firstChange(offsetAt, stretch, slot)
        if (change === undefined) return slot
        stretch = { from: change, offsetMs: offsetAt(change), beforeMs: stretch.offsetMs }
      }
    },
  }
}

/** The first time after one that the expression names, both as the clock shows them, counted as if it were UTC's. */
type NextShown = (shownMs: number) => number

/** Gives the first slot of a stretch after a time, as if the stretch never ended. */
type FirstIn = (stretch: Stretch, after: number) => number

const firstInRealTime =
  (nextShown: NextShown): FirstIn =>
  ({ from, offsetMs }, after) =>
    nextShown(Math.max(after, from - 1) + offsetMs) - offsetMs

/** croner puts all that a change skips to its very moment, and drops what has several minutes: both are done here. */
const firstOfEachTime =
  (nextShown: NextShown): FirstIn =>
  ({ from, offsetMs, beforeMs }, after) => {
    const last = Math.max(after, from - 1)
    const shownBefore = from - 1 + Math.max(offsetMs, beforeMs)
    const slot = nextShown(Math.max(last + offsetMs, shownBefore)) - offsetMs
    const skipped = nextShown(last + beforeMs)
    return skipped < from + offsetMs ? Math.min(slot, skipped - beforeMs) : slot
  }

/** The first moment after a stretch's beginning, and up to a time, at which the clock is changed; found day by day. */
function firstChange(
  offsetAt: (at: number) => number,
  { from, offsetMs }: Stretch,
  until: number,
): number | undefined {
  for (let at = from; at < until; at += dayMs) {
    let same = at
    let changed = Math.min(at + dayMs, until)
    if (offsetAt(changed) === offsetMs) continue
    while (changed - same > 1) {
      const between = Math.floor((same + changed) / 2)
      if (offsetAt(between) === offsetMs) same = between
      else changed = between
    }
    return changed
  }
  return undefined
}

function readExpression(expression: string): Cron {
  if (typeof expression !== 'string' || ![5, 6].includes(fieldsOf(expression).length))
    throw refuse('expression', "expected five fields such as '30 2 * * 1-5', or six with seconds before them")
  if (expression.length > longestExpression)
    throw refuse('expression', `expected at most ${longestExpression} characters`)
  let cron: Cron
  try {
    cron = new Cron(expression, { mode: '5-or-6-parts', utcOffset: 0, paused: true })
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message.replace(/^\w+: /, '') : String(cause)
    throw refuse('expression', `expected a cron expression: ${reason}`, cause)
  }
  if (cron.nextRun(new Date(0)) === null)
    throw refuse(
      'expression',
      `expected times that come, and '${expression}' names none that is in the calendar`,
    )
  return cron
}

function checkTimeZone(timeZone: string, offsetAt: (at: number) => number): void {
  try {
    offsetAt(0)
  } catch (cause) {
    throw refuse(
      'timeZone',
      `expected a time zone such as 'Europe/Berlin', got ${JSON.stringify(timeZone)}`,
      cause,
    )
  }
}

/** Asks for the first 24 hours in which it is due: they are those of one day when none is left out. */
function isDueEveryHour(expression: string): boolean {
  const hours = new Cron(`0 ${fieldsOf(expression).at(-4)} * * *`, { utcOffset: 0, paused: true })
  return hours.nextRuns(24, new Date(-1)).at(-1)?.getTime() === 23 * 3_600_000
}

const fieldsOf = (expression: string): readonly string[] => expression.trim().split(/\s+/)

const refuse = (path: string, message: string, cause?: unknown) =>
  new ValidationError('cronSlots', [{ path, message }], { cause })
