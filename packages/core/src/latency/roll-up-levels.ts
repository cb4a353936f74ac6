import { dayMs, hourMs, minuteMs } from '../time/index.js'
import type { Span } from './spans.js'

/** The levels of roll-ups, the coarsest first. */
export const rollUpLevels = ['day', 'hour', 'minute'] as const

/** A level of roll-ups. */
export type RollUpLevel = (typeof rollUpLevels)[number]

/** The length of a bucket at each level, in milliseconds. Buckets begin at whole multiples of it since 1970, in UTC. */
export const bucketMs: Readonly<Record<RollUpLevel, number>> = { day: dayMs, hour: hourMs, minute: minuteMs }

/** Returns the beginning of the bucket that a moment lies in. */
export const bucketStart = (at: number, level: RollUpLevel): number =>
  Math.floor(at / bucketMs[level]) * bucketMs[level]

/** Returns the first beginning of a bucket that is not before a moment. */
export const nextBucketStart = (at: number, level: RollUpLevel): number =>
  Math.ceil(at / bucketMs[level]) * bucketMs[level]

/** A part of a span, to be read from the roll-ups of one level. */
export interface RollUpSegment extends Span {
  /** The level to read; absent where only the checks themselves are stored. */
  readonly level?: RollUpLevel
}

/** The span of which each level has stored roll-ups. */
export type StoredSpans = { readonly [Level in RollUpLevel]?: Span }

/**
 * Cuts a span into segments, each of the coarsest level that has it whole.
 *
 * @param among - the levels that may be used, the coarsest first.
 * @returns segments in order of time.
 */
export function splitByLevel(
  span: Span,
  stored: StoredSpans,
  among: readonly RollUpLevel[] = rollUpLevels,
): readonly RollUpSegment[] {
  if (span.from >= span.to) return []
  const [level, ...finer] = among
  if (level === undefined) return [span]
  const available = stored[level]
  const from = available && nextBucketStart(Math.max(span.from, available.from), level)
  const to = available && bucketStart(Math.min(span.to, available.to), level)
  if (from === undefined || to === undefined || from >= to) return splitByLevel(span, stored, finer)
  return [
    ...splitByLevel({ from: span.from, to: from }, stored, finer),
    { level, from, to },
    ...splitByLevel({ from: to, to: span.to }, stored, finer),
  ]
}
