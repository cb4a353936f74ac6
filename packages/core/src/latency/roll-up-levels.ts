import type { Span } from './timeline.js'

/** A level of roll-ups, from the coarsest. */
export const levels = ['day', 'hour', 'minute'] as const

/** A level of roll-ups. */
export type Level = (typeof levels)[number]

/** How long a bucket of each level is, in milliseconds. Buckets begin at whole multiples of it since 1970, in UTC. */
export const levelMs: Readonly<Record<Level, number>> = { day: 86_400_000, hour: 3_600_000, minute: 60_000 }

/** The beginning of the bucket that a moment lies in. */
export const bucketAt = (at: number, level: Level): number => Math.floor(at / levelMs[level]) * levelMs[level]

/** The first beginning of a bucket that is not before a moment. */
export const nextBucketAt = (at: number, level: Level): number =>
  Math.ceil(at / levelMs[level]) * levelMs[level]

/** A part of a span, and the level of roll-ups that has it; none where only the checks themselves do. */
export interface Segment extends Span {
  readonly level?: Level
}

/** Where each level has roll-ups: whole buckets from `from` on and before `to`. */
export type KeptLevels = { readonly [Name in Level]?: Span }

/** Cuts a span into segments, each of the coarsest level that has it whole, in order of time. */
export function cover(span: Span, kept: KeptLevels, from: readonly Level[] = levels): readonly Segment[] {
  if (span.from >= span.to) return []
  const [level, ...finer] = from
  if (level === undefined) return [span]
  const there = kept[level]
  const begin = there && nextBucketAt(Math.max(span.from, there.from), level)
  const end = there && bucketAt(Math.min(span.to, there.to), level)
  if (begin === undefined || end === undefined || begin >= end) return cover(span, kept, finer)
  return [
    ...cover({ from: span.from, to: begin }, kept, finer),
    { level, from: begin, to: end },
    ...cover({ from: end, to: span.to }, kept, finer),
  ]
}
