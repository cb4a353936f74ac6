import { Cron } from 'croner'
import { excerpt, ValidationError } from '../errors/index.js'
import { dayMs, hourMs, offsetMs } from '../time/index.js'
import { countOneByOne, type SlotPlan } from './slot-plan.js'

/** A cron expression on the wall clock of a time zone. */
export interface CronOptions {
  /**
   * Minute, hour, day of the month, month and day of the week, optionally with seconds before them: `'30 2 * * 1-5'` is
   * half past two from Monday to Friday. `L`, `W` and `#` are supported.
   */
  readonly expression: string
  /** The IANA time zone, such as `'Europe/Berlin'`. @default 'UTC' */
  readonly timeZone?: string
}

/** A period of constant UTC offset in a time zone: it starts at one clock change and ends at the next. */
interface OffsetPeriod {
  /** The start of the period, in epoch milliseconds. */
  readonly from: number
  /** The offset from UTC in the period. */
  readonly offsetMs: number
  /** The offset before the period. */
  readonly previousOffsetMs: number
}

/** The longest expression: more than people write. */
const maxExpressionChars = 200

/**
 * Returns the slots of a cron expression on the wall clock of a time zone. When the clock changes, an expression that is
 * due in every hour follows elapsed time, as in Vixie cron (cron(8)): no slot is left out or comes twice. Any other
 * expression is due once for each of its local times. A time that the clock skips comes as much later (02:30 becomes
 * 03:30), and a time that the clock shows twice comes the first time, as RFC 5545, section 3.3.5 reads a local time.
 *
 * @throws `ValidationError` when the expression cannot be read or is never due, or the time zone is not known.
 * @example
 * ```ts
 * const slots = cronSlots({ expression: '0 3 * * *', timeZone: 'Europe/Berlin' })
 * console.log(slots.next(Date.UTC(2026, 6, 1))) // 2026-07-01T01:00:00Z
 * ```
 */
export function cronSlots({ expression, timeZone = 'UTC' }: CronOptions): SlotPlan {
  const key = `${timeZone}\n${expression}`
  const known = plans.get(key)
  if (known) return known
  const plan = readPlan({ expression, timeZone })
  if (plans.size === maxPlans) plans.clear()
  plans.set(key, plan)
  return plan
}

/** The plans that were read, by time zone and expression: every check of a monitor asks for its plan. */
const plans = new Map<string, SlotPlan>()
const maxPlans = 1_000

function readPlan({ expression, timeZone }: Required<CronOptions>): SlotPlan {
  const cron = readExpression(expression)
  const offsetAt = (at: number) => offsetMs(at, timeZone)
  checkTimeZone(timeZone, offsetAt)
  const nextLocal = (localMs: number) =>
    cron.nextRun(new Date(localMs))?.getTime() ?? Number.POSITIVE_INFINITY
  const firstIn = isDueEveryHour(expression) ? firstInElapsedTime(nextLocal) : firstOfEachTime(nextLocal)
  const next = remembering((after) => {
    let period = periodAt(after - dayMs, offsetAt)
    for (;;) {
      const slot = firstIn(period, after)
      if (slot === Number.POSITIVE_INFINITY) return undefined
      // Nothing is due long before the slot, whatever the clocks do until then.
      if (slot - period.from > 4 * dayMs) {
        period = periodAt(slot - 2 * dayMs, offsetAt)
        continue
      }
      const change = firstChange(offsetAt, period, slot)
      if (change === undefined) return slot
      period = { from: change, offsetMs: offsetAt(change), previousOffsetMs: period.offsetMs }
    }
  })
  return { next, count: (span) => countOneByOne(next, span) }
}

/** Returns the period from a day before a slot on. A clock change moves a slot by less: no clock was changed by more. */
function periodAt(from: number, offsetAt: (at: number) => number): OffsetPeriod {
  const offset = offsetAt(from)
  return { from, offsetMs: offset, previousOffsetMs: offset }
}

/** Makes a search that answers at once for every time between its last answer and the slot before it. */
function remembering(search: (after: number) => number | undefined): SlotPlan['next'] {
  let from = Number.POSITIVE_INFINITY
  let slot: number | undefined
  return (after) => {
    if (after < from || (slot !== undefined && after >= slot)) {
      slot = search(after)
      from = after
    }
    return slot
  }
}

/** Returns the next time of the expression after a time, both as local times counted like UTC milliseconds. */
type NextLocal = (localMs: number) => number

/** Returns the first slot of a period after a time, as if the period never ended. */
type FirstIn = (period: OffsetPeriod, after: number) => number

const firstInElapsedTime =
  (nextLocal: NextLocal): FirstIn =>
  ({ from, offsetMs }, after) =>
    nextLocal(Math.max(after, from - 1) + offsetMs) - offsetMs

/** Moves skipped times as far as the clock moved. croner would move all of them to the moment of the change. */
const firstOfEachTime =
  (nextLocal: NextLocal): FirstIn =>
  ({ from, offsetMs, previousOffsetMs }, after) => {
    const last = Math.max(after, from - 1)
    const localBefore = from - 1 + Math.max(offsetMs, previousOffsetMs)
    const slot = nextLocal(Math.max(last + offsetMs, localBefore)) - offsetMs
    const skipped = nextLocal(last + previousOffsetMs)
    return skipped < from + offsetMs ? Math.min(slot, skipped - previousOffsetMs) : slot
  }

/** Returns the first clock change after a period's start, up to a time. Searches day by day, then by bisection. */
function firstChange(
  offsetAt: (at: number) => number,
  { from, offsetMs }: OffsetPeriod,
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
  if (expression.length > maxExpressionChars)
    throw refuse('expression', `expected at most ${maxExpressionChars} characters`)
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
    throw refuse('timeZone', `expected a time zone such as 'Europe/Berlin', got ${excerpt(timeZone)}`, cause)
  }
}

/** Returns `true` when the hour field matches every hour: then its first 24 slots lie on one day. */
function isDueEveryHour(expression: string): boolean {
  const hours = new Cron(`0 ${fieldsOf(expression).at(-4)} * * *`, { utcOffset: 0, paused: true })
  return hours.nextRuns(24, new Date(-1)).at(-1)?.getTime() === 23 * hourMs
}

const fieldsOf = (expression: string): readonly string[] => expression.trim().split(/\s+/)

const refuse = (path: string, message: string, cause?: unknown) =>
  new ValidationError('cronSlots', [{ path, message }], { cause })
