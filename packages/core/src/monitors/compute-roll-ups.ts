import { maintenanceSpans } from '../latency/maintenance.js'
import { mergeRollUps, type RollUp, rollUp, type TieredCheck } from '../latency/roll-up.js'
import {
  bucketMs,
  bucketStart,
  nextBucketStart,
  type RollUpLevel,
  rollUpLevels,
} from '../latency/roll-up-levels.js'
import type { Span } from '../latency/spans.js'
import { defined } from '../options/index.js'
import type { SeriesRow, Tables } from '../ports/index.js'
import { type CheckRow, checksTable, type Monitor } from '../records/monitor-records.js'
import { type RollUpRow, rollUpTables, rollUpToRow } from '../records/roll-up-records.js'

/** How long after its end a bucket is rolled up: by then every check that began in it is stored. */
export const rollUpDelayMs = 120_000

/** How long one check of a monitor speaks for: it may be missed twice, and take all of its time. */
const staleAfterMs = ({ everyMs, timeoutMs }: Pick<Monitor, 'everyMs' | 'timeoutMs'>): number =>
  2.5 * everyMs + timeoutMs

const checkFields = [
  'slotAt',
  'tier',
  'monitorTier',
  'ignored',
  'latencyMs',
  'failureKind',
] as const satisfies readonly (keyof CheckRow)[]

type CheckFacts = Pick<CheckRow, (typeof checkFields)[number] | keyof SeriesRow>

/** The checks that count of several monitors in a span and shortly before it, by monitor, in order of time. */
export async function readChecks(
  tables: Tables,
  ownerId: string,
  monitors: readonly Monitor[],
  { from, to }: Span,
): Promise<ReadonlyMap<string, readonly TieredCheck[]>> {
  const longestMs = Math.max(...monitors.map(staleAfterMs))
  const ids = monitors.map(({ id }) => id)
  const rows = await tables
    .series(checksTable)
    .range(ownerId, ids, { from: Math.floor(from - longestMs), to, fields: checkFields })
  const found = new Map<string, TieredCheck[]>(ids.map((id) => [id, []]))
  for (const row of rows) if (row.ignored === undefined) found.get(row.key)?.push(rolledCheck(row))
  return found
}

const rolledCheck = ({
  at,
  slotAt,
  latencyMs,
  tier,
  monitorTier,
  failureKind: kind,
}: CheckFacts): TieredCheck => ({
  at,
  latencyMs,
  tier: monitorTier ?? tier,
  ...defined({ slotAt, failure: kind ? { kind, message: kind } : undefined }),
})

/** The roll-up of one monitor's checks in a span. */
export function rollUpChecks(monitor: Monitor, checks: readonly TieredCheck[], span: Span): RollUp {
  const excluded = maintenanceSpans(monitor.maintenance, span)
  return rollUp(checks, { ...span, excluded, everyMs: monitor.everyMs, staleAfterMs: staleAfterMs(monitor) })
}

/** The rollUpLevels that a monitor has roll-ups of: a bucket of a single check would take more room than the check. */
const levelsOf = ({ everyMs }: Pick<Monitor, 'everyMs'>): readonly RollUpLevel[] =>
  2 * everyMs <= bucketMs.minute ? ['minute', 'hour', 'day'] : ['hour', 'day']

/** Until when each of several monitors is rolled up, by level and monitor; what has no roll-up is absent. */
export async function rolledUpUntil(
  tables: Tables,
  ownerId: string,
  ids: readonly string[],
  level: RollUpLevel,
): Promise<ReadonlyMap<string, number>> {
  const latest = await tables.series(rollUpTables[level]).latest(ownerId, ids)
  return new Map(Array.from(latest, ([id, { at }]) => [id, at + bucketMs[level]]))
}

