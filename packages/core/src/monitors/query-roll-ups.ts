import type { RollUp } from '../latency/roll-up.js'
import {
  bucketMs,
  bucketStart,
  nextBucketStart,
  type RollUpLevel,
  type RollUpSegment,
  rollUpLevels,
  type StoredSpans,
  splitByLevel,
} from '../latency/roll-up-levels.js'
import type { Span } from '../latency/spans.js'
import type { Monitor } from '../records/monitor-records.js'
import { rollUpTables } from '../records/roll-up-records.js'
import { type Runtime, timeSlices } from '../runtime/index.js'
import { bucketsOf, readChecks, readRollUpEnds, rollUpChecks } from './compute-roll-ups.js'

/** A roll-up with its span. */
export interface TimedRollUp extends RollUp, Span {}

/** The monitors and the span to read roll-ups of. */
export interface RollUpQuery {
  readonly ownerId: string
  readonly monitors: readonly Monitor[]
  readonly span: Span
  /** The coarsest level to read. @default 'day' */
  readonly coarsest?: RollUpLevel
}

/**
 * Reads the roll-ups that make up a span: stored ones of the coarsest level that fits, and where none are stored, fresh
 * ones of the checks themselves.
 *
 * @returns the roll-ups by monitor id.
 */
export async function queryRollUps(
  runtime: Runtime,
  query: RollUpQuery,
): Promise<ReadonlyMap<string, readonly TimedRollUp[]>> {
  const found = new Map<string, TimedRollUp[]>(query.monitors.map(({ id }) => [id, []]))
  for (const { segments, monitors } of await groupBySegments(runtime, query))
    for (const segment of segments)
      for (const [id, rollUp] of await readSegment(runtime, { ...query, monitors }, segment))
        found.get(id)?.push(rollUp)
  return found
}

/** Groups monitors that have the same segments, so that each segment is read for all of them at once. */
async function groupBySegments(
  runtime: Runtime,
  { ownerId, monitors, span, coarsest = 'day' }: RollUpQuery,
): Promise<
  readonly { readonly segments: readonly RollUpSegment[]; readonly monitors: readonly Monitor[] }[]
> {
  const levels = rollUpLevels.slice(rollUpLevels.indexOf(coarsest))
  const ids = monitors.map(({ id }) => id)
  const ends = new Map<RollUpLevel, ReadonlyMap<string, number>>()
  for (const level of levels) ends.set(level, await readRollUpEnds(runtime.storage, ownerId, ids, level))
  const groups = new Map<string, { segments: readonly RollUpSegment[]; monitors: Monitor[] }>()
  const pause = timeSlices()
  for (const monitor of monitors) {
    await pause()
    const stored: StoredSpans = Object.fromEntries(
      levels.map((level) => [level, storedSpan(runtime, level, ends.get(level)?.get(monitor.id))]),
    )
    const segments = splitByLevel(span, stored, levels)
    const key = JSON.stringify(segments)
    const group = groups.get(key)
    if (group) group.monitors.push(monitor)
    else groups.set(key, { segments, monitors: [monitor] })
  }
  return [...groups.values()]
}

const storedSpan = (
  { clock, retention }: Runtime,
  level: RollUpLevel,
  to = Number.NEGATIVE_INFINITY,
): Span => ({ from: nextBucketStart(clock.now() - retention[level], level), to })

async function readSegment(
  { storage }: Runtime,
  { ownerId, monitors, coarsest = 'day' }: RollUpQuery,
  { level, ...segment }: RollUpSegment,
): Promise<readonly (readonly [id: string, rollUp: TimedRollUp])[]> {
  if (level !== undefined) {
    const ids = monitors.map(({ id }) => id)
    const rows = await storage.series(rollUpTables[level]).range(ownerId, ids, segment)
    return rows.map((row) => [row.key, { ...row, from: row.at, to: row.at + bucketMs[level] }])
  }
  const checks = await readChecks(storage, ownerId, monitors, segment)
  const pause = timeSlices()
  const found: (readonly [id: string, rollUp: TimedRollUp])[] = []
  for (const monitor of monitors)
    for (const { bucket, near } of bucketsOf(monitor, checks.get(monitor.id) ?? [], segment, coarsest)) {
      found.push([monitor.id, { ...rollUpChecks(monitor, near, bucket), ...bucket }])
      await pause()
    }
  return found
}

/** Cuts a span at the bounds of a level's buckets. */
export function splitByBucket({ from, to }: Span, level: RollUpLevel): readonly Span[] {
  const parts: Span[] = []
  for (let start = from; start < to; ) {
    const end = Math.min(to, bucketStart(start, level) + bucketMs[level])
    parts.push({ from: start, to: end })
    start = end
  }
  return parts
}

/**
 * Moves the ends of a span outwards to bounds of buckets that retention has kept, and within the time for which anything is
 * kept, which ends now.
 */
export function alignToRetention({ clock, retention }: Runtime, span: Span): Span {
  const now = clock.now()
  const keptMs = Math.max(retention.checks, retention.minute, retention.hour, retention.day)
  const from = Math.min(Math.max(span.from, now - keptMs), now)
  const to = Math.max(span.to, from)
  const levelAt = (at: number): RollUpLevel | undefined => {
    if (at >= now - retention.checks) return undefined
    return at >= now - retention.minute ? 'minute' : at >= now - retention.hour ? 'hour' : 'day'
  }
  const [first, last] = [levelAt(from), levelAt(to)]
  return {
    from: first === undefined ? from : bucketStart(from, first),
    to: last === undefined ? Math.min(to, now) : nextBucketStart(to, last),
  }
}
