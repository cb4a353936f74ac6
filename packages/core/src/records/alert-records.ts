import type { AlertSubject, Severity, SubjectKind } from '../alerting/alert-notice.js'
import type { FiringRule } from '../alerting/match-subject.js'
import type { BaseRecord, CollectionDefinition } from '../ports/index.js'

/** A rule of an owner: when an alert begins, about what, and how urgent it is. */
export interface AlertRule extends BaseRecord, FiringRule {
  /** The name that people see; absent where it has none. */
  readonly name?: string
  /** The kind of subject that it watches. */
  readonly watches: SubjectKind
  /** The id of the only monitor or product that it watches; absent where it watches several. */
  readonly subjectId?: string
  /** The tags of the monitors that it watches: those with one of them; absent where tags do not matter. */
  readonly tags?: readonly string[]
  /** The urgency of its alerts. */
  readonly severity: Severity
  /** `true` while it is matched with nothing. */
  readonly paused: boolean
}

/** The table of rules. */
export const alertRulesTable: CollectionDefinition<AlertRule> = {
  name: 'alert_rules',
  columns: {
    name: { type: 'text', optional: true },
    watches: { type: 'text' },
    subjectId: { type: 'text', optional: true },
    tags: { type: 'json', optional: true },
    condition: { type: 'json' },
    revision: { type: 'integer' },
    severity: { type: 'text' },
    coolDownMs: { type: 'integer', optional: true },
    rearmAfterMs: { type: 'integer', optional: true },
    paused: { type: 'boolean' },
  },
  unique: [],
  indexes: [['subjectId'], ['watches']],
}

/** A person's word that they take care of an alert. */
export interface AlertAcknowledgement {
  /** The time at which they said so, in epoch milliseconds. */
  readonly at: number
  /** The person, by the host's name for them. */
  readonly who: string
}

/** An episode of a rule and a subject: one alert, from its beginning to its end. */
export interface Alert extends BaseRecord {
  /** The id of the rule. */
  readonly ruleId: string
  /** The kind of its subject. */
  readonly watches: SubjectKind
  /** The id of its subject. */
  readonly subjectId: string
  /** The subject as it was when the alert last changed. */
  readonly subject: AlertSubject
  /** `open` while it lasts. */
  readonly status: 'open' | 'ended'
  /** The urgency of it. */
  readonly severity: Severity
  /** The beginning, in epoch milliseconds. */
  readonly from: number
  /** The end, in epoch milliseconds; absent while it is open. One that does not last ends as it begins. */
  readonly to?: number
  /** The reason why it began, last changed or ended, in words. */
  readonly reason: string
  /** The kind of the condition that made it begin. */
  readonly condition: string
  /** The id of the monitor whose failure caused it; absent where none did. */
  readonly causedBy?: string
  /** The person who takes care of it; absent until somebody says so. */
  readonly acknowledgement?: AlertAcknowledgement
}

/** The table of alerts. */
export const alertsTable: CollectionDefinition<Alert> = {
  name: 'alerts',
  columns: {
    ruleId: { type: 'text' },
    watches: { type: 'text' },
    subjectId: { type: 'text' },
    subject: { type: 'json' },
    status: { type: 'text' },
    severity: { type: 'text' },
    from: { type: 'time' },
    to: { type: 'time', optional: true },
    reason: { type: 'text' },
    condition: { type: 'text' },
    causedBy: { type: 'text', optional: true },
    acknowledgement: { type: 'json', optional: true },
  },
  unique: [],
  indexes: [
    ['status', 'from'],
    ['ruleId', 'from'],
    ['subjectId', 'from'],
  ],
}
