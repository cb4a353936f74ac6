import { defined } from '../options/index.js'
import { expectThat } from './check-argument.js'
import type { Span, TimedCheck } from './spans.js'

/** A promise about checks, such as "99.9 % within 300 ms". */
export interface Objective {
  /** The share of good checks that is promised, above 0 and below 1, such as 0.999. */
  readonly share: number
  /** A check is good when it succeeds within this many milliseconds. @default any that succeeds */
  readonly withinMs?: number
  /** Fewer checks than this in a long window raise no alert. @default 10 */
  readonly minChecks?: number
}

/** What is left of an error budget. */
export interface ErrorBudget {
  /** How many checks there were. */
  readonly checks: number
  /** How many of them were bad. */
  readonly bad: number
  /** How many of that many may be bad, not rounded. */
  readonly allowed: number
  /** The share of the budget that is left: 1 is all of it, below 0 is overdrawn; absent without checks. */
  readonly left?: number
}

/** How fast an error budget is burnt over one pair of windows. */
export interface BurnRate {
  /** The long window, in milliseconds. */
  readonly longMs: number
  /** The short window, which tells whether it still goes on. */
  readonly shortMs: number
  /** What both rates must exceed for an alert. */
  readonly threshold: number
  /** The rate over the long window; 1 spends the budget exactly over its period. Absent without checks. */
  readonly long?: number
  /** The rate over the short window. */
  readonly short?: number
  /** Whether both rates exceed the threshold, with enough checks behind them. */
  readonly alert: boolean
}

/**
 * The windows and thresholds of Google's "The Site IncidentReliability Workbook", chapter 5, table 5-8: 2 % of a 30-day budget
 * in an hour, 5 % in six hours, 10 % in three days.
 */
export const burnWindows = [
  { longMs: 3_600_000, shortMs: 300_000, threshold: 14.4 },
  { longMs: 21_600_000, shortMs: 1_800_000, threshold: 6 },
  { longMs: 259_200_000, shortMs: 21_600_000, threshold: 1 },
] as const

/**
 * Returns what is left of the error budget over a span.
 *
 * @param checks - in any order; those outside the span are left out.
 * @throws `ValidationError` when the share is not above 0 and below 1.
 * @example
 * ```ts
 * import { errorBudget } from '@telltale/core/latency'
 *
 * const checks = [40, 45, 900, 38].map((latencyMs, at) => ({ at, latencyMs }))
 * console.log(errorBudget(checks, { share: 0.5, withinMs: 300 }, { from: 0, to: 4 }).left) // 0.5
 * ```
 */
export function errorBudget(
  checks: readonly TimedCheck[],
  objective: Objective,
  { from, to }: Span,
): ErrorBudget {
  expectObjective('errorBudget', objective)
  return errorBudgetFrom(
    count(checks, objective, (at) => at >= from && at < to),
    objective,
  )
}

/** How many checks there were, and how many of them were bad. */
export type CheckCounts = Pick<ErrorBudget, 'checks' | 'bad'>

/** What is left of the error budget of so many checks. */
export function errorBudgetFrom(counts: CheckCounts, { share }: Objective): ErrorBudget {
  const allowed = counts.checks * (1 - share)
  return {
    ...counts,
    allowed,
    ...defined({ left: counts.checks > 0 ? 1 - counts.bad / allowed : undefined }),
  }
}

/**
 * Returns how fast the error budget burns at `now`, over each pair of {@link burnWindows}.
 *
 * @param checks - in any order; those after `now` are left out.
 * @throws `ValidationError` when the share is not above 0 and below 1.
 * @example
 * ```ts
 * import { burnRates } from '@telltale/core/latency'
 *
 * const minutes = Array.from({ length: 60 }, (_, minute) => ({ at: minute * 60_000, latencyMs: 900 }))
 * const [hour] = burnRates(minutes, { share: 0.999, withinMs: 300 }, 3_600_000)
 * console.log(hour?.alert) // true: all of the last hour was too slow
 * ```
 */
export function burnRates(
  checks: readonly TimedCheck[],
  objective: Objective,
  now: number,
): readonly BurnRate[] {
  expectObjective('burnRates', objective)
  return burnWindows.map((windows) =>
    burnRate(
      windows,
      (windowMs) => count(checks, objective, (at) => at > now - windowMs && at <= now),
      objective,
    ),
  )
}

/** {@link burnRates} of checks that were counted already, over each window that ends now. */
export async function burnRatesFrom(
  countOver: (windowMs: number) => Promise<CheckCounts>,
  objective: Objective,
): Promise<readonly BurnRate[]> {
  const counts = new Map<number, CheckCounts>()
  for (const windowMs of new Set(burnWindows.flatMap(({ longMs, shortMs }) => [longMs, shortMs])))
    counts.set(windowMs, await countOver(windowMs))
  const none = { checks: 0, bad: 0 }
  return burnWindows.map((windows) =>
    burnRate(windows, (windowMs) => counts.get(windowMs) ?? none, objective),
  )
}

function burnRate(
  { longMs, shortMs, threshold }: (typeof burnWindows)[number],
  countOver: (windowMs: number) => CheckCounts,
  { share, minChecks = 10 }: Objective,
): BurnRate {
  const rateOf = ({ checks, bad }: CheckCounts) => (checks > 0 ? bad / checks / (1 - share) : undefined)
  const counts = countOver(longMs)
  const [long, short] = [rateOf(counts), rateOf(countOver(shortMs))]
  const exceeded = [long, short].every((rate = 0) => rate > threshold)
  return {
    longMs,
    shortMs,
    threshold,
    alert: exceeded && counts.checks >= minChecks,
    ...defined({ long, short }),
  }
}

function expectObjective(where: string, { share }: Objective): void {
  expectThat(share > 0 && share < 1, where, 'share', 'a number above 0 and below 1', share)
}

function count(
  checks: readonly TimedCheck[],
  { withinMs = Number.POSITIVE_INFINITY }: Objective,
  isWithin: (at: number) => boolean,
): CheckCounts {
  const counted = checks.filter(({ at }) => isWithin(at))
  const bad = counted.filter(({ latencyMs, failure }) => failure || latencyMs > withinMs).length
  return { checks: counted.length, bad }
}
