import { defined } from '../options/checks.js'
import { checkAbove0, checkOptionNames } from './check-argument.js'
import { type Span, stateSpans, subtractSpans, type TimedCheck } from './spans.js'

/** The span to evaluate, and how. */
export interface UptimeOptions extends Span {
  /**
   * The time after which a check is stale, in milliseconds: two to three times the interval. The state is unknown from
   * then on until the next check.
   */
  readonly staleAfterMs: number
  /** Spans to leave out, such as those of `maintenanceSpans`; in any order. @default [] */
  readonly excluded?: readonly Span[]
}

/** The time in each state. The times sum to the span less what was excluded. */
export interface Uptime {
  /** The time after successful checks, in milliseconds. */
  readonly upMs: number
  /** The time after failed checks, in milliseconds. */
  readonly downMs: number
  /** The time without a check that is not stale, in milliseconds. */
  readonly unknownMs: number
  /** The share of `upMs` in the known time, 0 to 1; absent when nothing is known. */
  readonly share?: number
}

/**
 * Returns how long something was up, down and in an unknown state.
 *
 * @param checks - in order of time. One from shortly before the span tells the state at its beginning.
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
  return { ...sums, ...defined({ share: uptimeShare(sums) }) }
}

/** Returns the share of the known time that was up, 0 to 1; `undefined` when nothing is known. */
export function uptimeShare({ upMs, downMs }: Pick<Uptime, 'upMs' | 'downMs'>): number | undefined {
  const knownMs = upMs + downMs
  return knownMs > 0 ? upMs / knownMs : undefined
}

/**
 * Returns the time in each tier that occurs, in milliseconds. Unknown time is left out.
 *
 * @param checks - in order of time, each with the tier after it.
 * @throws `ValidationError` when `staleAfterMs` is not above 0.
 */
export function tierTimes(
  checks: readonly (Pick<TimedCheck, 'at' | 'staleAt'> & { readonly tier: string })[],
  options: UptimeOptions,
): Readonly<Record<string, number>> {
  const sums = new Map<string, number>()
  for (const { from, to, check } of countedSpans('tierTimes', checks, options))
    if (check) sums.set(check.tier, (sums.get(check.tier) ?? 0) + to - from)
  return Object.fromEntries(sums)
}

function countedSpans<Check extends Pick<TimedCheck, 'at' | 'staleAt'>>(
  caller: string,
  checks: readonly Check[],
  options: UptimeOptions,
) {
  checkOptionNames(caller, options, ['from', 'to', 'staleAfterMs', 'excluded'])
  const { from, to, staleAfterMs, excluded = [] } = options
  checkAbove0(caller, 'staleAfterMs', staleAfterMs)
  return subtractSpans({ from, to }, excluded).flatMap((counted) => stateSpans(checks, counted, staleAfterMs))
}
