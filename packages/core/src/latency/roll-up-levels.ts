import type { Span } from './spans.js'

/** A level of roll-ups, from the coarsest. */
export const rollUpLevels = ['day', 'hour', 'minute'] as const

/** A level of roll-ups. */
export type RollUpLevel = (typeof rollUpLevels)[number]

/** How long a bucket of each level is, in milliseconds. Buckets begin at whole multiples of it since 1970, in UTC. */
export const bucketMs: Readonly<Record<RollUpLevel, number>> = {
  day: 86_400_000,
  hour: 3_600_000,
  minute: 60_000,
}

/** The beginning of the bucket that a moment lies in. */
export const bucketStart = (at: number, level: RollUpLevel): number =>
  Math.floor(at / bucketMs[level]) * bucketMs[level]

/** The first beginning of a bucket that is not before a moment. */
export const nextBucketStart = (at: number, level: RollUpLevel): number =>
  Math.ceil(at / bucketMs[level]) * bucketMs[level]

/** A part of a span, and the level of roll-ups that has it; none where only the checks themselves do. */
export interface RollUpSegment extends Span {
  readonly level?: RollUpLevel
}

/** Where each level has roll-ups: whole buckets from `from` on and before `to`. */
export type StoredSpans = { readonly [Name in RollUpLevel]?: Span }

/** Cuts a span into segments, each of the coarsest level that has it whole, in order of time. */
export function splitByLevel(
  span: Span,
  kept: StoredSpans,
  from: readonly RollUpLevel[] = rollUpLevels,
): readonly RollUpSegment[] {
  if (span.from >= span.to) return []
  const [level, ...finer] = from
  if (level === undefined) return [span]
  const there = kept[level]
  const begin = there && nextBucketStart(Math.max(span.from, there.from), level)
  const end = there && bucketStart(Math.min(span.to, there.to), level)
  if (begin === undefined || end === undefined || begin >= end) return splitByLevel(span, kept, finer)
  return [
    ...splitByLevel({ from: span.from, to: begin }, kept, finer),
    { level, from: begin, to: end },
    ...splitByLevel({ from: end, to: span.to }, kept, finer),
  ]
}
