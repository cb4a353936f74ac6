import { defined } from '../options/checks.js'
import type { CheckFailure, Measurement } from './check.js'

/** A check and its time. */
export interface TimedCheck extends Pick<Measurement, 'latencyMs'> {
  /** The time at which it began, in epoch milliseconds. */
  readonly at: number
  /** The time at which it should have begun, in epoch milliseconds; absent for a check that was requested by hand. */
  readonly slotAt?: number
  /**
   * The time from which on its state is not known any more, in epoch milliseconds, such as that of a pause or of the next
   * planned check; absent where that is told by the interval.
   */
  readonly staleAt?: number
  /** The reason of the failure; absent when the check succeeded. */
  readonly failure?: CheckFailure
}

/** A span of time. Half-open: it includes `from` and excludes `to`. */
export interface Span {
  /** The first moment, in epoch milliseconds. */
  readonly from: number
  /** The first moment after it, in epoch milliseconds. */
  readonly to: number
}

/** A span of time in one state. */
export interface StateSpan<Check> extends Span {
  /** The check that tells the state; absent before the first check, and where the last one is stale. */
  readonly check?: Check
}

/**
 * Cuts a span at its checks. The state that a check tells lasts until the next check, and at most until its `staleAt` or,
 * where it has none, for `staleAfterMs`.
 *
 * @param checks - in order of time.
 */
export function stateSpans<Check extends Pick<TimedCheck, 'at' | 'staleAt'>>(
  checks: readonly Check[],
  { from, to }: Span,
  staleAfterMs: number,
): readonly StateSpan<Check>[] {
  const spans: StateSpan<Check>[] = []
  let coveredTo = from
  const add = (until: number, check?: Check) => {
    const end = Math.min(until, to)
    if (end <= coveredTo) return
    spans.push({ from: coveredTo, to: end, ...defined({ check }) })
    coveredTo = end
  }
  for (let index = Math.max(0, firstAfter(checks, from) - 1); index < checks.length; index++) {
    const check = checks[index] as Check
    if (check.at >= to) break
    add(check.at)
    add(Math.min(checks[index + 1]?.at ?? to, check.staleAt ?? check.at + staleAfterMs), check)
  }
  add(to)
  return spans
}

/** Returns the index of the first check after a moment, by bisection: they are in order of time. */
function firstAfter(checks: readonly { readonly at: number }[], moment: number): number {
  let [low, high] = [0, checks.length]
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((checks[middle] as { readonly at: number }).at <= moment) low = middle + 1
    else high = middle
  }
  return low
}

/** Returns the parts of a span that lie outside others, which may overlap and come in any order. */
export function subtractSpans({ from, to }: Span, excluded: readonly Span[]): readonly Span[] {
  const parts: Span[] = []
  let start = from
  for (const other of excluded.toSorted((one, another) => one.from - another.from)) {
    if (other.to <= start || other.to <= other.from) continue
    if (other.from >= to) break
    if (other.from > start) parts.push({ from: start, to: other.from })
    start = other.to
  }
  if (start < to) parts.push({ from: start, to })
  return parts
}
