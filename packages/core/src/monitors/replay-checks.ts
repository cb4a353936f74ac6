import type { MonitorFacts } from '../alerting/rule-facts.js'
import type { Span } from '../latency/spans.js'
import { defined } from '../options/index.js'
import type { AlertRule } from '../records/alert-records.js'
import { type Check, checkFromRow, checksTable, type Monitor } from '../records/monitor-records.js'
import type { Runtime } from '../runtime/index.js'
import { factsOfMonitor, HistoryReader } from './rule-facts.js'

/** The number of checks that are read at once. */
const pageSize = 1_000

/** Yields the stored checks of a monitor that count, in order of time. */
async function* countedChecks(
  { storage }: Runtime,
  { id, ownerId }: Monitor,
  { from, to }: Span,
): AsyncGenerator<Check> {
  let after: string | undefined
  do {
    const query = {
      from: Math.max(0, from),
      to,
      limit: pageSize,
      direction: 'asc',
      ...defined({ after }),
    } as const
    const page = await storage.series(checksTable).page(ownerId, id, query)
    for (const row of page.items) if (row.ignored === undefined) yield checkFromRow(row)
    after = page.next
  } while (after !== undefined)
}

/** The part of a monitor that follows from its checks. */
interface Streak {
  readonly failed: number
  readonly tier?: string
}

/** Returns the failed checks in a row, and the tier, just before a time. */
async function streakBefore({ storage }: Runtime, { id, ownerId }: Monitor, at: number): Promise<Streak> {
  const { items } = await storage.series(checksTable).page(ownerId, id, { to: at, limit: pageSize })
  const counted = items.filter(({ ignored }) => ignored === undefined)
  const succeeded = counted.findIndex(({ failureKind }) => failureKind === undefined)
  return { failed: succeeded < 0 ? counted.length : succeeded, ...defined({ tier: counted[0]?.monitorTier }) }
}

/** Yields the facts of the stored checks of a monitor, as its rules were matched with them. */
export async function* replayChecks(
  runtime: Runtime,
  monitor: Monitor,
  rule: Pick<AlertRule, 'condition'>,
  span: Span,
): AsyncGenerator<MonitorFacts> {
  const reader = new HistoryReader(runtime)
  let streak = await streakBefore(runtime, monitor, span.from)
  for await (const check of countedChecks(runtime, monitor, span)) {
    const { at, latencyMs, failure, degraded, certificateExpiresAt, monitorTier: tier } = check
    const failed = failure ? streak.failed + 1 : 0
    const least = monitor.failuresBeforeIncident
    yield {
      kind: 'monitor',
      at,
      latencyMs,
      failedChecks: failed,
      isDown: failed >= least,
      isRecovered: failed === 0 && streak.failed >= least,
      isDegraded: !failure && degraded !== undefined,
      ...(await reader.read(monitor, [rule], at)),
      ...defined({ tier, previousTier: streak.tier, failure, degraded, certificateExpiresAt }),
    }
    streak = { failed, ...defined({ tier }) }
  }
}

/** Returns the facts of a monitor as it is now. */
export async function currentFacts({ storage, clock }: Runtime, monitor: Monitor): Promise<MonitorFacts> {
  const { id, ownerId } = monitor
  const newest = (await storage.series(checksTable).latest(ownerId, [id])).get(id)
  return factsOfMonitor(monitor, newest, clock.now())
}
