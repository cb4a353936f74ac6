import { defined } from '../options/checks.js'
import { dayMs, hourMs, minuteMs } from '../time/index.js'
import { checkArgument, checkOptionNames } from './check-argument.js'
import type { Span, TimedCheck } from './spans.js'

/** A service level objective (SLO), such as "99.9 % of checks within 300 ms". */
export interface Objective {
  /** The share of checks that should be good, above 0 and below 1, such as 0.999. */
  readonly share: number
  /** The latency up to which a successful check is good, in milliseconds. @default unlimited */
  readonly withinMs?: number
  /** The number of checks in a long window below which no burn rate alerts. @default 10 */
  readonly minChecks?: number
}

/** An error budget: the bad checks that an objective allows. */
export interface ErrorBudget {
  /** The number of checks. */
  readonly checks: number
  /** The number of bad checks. */
  readonly bad: number
  /** The number of bad checks that the objective allows, not rounded. */
  readonly allowed: number
  /** The share of the budget that remains: 1 is all of it, below 0 is overspent. Absent without checks. */
  readonly remaining?: number
}

/** The pace at which an error budget is spent, over a long and a short window. */
export interface BurnRate {
  /** The length of the long window, in milliseconds. */
  readonly longWindowMs: number
  /** The length of the short window, in milliseconds. It shows that the budget is still being spent. */
  readonly shortWindowMs: number
  /** The rate that both windows must exceed for an alert. */
  readonly threshold: number
  /** The rate over the long window, where 1 spends the budget exactly over its period. Absent without checks. */
  readonly longRate?: number
  /** The rate over the short window. Absent without checks. */
  readonly shortRate?: number
  /** `true` when both rates exceed the threshold and the long window has enough checks. */
  readonly isAlerting: boolean
}

/**
 * The windows and thresholds of burn rates: 2 % of a 30-day budget in an hour, 5 % in six hours, 10 % in three days.
 *
 * Source: Google, "The Site Reliability Workbook", chapter 5, table 5-8.
 */
export const burnWindows = [
  { longWindowMs: hourMs, shortWindowMs: 5 * minuteMs, threshold: 14.4 },
  { longWindowMs: 6 * hourMs, shortWindowMs: 30 * minuteMs, threshold: 6 },
  { longWindowMs: 3 * dayMs, shortWindowMs: 6 * hourMs, threshold: 1 },
] as const

/**
 * Returns the error budget of an objective over a span.
 *
 * @param checks - in any order. Those outside the span are left out.
 * @throws `ValidationError` when the share is not above 0 and below 1.
 * @example
 * ```ts
 * import { errorBudget } from '@telltale/core/latency'
 *
 * const checks = [40, 45, 900, 38].map((latencyMs, at) => ({ at, latencyMs }))
 * console.log(errorBudget(checks, { share: 0.5, withinMs: 300 }, { from: 0, to: 4 }).remaining) // 0.5
 * ```
 */
export function errorBudget(
  checks: readonly TimedCheck[],
  objective: Objective,
  { from, to }: Span,
): ErrorBudget {
  checkObjective('errorBudget', objective)
  const counts = countChecks(checks, objective, (at) => at >= from && at < to)
  return errorBudgetOf(counts, objective)
}

/** The number of checks, and of bad ones among them. */
export type CheckCounts = Pick<ErrorBudget, 'checks' | 'bad'>

/** Returns the error budget of checks that are counted already. */
export function errorBudgetOf(counts: CheckCounts, { share }: Objective): ErrorBudget {
  const allowed = counts.checks * (1 - share)
  return {
    ...counts,
    allowed,
    ...defined({ remaining: counts.checks > 0 ? 1 - counts.bad / allowed : undefined }),
  }
}

/**
 * Returns the burn rates of an error budget at `now`, one for each pair of {@link burnWindows}.
 *
 * @param checks - in any order. Those after `now` are left out.
 * @throws `ValidationError` when the share is not above 0 and below 1.
 * @example
 * ```ts
 * import { burnRates } from '@telltale/core/latency'
 *
 * const minutes = Array.from({ length: 60 }, (_, minute) => ({ at: minute * 60_000, latencyMs: 900 }))
 * const [hour] = burnRates(minutes, { share: 0.999, withinMs: 300 }, 3_600_000)
 * console.log(hour?.isAlerting) // true: all of the last hour was too slow
 * ```
 */
export function burnRates(
  checks: readonly TimedCheck[],
  objective: Objective,
  now: number,
): readonly BurnRate[] {
  checkObjective('burnRates', objective)
  const countOver = (windowMs: number) =>
    countChecks(checks, objective, (at) => at > now - windowMs && at <= now)
  return burnWindows.map((windows) => burnRate(windows, countOver, objective))
}

/**
 * Returns the {@link burnRates} of checks that are counted already.
 *
 * @param countOver - counts the checks of a window that ends now.
 */
export async function burnRatesOf(
  countOver: (windowMs: number) => Promise<CheckCounts>,
  objective: Objective,
): Promise<readonly BurnRate[]> {
  const counts = new Map<number, CheckCounts>()
  for (const windowMs of new Set(
    burnWindows.flatMap(({ longWindowMs, shortWindowMs }) => [longWindowMs, shortWindowMs]),
  ))
    counts.set(windowMs, await countOver(windowMs))
  const none = { checks: 0, bad: 0 }
  return burnWindows.map((windows) =>
    burnRate(windows, (windowMs) => counts.get(windowMs) ?? none, objective),
  )
}

function burnRate(
  { longWindowMs, shortWindowMs, threshold }: (typeof burnWindows)[number],
  countOver: (windowMs: number) => CheckCounts,
  { share, minChecks = 10 }: Objective,
): BurnRate {
  const rateOf = ({ checks, bad }: CheckCounts) => (checks > 0 ? bad / checks / (1 - share) : undefined)
  const counts = countOver(longWindowMs)
  const [longRate, shortRate] = [rateOf(counts), rateOf(countOver(shortWindowMs))]
  const isExceeded = [longRate, shortRate].every((rate = 0) => rate > threshold)
  return {
    longWindowMs,
    shortWindowMs,
    threshold,
    isAlerting: isExceeded && counts.checks >= minChecks,
    ...defined({ longRate, shortRate }),
  }
}

function checkObjective(caller: string, objective: Objective): void {
  checkOptionNames(caller, objective, ['share', 'withinMs', 'minChecks'])
  const { share } = objective
  checkArgument(share > 0 && share < 1, 'a number above 0 and below 1', {
    caller,
    name: 'share',
    value: share,
  })
}

function countChecks(
  checks: readonly TimedCheck[],
  { withinMs = Number.POSITIVE_INFINITY }: Objective,
  isWithin: (at: number) => boolean,
): CheckCounts {
  const counted = checks.filter(({ at }) => isWithin(at))
  const bad = counted.filter(({ latencyMs, failure }) => failure || latencyMs > withinMs).length
  return { checks: counted.length, bad }
}
