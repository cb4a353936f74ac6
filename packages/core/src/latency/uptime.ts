import { defined } from '../options/index.js'
import { expectAbove0 } from './check-argument.js'
import { type Span, stateSpans, subtractSpans, type TimedCheck } from './spans.js'

/** Which time is judged, and how. */
export interface UptimeOptions extends Span {
  /**
   * How long one check speaks for, at most, in milliseconds: two to three times the interval. What follows is
   * unknown.
   */
  readonly staleAfterMs: number
  /** Spans that do not count, such as `maintenanceSpans` gives; in any order. @default [] */
  readonly excluded?: readonly Span[]
}

/** How long something was up. The times are milliseconds, and sum to the span less what was excluded. */
export interface Uptime {
  /** How long the last check had succeeded. */
  readonly upMs: number
  /** How long the last check had failed. */
  readonly downMs: number
  /** When nobody looked. */
  readonly unknownMs: number
  /** The share of the known time that it was up, 0 to 1; absent when nothing is known. */
  readonly share?: number
}

/**
 * Returns how long something was up, was down, and was not looked at.
 *
 * @param checks - in order of time; one from shortly before the span says how it began.
 * @throws `ValidationError` when `staleAfterMs` is not above 0.
 * @example
 * ```ts
 * import { uptime } from '@telltale/core/latency'
 *
 * const checks = [{ at: 0, latencyMs: 40 }, { at: 60_000, latencyMs: 45 }]
 * console.log(uptime(checks, { from: 0, to: 120_000, staleAfterMs: 150_000 }).share) // 1
 * ```
 */
export function uptime(checks: readonly TimedCheck[], options: UptimeOptions): Uptime {
  const sums = { upMs: 0, downMs: 0, unknownMs: 0 }
  for (const { from, to, check } of countedSpans('uptime', checks, options))
    sums[check ? (check.failure ? 'downMs' : 'upMs') : 'unknownMs'] += to - from
  const knownMs = sums.upMs + sums.downMs
  return { ...sums, ...defined({ share: knownMs > 0 ? sums.upMs / knownMs : undefined }) }
}

/**
 * Returns how many milliseconds were spent in each tier that occurs. What nobody looked at is left out.
 *
 * @param checks - in order of time, with the tier that held.
 * @throws `ValidationError` when `staleAfterMs` is not above 0.
 */
export function tierTimes(
  checks: readonly { readonly at: number; readonly tier: string }[],
  options: UptimeOptions,
): Readonly<Record<string, number>> {
  const sums = new Map<string, number>()
  for (const { from, to, check } of countedSpans('tierTimes', checks, options))
    if (check) sums.set(check.tier, (sums.get(check.tier) ?? 0) + to - from)
  return Object.fromEntries(sums)
}

function countedSpans<Check extends { readonly at: number }>(
  where: string,
  checks: readonly Check[],
  { from, to, staleAfterMs, excluded = [] }: UptimeOptions,
) {
  expectAbove0(where, 'staleAfterMs', staleAfterMs)
  return subtractSpans({ from, to }, excluded).flatMap((counted) => stateSpans(checks, counted, staleAfterMs))
}
