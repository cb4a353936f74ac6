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
import type { Runtime } from '../runtime/index.js'
import { readChecks, rolledUpUntil, rollUpChecks } from './compute-roll-ups.js'

/** A roll-up and the time it is of. */
export interface TimedRollUp extends RollUp, Span {}

/**
 * The roll-ups that make up a span, by monitor: stored ones wherever there are any, of the coarsest level that fits, and
 * fresh ones of the checks themselves for what is left at its ends.
 *
 * @param coarsest - no level coarser than this one.
 */
export async function queryRollUps(
  runtime: Runtime,
  ownerId: string,
  monitors: readonly Monitor[],
  span: Span,
  coarsest: RollUpLevel = 'day',
): Promise<ReadonlyMap<string, readonly TimedRollUp[]>> {
  const found = new Map<string, TimedRollUp[]>(monitors.map(({ id }) => [id, []]))
  for (const { segments, monitors: alike } of await plans(runtime, ownerId, monitors, span, coarsest))
    for (const segment of segments)
      for (const [id, rollUp] of await readSegment(runtime, ownerId, alike, segment, coarsest))
        found.get(id)?.push(rollUp)
  return found
}

/** Monitors with the same segments, so that each is read for all of them at once. */
async function plans(
  runtime: Runtime,
  ownerId: string,
  monitors: readonly Monitor[],
  span: Span,
  coarsest: RollUpLevel,
): Promise<
  readonly { readonly segments: readonly RollUpSegment[]; readonly monitors: readonly Monitor[] }[]
> {
  const wanted = rollUpLevels.slice(rollUpLevels.indexOf(coarsest))
  const ids = monitors.map(({ id }) => id)
  const ends = new Map<RollUpLevel, ReadonlyMap<string, number>>()
  for (const level of wanted) ends.set(level, await rolledUpUntil(runtime.storage, ownerId, ids, level))
  const groups = new Map<string, { segments: readonly RollUpSegment[]; monitors: Monitor[] }>()
  for (const monitor of monitors) {
    const kept: StoredSpans = Object.fromEntries(
      wanted.map((level) => [level, keptSpan(runtime, level, ends.get(level)?.get(monitor.id))]),
    )
    const segments = splitByLevel(span, kept, wanted)
    const key = JSON.stringify(segments)
    const group = groups.get(key)
    if (group) group.monitors.push(monitor)
    else groups.set(key, { segments, monitors: [monitor] })
  }
  return [...groups.values()]
}

const keptSpan = (
  { clock, retention }: Runtime,
  level: RollUpLevel,
  to = Number.NEGATIVE_INFINITY,
): Span => ({
  from: nextBucketStart(clock.now() - retention[level], level),
  to,
})

async function readSegment(
  { storage }: Runtime,
  ownerId: string,
  monitors: readonly Monitor[],
  { level, ...segment }: RollUpSegment,
  coarsest: RollUpLevel,
): Promise<readonly (readonly [string, TimedRollUp])[]> {
  if (level !== undefined) {
    const ids = monitors.map(({ id }) => id)
    const rows = await storage.series(rollUpTables[level]).range(ownerId, ids, segment)
    return rows.map((row) => [row.key, { ...row, from: row.at, to: row.at + bucketMs[level] }])
  }
  const checks = await readChecks(storage, ownerId, monitors, segment)
  return monitors.flatMap((monitor) =>
    buckets(segment, coarsest).map((bucket) => {
      const rollUp = rollUpChecks(monitor, checks.get(monitor.id) ?? [], bucket)
      return [monitor.id, { ...rollUp, ...bucket }] as const
    }),
  )
}

/** A span, cut where buckets of a level end. */
export function buckets({ from, to }: Span, level: RollUpLevel): readonly Span[] {
  const cut: Span[] = []
  for (let begin = from; begin < to; ) {
    const end = Math.min(to, bucketStart(begin, level) + bucketMs[level])
    cut.push({ from: begin, to: end })
    begin = end
  }
  return cut
}

/** A span whose ends lie where something is kept: the further back, the coarser. Never beyond `now`. */
export function alignToRetention({ clock, retention }: Runtime, { from, to }: Span): Span {
  const now = clock.now()
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
