import type { CheckFailure, Measurement } from './check.js'

/** A check, as far as judgements over time go. */
export interface TimedCheck extends Pick<Measurement, 'latencyMs'> {
  /** When it was made, in epoch milliseconds. */
  readonly at: number
  /** When it should have been made; absent when it was asked for by hand. */
  readonly slotAt?: number
  /** Why it failed; absent when it did not. */
  readonly failure?: CheckFailure
}

/** A span of time, from `from` on and before `to`, in epoch milliseconds. */
export interface Span {
  readonly from: number
  readonly to: number
}

/** What is known of one stretch of time. */
export interface Stretch extends Span {
  /** Absent where nothing is known: before the first check, and where none came for too long. */
  readonly check?: TimedCheck
}

/**
 * Cuts a span into stretches: what a check said holds until the next one, for `holdsMs` at most.
 *
 * @param checks - in order of time.
 */
export function stretches(checks: readonly TimedCheck[], { from, to }: Span, holdsMs: number): readonly Stretch[] {
  const result: Stretch[] = []
  let known = from
  const add = (until: number, check?: TimedCheck) => {
    const end = Math.min(until, to)
    if (end <= known) return
    result.push({ from: known, to: end, ...(check && { check }) })
    known = end
  }
  checks.forEach((check, index) => {
    add(check.at)
    add(Math.min(checks[index + 1]?.at ?? to, check.at + holdsMs), check)
  })
  add(to)
  return result
}
