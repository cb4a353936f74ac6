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
import { stateReachMs } from '../records/monitor-state.js'
import { type RollUpRow, rollUpTables, rollUpToRow } from '../records/roll-up-records.js'
import { minuteMs } from '../time/index.js'

/** The time after its end at which a bucket is rolled up. By then every check that began in it is stored. */
export const rollUpDelayMs = 2 * minuteMs

const checkFields = [
  'slotAt',
  'staleAt',
  'tier',
  'monitorTier',
  'ignored',
  'latencyMs',
  'degraded',
  'failureKind',
] as const satisfies readonly (keyof CheckRow)[]

type RolledFields = Pick<CheckRow, (typeof checkFields)[number] | keyof SeriesRow>

/**
 * Reads the checks of several monitors in a span and shortly before it, in order of time. Ignored ones are left out;
 * {@link rollUpChecks} says which are in maintenance.
 *
 * @returns the checks by monitor id.
 */
export async function readChecks(
  tables: Tables,
  ownerId: string,
  monitors: readonly Monitor[],
  { from, to }: Span,
): Promise<ReadonlyMap<string, readonly TieredCheck[]>> {
  const maxReachMs = Math.max(...monitors.map(stateReachMs))
  const ids = monitors.map(({ id }) => id)
  const rows = await tables
    .series(checksTable)
    .range(ownerId, ids, { from: Math.floor(from - maxReachMs), to, fields: checkFields })
  const checks = new Map<string, TieredCheck[]>(ids.map((id) => [id, []]))
  for (const row of rows)
    if (row.ignored === undefined || row.ignored === 'maintenance')
      checks.get(row.key)?.push(tieredCheck(row))
  return checks
}

function tieredCheck(row: RolledFields): TieredCheck {
  const { at, slotAt, staleAt, latencyMs, degraded, tier, monitorTier = tier, failureKind: kind } = row
  const failure = kind ? { kind, message: kind } : undefined
  return { at, latencyMs, tier: monitorTier, ...defined({ slotAt, staleAt, degraded, failure }) }
}

/** Rolls up one monitor's checks in a span. Leaves out those in what is maintenance now. */
export function rollUpChecks(monitor: Monitor, checks: readonly TieredCheck[], span: Span): RollUp {
  const { maintenance } = monitor
  const from = Math.min(span.from, checks[0]?.at ?? span.from)
  const excluded = maintenance.length === 0 ? [] : maintenanceSpans(maintenance, { from, to: span.to })
  const counted =
    excluded.length === 0
      ? checks
      : checks.filter(({ at }) => !excluded.some((one) => at >= one.from && at < one.to))
  return rollUp(counted, {
    ...span,
    excluded,
    everyMs: monitor.everyMs,
    staleAfterMs: stateReachMs(monitor),
  })
}

/** Yields the buckets of a span that checks reach into, each with the checks that count in it. */
export function* bucketsOf(
  monitor: Monitor,
  checks: readonly TieredCheck[],
  { from, to }: Span,
  level: RollUpLevel,
): Generator<{ readonly bucket: Span; readonly near: readonly TieredCheck[] }> {
  const reachMs = stateReachMs(monitor)
  let [start, first, end, following] = [from, 0, 0, 0]
  while (start < to) {
    while (first < checks.length && (checks[first]?.at ?? 0) < start - reachMs) first++
    const next = checks[first]?.at
    if (next === undefined) return
    // Nothing is known before a check, so the buckets until the next one are skipped.
    start = Math.max(start, bucketStart(Math.min(next, to), level))
    const bucket = { from: start, to: Math.min(to, bucketStart(start, level) + bucketMs[level]) }
    while (end < checks.length && (checks[end]?.at ?? 0) < bucket.to) end++
    // The scheduled check after a bucket tells which slots were missed.
    while (following < checks.length && (following < end || checks[following]?.slotAt === undefined))
      following++
    if (next < bucket.to)
      yield { bucket, near: [...checks.slice(first, end), ...checks.slice(following, following + 1)] }
    start = bucket.to
  }
}

/** Returns the levels of a monitor's roll-ups. A bucket of a single check would take more room than the check. */
const levelsOf = ({ everyMs }: Pick<Monitor, 'everyMs'>): readonly RollUpLevel[] =>
  2 * everyMs <= bucketMs.minute ? ['minute', 'hour', 'day'] : ['hour', 'day']

/** Reads the end of each monitor's last roll-up of a level, by monitor id. A monitor without one is absent. */
export async function readRollUpEnds(
  tables: Tables,
  ownerId: string,
  ids: readonly string[],
  level: RollUpLevel,
): Promise<ReadonlyMap<string, number>> {
  const latest = await tables.series(rollUpTables[level]).latest(ownerId, ids)
  return new Map(Array.from(latest, ([id, { at }]) => [id, at + bucketMs[level]]))
}

