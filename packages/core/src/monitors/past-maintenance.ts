import { type MaintenanceWindow, maintenanceSpans } from '../latency/maintenance.js'
import { bucketStart, nextBucketStart } from '../latency/roll-up-levels.js'
import type { Span } from '../latency/spans.js'
import { defined } from '../options/index.js'
import type { Tables } from '../ports/index.js'
import type { Monitor } from '../records/monitor-records.js'
import { stateReachMs } from '../records/monitor-state.js'
import type { Runtime } from '../runtime/index.js'
import { recomputeRollUps } from './compute-roll-ups.js'

/**
 * Computes the roll-ups again that a change of maintenance concerns, as far back as checks are kept. Resolves to the monitor
 * with the time from which on all figures follow it.
 */
export async function applyPastMaintenance(
  { clock, retention }: Pick<Runtime, 'clock' | 'retention'>,
  tables: Tables,
  before: Monitor,
  after: Monitor,
): Promise<Monitor> {
  const changed = differentWindows(before.maintenance, after.maintenance)
  if (changed.length === 0) return after
  const now = clock.now()
  const keptFrom = nextBucketStart(now - retention.checks, 'day')
  const spans = maintenanceSpans(changed, { from: Math.max(keptFrom, after.createdAt), to: now })
  for (const { from, to } of merged(spans)) {
    // Days are made of their hours, which are kept for a shorter time than checks.
    const isOld = from < now - retention.hour
    await recomputeRollUps(tables, after, {
      from: isOld ? bucketStart(from, 'day') : from,
      to: Math.min(now, isOld ? nextBucketStart(to, 'day') : to + stateReachMs(after)),
    })
  }
  const reachesFurther = after.createdAt < keptFrom && hasBegunBefore(changed, after.createdAt, keptFrom)
  return { ...after, ...defined({ maintenanceFrom: reachesFurther ? keptFrom : after.maintenanceFrom }) }
}

/** Returns the windows that stand in one list only. */
function differentWindows(
  before: readonly MaintenanceWindow[],
  after: readonly MaintenanceWindow[],
): readonly MaintenanceWindow[] {
  const [were, are] = [before, after].map(
    (windows) => new Set(windows.map((window) => JSON.stringify(window))),
  )
  return [
    ...before.filter((window) => !are?.has(JSON.stringify(window))),
    ...after.filter((window) => !were?.has(JSON.stringify(window))),
  ]
}

const hasBegunBefore = (windows: readonly MaintenanceWindow[], from: number, to: number): boolean =>
  windows.some((window) => ('at' in window ? true : window.from < to && window.to > from))

/** Joins spans, in order of their beginning, that overlap. */
function merged(spans: readonly Span[]): readonly Span[] {
  const joined: Span[] = []
  for (const span of spans) {
    const last = joined.at(-1)
    if (last && span.from <= last.to) joined[joined.length - 1] = { ...last, to: Math.max(last.to, span.to) }
    else joined.push(span)
  }
  return joined
}
