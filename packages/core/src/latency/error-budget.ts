import { ValidationError } from '../errors/index.js'
import type { TimedCheck } from './timeline.js'

/** A promise about checks, such as "99.9 % within 300 ms". */
export interface Objective {
  /** The share of good checks that is promised, above 0 and below 1, such as 0.999. */
  readonly share: number
  /** A check is good when it succeeds within this many milliseconds. @default any that succeeds */
  readonly withinMs?: number
  /** Fewer checks than this in a long window raise no alert. @default 10 */
  readonly fewestChecks?: number
}

/** How fast an error budget is burnt over one pair of windows. */
export interface BurnRate {
  /** The long window, in milliseconds. */
  readonly longMs: number
  /** The short window, which tells whether it still goes on. */
  readonly shortMs: number
  /** What both rates must reach for an alert. */
  readonly threshold: number
  /** 1 is the rate that spends the budget exactly over its period; absent when there are no checks. */
  readonly long?: number
  readonly short?: number
  /** Whether both rates reach the threshold, with enough checks behind them. */
  readonly alert: boolean
}

/**
 * The windows and thresholds of the Google SRE Workbook, chapter 5, table 5-8: 2 % of a 30-day budget in an hour, 5 %
 * in six, 10 % in three days.
 */
export const burnWindows = [
  { longMs: 3_600_000, shortMs: 300_000, threshold: 14.4 },
  { longMs: 21_600_000, shortMs: 1_800_000, threshold: 6 },
  { longMs: 259_200_000, shortMs: 21_600_000, threshold: 1 },
] as const

/**
 * Returns how fast the error budget burns at `now`, over each pair of windows.
 *
 * @param checks - in any order; those after `now` are left out.
 * @throws `ValidationError` when the share is not above 0 and below 1.
 */
export function burnRates(checks: readonly TimedCheck[], objective: Objective, now: number): readonly BurnRate[] {
  const { share, withinMs = Number.POSITIVE_INFINITY, fewestChecks = 10 } = objective
  if (!(share > 0 && share < 1))
    throw new ValidationError('burnRates', [{ path: 'share', message: `expected above 0 and below 1, got ${share}` }])
  const rateOver = (windowMs: number) => {
    const within = checks.filter(({ at }) => at > now - windowMs && at <= now)
    const bad = within.filter(({ latencyMs, failure }) => failure || latencyMs > withinMs).length
    return { checks: within.length, rate: within.length > 0 ? bad / within.length / (1 - share) : undefined }
  }
  return burnWindows.map(({ longMs, shortMs, threshold }) => {
    const [long, short] = [rateOver(longMs), rateOver(shortMs)]
    const reached = [long, short].every(({ rate }) => rate !== undefined && rate >= threshold)
    return {
      ...{ longMs, shortMs, threshold, alert: reached && long.checks >= fewestChecks },
      ...(long.rate !== undefined && { long: long.rate }),
      ...(short.rate !== undefined && { short: short.rate }),
    }
  })
}
