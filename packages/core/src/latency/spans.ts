import { defined } from '../options/index.js'
import type { CheckFailure, Measurement } from './check.js'

/** A check, as far as judgements over time go. */
export interface TimedCheck extends Pick<Measurement, 'latencyMs'> {
  /** When it began, in epoch milliseconds. */
  readonly at: number
  /** When it should have begun; absent when it was asked for by hand. */
  readonly slotAt?: number
  /** Why it failed; absent when it did not. */
  readonly failure?: CheckFailure
}

/** A span of time, from `from` on and before `to`, in epoch milliseconds. */
export interface Span {
  /** The first moment of it. */
  readonly from: number
  /** The first moment after it. */
  readonly to: number
}

/**
 * A stretch of time and the check that speaks for it; none does before the first check, and where none came for too
 * long.
 */
export interface StateSpan<Check> extends Span {
  /** The last check before it. */
  readonly check?: Check
}

/**
 * Cuts a span into stretches: what a check said holds until the next one, for `staleAfterMs` at most.
 *
 * @param checks - in order of time.
 */
export function stateSpans<Check extends { readonly at: number }>(
  checks: readonly Check[],
  { from, to }: Span,
  staleAfterMs: number,
): readonly StateSpan<Check>[] {
  const result: StateSpan<Check>[] = []
  let known = from
  const add = (until: number, check?: Check) => {
    const end = Math.min(until, to)
    if (end <= known) return
    result.push({ from: known, to: end, ...defined({ check: check || undefined }) })
    known = end
  }
  checks.forEach((check, index) => {
    add(check.at)
    add(Math.min(checks[index + 1]?.at ?? to, check.at + staleAfterMs), check)
  })
  add(to)
  return result
}

/** What is left of a span without others, which may overlap and come in any order. */
export function subtractSpans(span: Span, excluded: readonly Span[]): readonly Span[] {
  return excluded.reduce<readonly Span[]>(
    (left, { from, to }) => left.flatMap((part) => (to <= from ? [part] : outside(part, from, to))),
    [span].filter(({ from, to }) => from < to),
  )
}

const outside = (part: Span, from: number, to: number): readonly Span[] =>
  [
    { from: part.from, to: Math.min(part.to, from) },
    { from: Math.max(part.from, to), to: part.to },
  ].filter((rest) => rest.from < rest.to)
