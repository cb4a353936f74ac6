import type { CheckFailure } from '../latency/check.js'
import type { BaseRecord, CollectionDefinition } from '../ports/index.js'

/** A time in which a monitor did not work, as it is stored. */
export interface MonitorIncident extends BaseRecord {
  readonly monitorId: string
  /** The first of the failed checks. */
  readonly from: number
  /** The check that succeeded again; absent while it lasts. */
  readonly to?: number
  readonly status: 'open' | 'ended'
  /** Why the first check failed. */
  readonly cause: CheckFailure
  /** How many checks failed. */
  readonly checks: number
  /** Where it was seen from. */
  readonly region?: string
}

/** Where incidents are kept. */
export const incidentsTable: CollectionDefinition<MonitorIncident> = {
  name: 'incidents',
  columns: {
    monitorId: { type: 'text', references: 'monitors' },
    from: { type: 'time' },
    to: { type: 'time', optional: true },
    status: { type: 'text' },
    cause: { type: 'json' },
    checks: { type: 'integer' },
    region: { type: 'text', optional: true },
  },
  unique: [],
  indexes: [
    ['monitorId', 'from'],
    ['status', 'from'],
  ],
}
