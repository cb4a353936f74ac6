import type { AlertNotice, Severity, SubjectKind } from '../alerting/alert-notice.js'
import type { BaseRecord, CollectionDefinition, SeriesDefinition, SeriesRow } from '../ports/index.js'

/** The origin of a step that an observation wrote: what its alert no longer says once it is removed. */
export interface StepOrigin {
  /** The id of the rule. */
  readonly ruleId: string
  /** The tags of the subject. */
  readonly tags?: readonly string[]
  /** The id of the monitor whose failure caused it. */
  readonly causedBy?: string
  /** `true` for an alert that does not last, such as a drop of a price. */
  readonly isMomentary?: boolean
}

/**
 * A step that waits for its decision: who is told of an alert, and when. It is written in the transaction of the observation,
 * and removed in that of the decision.
 *
 * - `started`, `changed`, `ended`: an alert did
 * - `reminder`, `escalation`: an open alert that nobody acknowledged falls due again
 * - `storm`, `digest`, `held`: what waits for a summary falls due
 * - `silence`: a silence ended
 * - `destination`: a destination became active
 */
export interface PendingStep extends BaseRecord {
  /** The alert and the step, or what else it is about: one of each waits. */
  readonly key: string
  /** The step. */
  readonly step:
    | 'started'
    | 'changed'
    | 'ended'
    | 'reminder'
    | 'escalation'
    | 'storm'
    | 'digest'
    | 'held'
    | 'silence'
    | 'destination'
  /** The id of the alert; absent for what concerns several. */
  readonly alertId?: string
  /** The id of the silence that ended. */
  readonly silenceId?: string
  /** The notice of what an observation changed. */
  readonly notice?: AlertNotice
  /** The origin of what an observation changed. */
  readonly origin?: StepOrigin
  /** The time from which it is decided, in epoch milliseconds. */
  readonly dueAt: number
}

/** The table of steps that wait. */
export const pendingStepsTable: CollectionDefinition<PendingStep> = {
  name: 'alert_steps',
  columns: {
    key: { type: 'text' },
    step: { type: 'text' },
    alertId: { type: 'text', optional: true },
    silenceId: { type: 'text', optional: true },
    notice: { type: 'json', optional: true },
    origin: { type: 'json', optional: true },
    dueAt: { type: 'time' },
  },
  unique: [['key']],
  indexes: [['dueAt'], ['alertId']],
}

/** A destination that was told of an alert. */
export interface ToldDestination {
  /** The id of the destination. */
  readonly destinationId: string
  /** The last step that it was told. */
  readonly step: 'started' | 'ended'
  /** The form in which it was told of the beginning: by a message of its own, or in a summary. */
  readonly as: 'alone' | 'summary'
  /** The number of changes of the alert that it knows of. */
  readonly changes: number
}

/** The way of an alert to its readers: who was told of what, and what it waits for. It has the id of the alert. */
export interface AlertRoute extends BaseRecord {
  /** The id of the rule. */
  readonly ruleId: string
  /** The id of the subject. */
  readonly subjectId: string
  /** The tags of the subject. */
  readonly tags?: readonly string[]
  /** The notice of the alert as it is now. */
  readonly notice: AlertNotice
  /** `momentary` for one that does not last. */
  readonly status: 'open' | 'ended' | 'momentary'
  /** The id of the monitor whose failure caused it. */
  readonly causedBy?: string
  /** The key by which others join its message; absent while it is grouped itself. */
  readonly group?: string
  /** The id of the alert whose message names it. */
  readonly groupedUnder?: string
  /** The summary that it waits for. */
  readonly waiting?: 'storm' | 'digest' | 'held'
  /** The destinations that were told of it. */
  readonly told: readonly ToldDestination[]
  /** The time from which on escalations and reminders count, in epoch milliseconds; absent until it is told. */
  readonly toldAt?: number
  /** The number of changes that its readers are to be told of. */
  readonly changes: number
  /** The number of reminders so far. */
  readonly reminders: number
}

/** The table of ways. */
export const alertRoutesTable: CollectionDefinition<AlertRoute> = {
  name: 'alert_routes',
  columns: {
    ruleId: { type: 'text' },
    subjectId: { type: 'text' },
    tags: { type: 'json', optional: true },
    notice: { type: 'json' },
    status: { type: 'text' },
    causedBy: { type: 'text', optional: true },
    group: { type: 'text', optional: true },
    groupedUnder: { type: 'text', optional: true },
    waiting: { type: 'text', optional: true },
    told: { type: 'json' },
    toldAt: { type: 'time', optional: true },
    changes: { type: 'integer' },
    reminders: { type: 'integer' },
  },
  unique: [],
  indexes: [
    ['subjectId', 'status'],
    ['group', 'status'],
    ['groupedUnder', 'status'],
    ['waiting'],
    ['status', 'updatedAt'],
  ],
}

