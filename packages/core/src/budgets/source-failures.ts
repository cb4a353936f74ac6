import type { EventHub } from '../events/index.js'
import type { Adapter, AdapterBudget, Clock, Counters, Logger } from '../ports/index.js'
import { hourMs } from '../time/index.js'

/** The dependencies of {@link createSourceFailures}. */
export interface SourceFailureDependencies {
  readonly counters: Counters
  readonly clock: Clock
  readonly hub: EventHub
  readonly logger: Logger
}

/** The counts of failed calls to sources. */
export interface SourceFailures {
  /**
   * Counts a failed call, and emits `source:critical` with the one that reaches the threshold of the hour. A count that
   * fails is logged and does not reject.
   */
  record(adapter: Adapter, message: string): Promise<void>
}

/** Returns the default threshold, which is lower for a source that searches: it is called less often. */
const defaultThreshold = ({ listings, insights }: Adapter): number => (listings || insights ? 5 : 10)

/** Makes the counts of failed calls, by the hour of the clock and over all processes. */
export function createSourceFailures(
  { counters, clock, hub, logger }: SourceFailureDependencies,
  budgets: Readonly<Record<string, AdapterBudget>>,
): SourceFailures {
  const count = async (adapter: Adapter, message: string) => {
    const { id, budget } = adapter
    const now = clock.now()
    const resetAt = (Math.floor(now / hourMs) + 1) * hourMs
    const { value } = await counters.add('shared', `failures:${id}`, 1, { now, resetAt })
    const threshold = budgets[id]?.failuresPerHour ?? budget?.failuresPerHour ?? defaultThreshold(adapter)
    if (value === threshold) hub.emit('source:critical', { adapter: id, failures: value, message })
  }
  return {
    record: (adapter, message) =>
      count(adapter, message).catch((err) =>
        logger.warn({ err, adapter: adapter.id }, 'a failed call could not be counted'),
      ),
  }
}
