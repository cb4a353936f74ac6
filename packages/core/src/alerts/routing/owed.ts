import type { Severity } from '../../alerting/alert-notice.js'
import type { AlertRoute } from '../../records/alert-routing-records.js'
import type { Destination } from '../../records/destination-records.js'

/** The severities, the least urgent first. */
const severities: readonly Severity[] = ['info', 'warning', 'critical']

/** Returns the rank of an urgency: a higher one is more urgent. */
export const severityRank = (severity: Severity): number => severities.indexOf(severity)

/** Tells whether an alert is urgent enough for a destination. */
export const isUrgentEnough = ({ notice }: AlertRoute, { minSeverity }: Destination): boolean =>
  severityRank(notice.severity) >= severityRank(minSeverity)

/**
 * Returns what a destination is still to be told of an alert; `undefined` when nothing is. `over` is an episode that began and
 * ended before anybody was told: a summary names it, and no message of its own.
 */
export function owedTo(
  route: AlertRoute,
  destination: Destination,
): 'started' | 'changed' | 'ended' | 'over' | undefined {
  const told = route.told.find(({ destinationId }) => destinationId === destination.id)
  if (told?.step === 'ended') return undefined
  if (told && route.status === 'ended') return 'ended'
  if (told) return route.changes > told.changes ? 'changed' : undefined
  if (!isUrgentEnough(route, destination) || destination.afterMs > 0) return undefined
  return route.status === 'ended' ? 'over' : 'started'
}
