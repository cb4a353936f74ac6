import { ValidationError } from '../errors/index.js'
import { type Span, stretches, type TimedCheck } from './timeline.js'

/** How uptime is judged. */
export interface UptimeOptions extends Span {
  /** How long one check speaks for, at most, in milliseconds: two to three times the interval. What follows is unknown. */
  readonly holdsMs: number
  /** Spans that do not count: maintenance that was announced. @default [] */
  readonly excluded?: readonly Span[]
}

/** How long something was up. The times are milliseconds, and sum to the span less what was excluded. */
export interface Uptime {
  readonly upMs: number
  readonly downMs: number
  /** When nobody looked. */
  readonly unknownMs: number
  /** The share of the known time that it was up, 0 to 1; absent when nothing is known. */
  readonly share?: number
}

/**
 * Returns for how long the last check had succeeded, and for how long it had failed.
 *
 * @param checks - in order of time.
 * @throws `ValidationError` when `holdsMs` is not above 0.
 */
export function uptime(checks: readonly TimedCheck[], { from, to, holdsMs, excluded = [] }: UptimeOptions): Uptime {
  if (!(holdsMs > 0)) throw new ValidationError('uptime', [{ path: 'holdsMs', message: `expected above 0, got ${holdsMs}` }])
  const sums = { upMs: 0, downMs: 0, unknownMs: 0 }
  for (const counted of without({ from, to }, excluded)) {
    for (const { from: begin, to: end, check } of stretches(checks, counted, holdsMs))
      sums[check ? (check.failure ? 'downMs' : 'upMs') : 'unknownMs'] += end - begin
  }
  const knownMs = sums.upMs + sums.downMs
  return { ...sums, ...(knownMs > 0 && { share: sums.upMs / knownMs }) }
}

/** What is left of a span without others, which may overlap and come in any order. */
export function without(span: Span, excluded: readonly Span[]): readonly Span[] {
  return excluded.reduce<readonly Span[]>(
    (left, { from, to }) =>
      left.flatMap((part) =>
        [
          { from: part.from, to: Math.min(part.to, from) },
          { from: Math.max(part.from, to), to: part.to },
        ].filter((rest) => rest.from < rest.to),
      ),
    [span].filter(({ from, to }) => from < to),
  )
}
