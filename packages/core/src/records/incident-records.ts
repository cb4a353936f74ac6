import type { CheckFailure } from '../latency/check.js'
import type { BaseRecord, CollectionDefinition } from '../ports/index.js'

/** A time in which a monitor's checks failed. */
export interface MonitorIncident extends BaseRecord {
  /** The monitor's id. */
  readonly monitorId: string
  /** The time of the first failed check, in epoch milliseconds. */
  readonly from: number
  /** The time of the check that succeeded again, or of the pause, in epoch milliseconds; absent while it is open. */
  readonly to?: number
  /** `open` while it lasts. */
  readonly status: 'open' | 'ended'
  /** The failure of the first check. */
  readonly cause: CheckFailure
  /** The number of failed checks. */
  readonly checks: number
  /** The region of its checks. */
  readonly region?: string
  /** The reason of its end: a check succeeded, or its monitor was paused; absent while it is open. */
  readonly endReason?: IncidentEndReason
  /** The id of the monitor, one that its own depends on, that failed first; absent where none of them failed. */
  readonly causedBy?: string
  /** The person who takes care of it; absent until somebody says so. */
  readonly acknowledgement?: IncidentAcknowledgement
  /** The notes on it, the oldest first; absent where there are none. */
  readonly notes?: readonly IncidentNote[]
}

/** The reason of an incident's end. */
export type IncidentEndReason = 'recovered' | 'paused'

/** A person's word that they take care of an incident. */
export interface IncidentAcknowledgement {
  /** The time at which they said so, in epoch milliseconds. */
  readonly at: number
  /** The person, by the host's name for them. */
  readonly who: string
  /** Their words; absent where they said nothing. */
  readonly text?: string
  /** `true` when readers of status pages see the words, though never the person. @default false */
  readonly isPublic?: boolean
}

/** A person's note on an incident. */
export interface IncidentNote extends IncidentAcknowledgement {
  readonly text: string
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
    endReason: { type: 'text', optional: true },
    causedBy: { type: 'text', optional: true },
    acknowledgement: { type: 'json', optional: true },
    notes: { type: 'json', optional: true },
  },
  unique: [],
  indexes: [
    ['monitorId', 'from'],
    ['status', 'from'],
  ],
}