/** The alerts that a silence is about: those that meet all of its members. */
export interface SilenceMatcher {
  /** The kinds of subject. @default any */
  readonly watches?: readonly SubjectKind[]
  /** The ids of rules. @default any */
  readonly ruleIds?: readonly string[]
  /** The ids of subjects. @default any */
  readonly subjectIds?: readonly string[]
  /** The tags of subjects, one of which it has. @default any */
  readonly tags?: readonly string[]
  /** The urgencies. @default any */
  readonly severities?: readonly Severity[]
}

/** A span for which alerts are told to nobody, though they are kept. */
export interface Silence extends BaseRecord {
  /** The alerts it is about. */
  readonly matcher: SilenceMatcher
  /** The beginning, in epoch milliseconds. */
  readonly from: number
  /** The end, in epoch milliseconds. */
  readonly to: number
  /** The person who made it, by the host's name for them. */
  readonly author: string
  /** Their reason; absent when they gave none. */
  readonly reason?: string
}

/** The table of silences. */
export const silencesTable: CollectionDefinition<Silence> = {
  name: 'silences',
  columns: {
    matcher: { type: 'json' },
    from: { type: 'time' },
    to: { type: 'time' },
    author: { type: 'text' },
    reason: { type: 'text', optional: true },
  },
  unique: [],
  indexes: [['to']],
}

/** The hours of a day in which nobody is disturbed, from `from` until `to`, over midnight where `to` is earlier. */
export interface QuietHours {
  /** The beginning, as `HH:MM`. */
  readonly from: string
  /** The end, as `HH:MM`. */
  readonly to: string
  /** The days on which it begins, 1 for Monday to 7 for Sunday. @default every day */
  readonly days?: readonly number[]
}

/** The times at which what is not critical is told together. */
export interface Digest {
  /** The span between two of them. */
  readonly every: 'hour' | 'day' | 'week'
  /** The time of a day, as `HH:MM`. @default '08:00' */
  readonly at?: string
  /** The day of a week, 1 for Monday to 7 for Sunday. @default 1 */
  readonly day?: number
}

/** The preferences of an owner. There is one record of them, or none while all are as given by default. */
export interface AlertPreferences extends BaseRecord {
  /** The name of the record, of which an owner has one. */
  readonly scope: 'owner'
  /** The language of messages, as a BCP 47 tag. */
  readonly language?: string
  /** The IANA time zone of quiet hours, digests and times. */
  readonly timeZone?: string
  /** The hours in which only critical alerts are told. */
  readonly quietHours?: QuietHours
  /** The times at which what is not critical is told together; absent while each is told at once. */
  readonly digest?: Digest
  /** The maximum number of alerts told in a day of the time zone, critical ones aside. */
  readonly maxAlertsPerDay?: number
  /** The number of alerts in a minute above which one summary tells the rest. */
  readonly maxAlertsPerMinute?: number
  /** The time between two reminders of an open alert that nobody acknowledged, in milliseconds; absent for none. */
  readonly remindEveryMs?: number
  /** The end of a pause of everything, in epoch milliseconds. */
  readonly pausedUntil?: number
  /** The least expected profit of an opportunity that is told, in USD. */
  readonly minProfitUsd?: number
}

/** The table of preferences. */
export const alertPreferencesTable: CollectionDefinition<AlertPreferences> = {
  name: 'alert_preferences',
  columns: {
    scope: { type: 'text' },
    language: { type: 'text', optional: true },
    timeZone: { type: 'text', optional: true },
    quietHours: { type: 'json', optional: true },
    digest: { type: 'json', optional: true },
    maxAlertsPerDay: { type: 'integer', optional: true },
    maxAlertsPerMinute: { type: 'integer', optional: true },
    remindEveryMs: { type: 'integer', optional: true },
    pausedUntil: { type: 'time', optional: true },
    minProfitUsd: { type: 'real', optional: true },
  },
  unique: [['scope']],
  indexes: [],
}

/** A decision on one step of an alert: the answer to "why was I told", and to "why was I not". */
export interface AlertDecision {
  /** The id of the decision. */
  readonly id: string
  /** The owner. */
  readonly ownerId: string
  /** The time of it, in epoch milliseconds. */
  readonly at: number
  /** The id of the alert. */
  readonly alertId: string
  /** The step that was decided on. */
  readonly step: PendingStep['step']
  /** The outcome. */
  readonly outcome:
    | 'sent'
    | 'grouped'
    | 'silenced'
    | 'held'
    | 'over-budget'
    | 'paused'
    | 'below-threshold'
    | 'no-destination'
    | 'dropped'
  /** The reason in words. */
  readonly reason: string
  /** The id of the delivery that it led to. */
  readonly deliveryId?: string
  /** The id of the destination; absent where it concerns all. */
  readonly destinationId?: string
}

/** A decision as a row, under the key of its alert. */
export interface AlertDecisionRow extends SeriesRow, AlertDecision {}

/** The series of decisions, each alert's under its id. */
export const alertDecisionsTable: SeriesDefinition<AlertDecisionRow> = {
  name: 'alert_decisions',
  columns: {
    alertId: { type: 'text' },
    step: { type: 'text' },
    outcome: { type: 'text' },
    reason: { type: 'text' },
    deliveryId: { type: 'text', optional: true },
    destinationId: { type: 'text', optional: true },
  },
}