/** Returns those of several monitors that have a bucket to roll up. */
export async function monitorsToRollUp(
  tables: Tables,
  ownerId: string,
  monitors: readonly Monitor[],
  now: number,
): Promise<readonly Monitor[]> {
  const found = new Set<Monitor>()
  for (const level of rollUpLevels) {
    const dueTo = bucketStart(now - rollUpDelayMs, level)
    const withLevel = monitors.filter((monitor) => levelsOf(monitor).includes(level))
    const ids = withLevel.map(({ id }) => id)
    const ends =
      ids.length > 0 ? await readRollUpEnds(tables, ownerId, ids, level) : new Map<string, number>()
    for (const monitor of withLevel) {
      const from = ends.get(monitor.id) ?? bucketStart(monitor.createdAt, level)
      const knownTo = (monitor.checkedAt ?? Number.NEGATIVE_INFINITY) + stateReachMs(monitor)
      if (from < dueTo && from < knownTo) found.add(monitor)
    }
  }
  return [...found]
}

/**
 * Rolls up the checks of a monitor at each of its levels, from the end of the last roll-up. Buckets are computed whole
 * and replaced, so that it may run twice, or break off.
 */
export async function rollUpMonitor(tables: Tables, monitor: Monitor, now: number): Promise<void> {
  for (const level of levelsOf(monitor)) {
    const to = bucketStart(now - rollUpDelayMs, level)
    const end = (await readRollUpEnds(tables, monitor.ownerId, [monitor.id], level)).get(monitor.id)
    const from = end ?? (await firstBucketStart(tables, monitor, level))
    if (from !== undefined) await storeRollUps(tables, monitor, level, { from, to })
  }
}

/**
 * Computes the roll-ups of a span again: when a check was stored long after it began, such as that of a suspended process,
 * or when other times are maintenance.
 *
 * @param span - all that follows, where it has no end.
 */
export async function recomputeRollUps(
  tables: Tables,
  monitor: Monitor,
  { from, to }: { readonly from: number; readonly to?: number },
): Promise<void> {
  for (const level of levelsOf(monitor)) {
    const end = (await readRollUpEnds(tables, monitor.ownerId, [monitor.id], level)).get(monitor.id)
    if (end === undefined || from >= end) continue
    const until = to === undefined ? end : Math.min(end, nextBucketStart(to, level))
    await storeRollUps(tables, monitor, level, { from: bucketStart(from, level), to: until })
  }
}

async function firstBucketStart(
  tables: Tables,
  { ownerId, id }: Monitor,
  level: RollUpLevel,
): Promise<number | undefined> {
  const { items } = await tables.series(checksTable).page(ownerId, id, { limit: 1, direction: 'asc' })
  return items[0] && bucketStart(items[0].at, level)
}

/** The span of checks that is read at once. */
const chunkMs = bucketMs.day

async function storeRollUps(
  tables: Tables,
  monitor: Monitor,
  level: RollUpLevel,
  { from, to }: Span,
): Promise<void> {
  for (let start = from; start < to; start = nextBucketStart(start + chunkMs, level)) {
    const chunk = { from: start, to: Math.min(to, start + chunkMs) }
    const rows =
      level === 'day'
        ? await computeDays(tables, monitor, chunk)
        : await computeBuckets(tables, monitor, level, chunk)
    if (rows.length > 0) await tables.series(rollUpTables[level]).replace(rows)
  }
}

/** Computes the roll-ups of the minutes or hours in a span from the checks. Empty ones are left out. */
async function computeBuckets(
  tables: Tables,
  monitor: Monitor,
  level: RollUpLevel,
  span: Span,
): Promise<readonly RollUpRow[]> {
  const { ownerId, id } = monitor
  const checks = (await readChecks(tables, ownerId, [monitor], span)).get(id) ?? []
  const rows = Array.from(bucketsOf(monitor, checks, span, level), ({ bucket, near }) =>
    rollUpToRow(rollUpChecks(monitor, near, bucket), { ownerId, key: id, at: bucket.from }, level),
  )
  return rows
}

/** Computes the roll-ups of the days in a span from those of their hours. */
async function computeDays(
  tables: Tables,
  { ownerId, id }: Monitor,
  { from, to }: Span,
): Promise<readonly RollUpRow[]> {
  const hours = await tables.series(rollUpTables.hour).range(ownerId, [id], { from, to })
  return [...new Set(hours.map(({ at }) => bucketStart(at, 'day')))].map((at) => {
    const hoursOfDay = hours.filter((hour) => bucketStart(hour.at, 'day') === at)
    return rollUpToRow(mergeRollUps(hoursOfDay), { ownerId, key: id, at }, 'day')
  })
}
