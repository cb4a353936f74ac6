import type { CheckFailure } from '../latency/check.js'
import type { BaseRecord, CollectionDefinition } from '../ports/index.js'

/** A time in which a monitor's checks failed. */
export interface MonitorIncident extends BaseRecord {
  /** The monitor's id. */
  readonly monitorId: string
  /** The time of the first failed check, in epoch milliseconds. */
  readonly from: number
  /** The time of the check that succeeded again, in epoch milliseconds; absent while it is open. */
  readonly to?: number
  /** `open` while it lasts. */
  readonly status: 'open' | 'ended'
  /** The failure of the first check. */
  readonly cause: CheckFailure
  /** The number of failed checks. */
  readonly checks: number
  /** The region of its checks. */
  readonly region?: string
}

/** The table of incidents. */
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
