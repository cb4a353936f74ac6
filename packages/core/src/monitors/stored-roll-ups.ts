import type { RollUp } from '../latency/roll-up.js'
import {
  bucketAt,
  cover,
  type KeptLevels,
  type Level,
  levelMs,
  levels,
  nextBucketAt,
  type Segment,
} from '../latency/roll-up-levels.js'
import type { Span } from '../latency/timeline.js'
import type { Monitor } from '../records/monitor-records.js'
import { rollUpTables } from '../records/roll-up-records.js'
import type { Runtime } from '../runtime/index.js'
import { checksOf, rolledUpTo, rollUpChecks } from './roll-ups.js'

/** A roll-up and the time it is of. */
export interface SpannedRollUp extends RollUp, Span {}

/**
 * The roll-ups that make up a span, by monitor: stored ones wherever there are any, of the coarsest level that fits, and
 * fresh ones of the checks themselves for what is left at its ends.
 *
 * @param coarsest - no level coarser than this one.
 */
export async function storedRollUps(
  runtime: Runtime,
  ownerId: string,
  monitors: readonly Monitor[],
  span: Span,
  coarsest: Level = 'day',
): Promise<ReadonlyMap<string, readonly SpannedRollUp[]>> {
  const found = new Map<string, SpannedRollUp[]>(monitors.map(({ id }) => [id, []]))
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
  coarsest: Level,
): Promise<readonly { readonly segments: readonly Segment[]; readonly monitors: readonly Monitor[] }[]> {
  const wanted = levels.slice(levels.indexOf(coarsest))
  const ids = monitors.map(({ id }) => id)
  const ends = new Map<Level, ReadonlyMap<string, number>>()
  for (const level of wanted) ends.set(level, await rolledUpTo(runtime.storage, ownerId, ids, level))
  const groups = new Map<string, { segments: readonly Segment[]; monitors: Monitor[] }>()
  for (const monitor of monitors) {
    const kept: KeptLevels = Object.fromEntries(
      wanted.map((level) => [level, keptSpan(runtime, level, ends.get(level)?.get(monitor.id))]),
    )
    const segments = cover(span, kept, wanted)
    const key = JSON.stringify(segments)
    const group = groups.get(key)
    if (group) group.monitors.push(monitor)
    else groups.set(key, { segments, monitors: [monitor] })
  }
  return [...groups.values()]
}

const keptSpan = ({ clock, retention }: Runtime, level: Level, to = Number.NEGATIVE_INFINITY): Span => ({
  from: nextBucketAt(clock.now() - retention[level], level),
  to,
})

async function readSegment(
  { storage }: Runtime,
  ownerId: string,
  monitors: readonly Monitor[],
  { level, ...segment }: Segment,
  coarsest: Level,
): Promise<readonly (readonly [string, SpannedRollUp])[]> {
  if (level !== undefined) {
    const ids = monitors.map(({ id }) => id)
    const rows = await storage.series(rollUpTables[level]).range(ownerId, ids, segment)
    return rows.map((row) => [row.key, { ...row, from: row.at, to: row.at + levelMs[level] }])
  }
  const checks = await checksOf(storage, ownerId, monitors, segment)
  return monitors.flatMap((monitor) =>
    buckets(segment, coarsest).map((bucket) => {
      const rollUp = rollUpChecks(monitor, checks.get(monitor.id) ?? [], bucket)
      return [monitor.id, { ...rollUp, ...bucket }] as const
    }),
  )
}

/** A span, cut where buckets of a level end. */
export function buckets({ from, to }: Span, level: Level): readonly Span[] {
  const cut: Span[] = []
  for (let begin = from; begin < to; ) {
    const end = Math.min(to, bucketAt(begin, level) + levelMs[level])
    cut.push({ from: begin, to: end })
    begin = end
  }
  return cut
}

/** A span whose ends lie where something is kept: the further back, the coarser. Never beyond `now`. */
export function keptEnds({ clock, retention }: Runtime, { from, to }: Span): Span {
  const now = clock.now()
  const levelAt = (at: number): Level | undefined => {
    if (at >= now - retention.checks) return undefined
    return at >= now - retention.minute ? 'minute' : at >= now - retention.hour ? 'hour' : 'day'
  }
  const [first, last] = [levelAt(from), levelAt(to)]
  return {
    from: first === undefined ? from : bucketAt(from, first),
    to: last === undefined ? Math.min(to, now) : nextBucketAt(to, last),
  }
}