/** Of several monitors of one owner, those with a bucket that has settled and is not rolled up yet. */
export async function monitorsToRollUp(
  tables: Tables,
  ownerId: string,
  monitors: readonly Monitor[],
  now: number,
): Promise<readonly Monitor[]> {
  const found = new Set<Monitor>()
  for (const level of rollUpLevels) {
    const settledTo = bucketStart(now - rollUpDelayMs, level)
    const alike = monitors.filter((monitor) => levelsOf(monitor).includes(level))
    const ids = alike.map(({ id }) => id)
    const ends = ids.length > 0 ? await rolledUpUntil(tables, ownerId, ids, level) : new Map<string, number>()
    for (const monitor of alike) {
      const from = ends.get(monitor.id) ?? bucketStart(monitor.createdAt, level)
      const knownTo = (monitor.checkedAt ?? Number.NEGATIVE_INFINITY) + staleAfterMs(monitor)
      if (from < settledTo && from < knownTo) found.add(monitor)
    }
  }
  return [...found]
}

/**
 * Rolls up what has settled of a monitor's checks at each of its rollUpLevels, from where the last roll-up ends. Buckets are
 * computed whole and replaced, so that doing it twice, or breaking off, changes nothing.
 */
export async function rollUpMonitor(tables: Tables, monitor: Monitor, now: number): Promise<void> {
  for (const level of levelsOf(monitor)) {
    const to = bucketStart(now - rollUpDelayMs, level)
    const done = (await rolledUpUntil(tables, monitor.ownerId, [monitor.id], level)).get(monitor.id)
    const from = done ?? (await firstBucket(tables, monitor, level))
    if (from !== undefined) await storeRollUps(tables, monitor, level, { from, to })
  }
}

/** Computes again what was rolled up before a check came that began long ago, such as one of a suspended process. */
export async function recomputeRollUps(tables: Tables, monitor: Monitor, at: number): Promise<void> {
  for (const level of levelsOf(monitor)) {
    const done = (await rolledUpUntil(tables, monitor.ownerId, [monitor.id], level)).get(monitor.id)
    if (done !== undefined && at < done)
      await storeRollUps(tables, monitor, level, { from: bucketStart(at, level), to: done })
  }
}

async function firstBucket(
  tables: Tables,
  { ownerId, id }: Monitor,
  level: RollUpLevel,
): Promise<number | undefined> {
  const { items } = await tables.series(checksTable).page(ownerId, id, { limit: 1, direction: 'asc' })
  return items[0] && bucketStart(items[0].at, level)
}

/** How much is read at once. */
const chunkMs = bucketMs.day

async function storeRollUps(
  tables: Tables,
  monitor: Monitor,
  level: RollUpLevel,
  { from, to }: Span,
): Promise<void> {
  for (let begin = from; begin < to; begin = nextBucketStart(begin + chunkMs, level)) {
    const part = { from: begin, to: Math.min(to, begin + chunkMs) }
    const rows =
      level === 'day' ? await daysIn(tables, monitor, part) : await bucketsIn(tables, monitor, level, part)
    if (rows.length > 0) await tables.series(rollUpTables[level]).replace(rows)
  }
}

/** The roll-ups of the minutes or hours in a span, from the checks; empty ones are left out. */
async function bucketsIn(
  tables: Tables,
  monitor: Monitor,
  level: RollUpLevel,
  span: Span,
): Promise<readonly RollUpRow[]> {
  const { ownerId, id } = monitor
  const checks = (await readChecks(tables, ownerId, [monitor], span)).get(id) ?? []
  if (checks.length === 0) return []
  const rows: RollUpRow[] = []
  for (let at = span.from; at < span.to; at += bucketMs[level]) {
    const bucket = { from: at, to: at + bucketMs[level] }
    const near = checks.filter((check) => check.at >= at - staleAfterMs(monitor) && check.at < bucket.to)
    if (near.length === 0) continue
    rows.push(rollUpToRow(rollUpChecks(monitor, near, bucket), { ownerId, key: id, at }, level))
  }
  return rows.filter(({ checks, upMs, downMs }) => checks > 0 || upMs + downMs > 0)
}

/** The roll-ups of the days in a span, from those of their hours. */
async function daysIn(
  tables: Tables,
  { ownerId, id }: Monitor,
  { from, to }: Span,
): Promise<readonly RollUpRow[]> {
  const hours = await tables.series(rollUpTables.hour).range(ownerId, [id], { from, to })
  return [...new Set(hours.map(({ at }) => bucketStart(at, 'day')))].map((at) => {
    const ofDay = hours.filter((hour) => bucketStart(hour.at, 'day') === at)
    return rollUpToRow(mergeRollUps(ofDay), { ownerId, key: id, at }, 'day')
  })
}
