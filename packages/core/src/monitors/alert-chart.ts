import type { AlertChartOptions, ReaderFormat } from '../alerting/index.js'
import { checksTable } from '../records/monitor-records.js'
import type { Runtime } from '../runtime/index.js'

/** The number of checks that the chart of an alert shows. */
const shownChecks = 120

/** Returns the line of a monitor's latency until a time. A check that failed is a gap. */
export async function chartOfMonitor(
  { storage }: Runtime,
  { ownerId, id, to }: { readonly ownerId: string; readonly id: string; readonly to: number },
  format: ReaderFormat,
): Promise<Omit<AlertChartOptions, 'title'>> {
  const { items } = await storage.series(checksTable).page(ownerId, id, { to: to + 1, limit: shownChecks })
  const points = items.toReversed().map(({ at, latencyMs, failureKind }) => ({
    at,
    value: failureKind === undefined ? latencyMs : undefined,
  }))
  return { points, writeValue: format.latency, writeTime: format.time }
}
