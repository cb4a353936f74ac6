import type { EventHub } from '../events/index.js'
import type { Adapter, AdapterBudget, Clock, Counters, Logger } from '../ports/index.js'
import { hourMs } from '../time/index.js'

/** What failures are counted with. */
export interface FailureParts {
  readonly counters: Counters
  readonly clock: Clock
  readonly hub: EventHub
  readonly logger: Logger
}

/** Counts the calls to sources that failed. */
export interface SourceFailures {
  /**
   * Notes one; emits `source:critical` with the one that reaches the threshold of this hour. That it could not be counted
   * is logged, and harms no call.
   */
  note(adapter: Adapter, message: string): Promise<void>
}

/** A source that searches is asked less often than one that looks one thing up. */
const defaultThreshold = ({ listings, insights }: Adapter): number => (listings || insights ? 5 : 10)

/** Watches how often sources fail, by the hour of the clock and over all processes. */
export function createSourceFailures(
  { counters, clock, hub, logger }: FailureParts,
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
    note: (adapter, message) =>
      count(adapter, message).catch((err) =>
        logger.warn({ err, adapter: adapter.id }, 'a failed call could not be counted'),
      ),
  }
}
