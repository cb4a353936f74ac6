import type { AlertSubject, Notice, NotificationKind, Severity } from '../alerting/alert-notice.js'
import type { BaseRecord, CollectionDefinition } from '../ports/index.js'

/** A notice on its way to one destination. Its id is the same on every attempt, so that a receiver can drop a second one. */
export interface Delivery extends BaseRecord {
  /** The key that no two deliveries of an owner share: the alert or the summary, its step, and the destination. */
  readonly key: string
  /** The id of the destination. */
  readonly destinationId: string
  /** The id of the adapter whose channel delivers it. */
  readonly channel: string
  /** The id of the alert; absent for a summary, a code and a test. */
  readonly alertId?: string
  /** The id of the rule; absent where there is no single one. */
  readonly ruleId?: string
  /** The id of the subject; absent where there is no single one. */
  readonly subjectId?: string
  /** The id that all messages of one episode share: the alert's, or the delivery's own. */
  readonly episodeId: string
  /** The kind of it. */
  readonly kind: NotificationKind
  /** The urgency of it. */
  readonly severity: Severity
  /** The notice that its words are made of. */
  readonly notice: Notice
  /** `pending` until the service accepted it, `failed` when it did not in the end, `suppressed` when it was withdrawn before. */
  readonly status: 'pending' | 'sent' | 'failed' | 'suppressed'
  /** The time of the next attempt, in epoch milliseconds; of the last one, when there is no next. */
  readonly dueAt: number
  /** The number of attempts so far. */
  readonly attempts: number
  /** The time at which the service accepted it, in epoch milliseconds. */
  readonly sentAt?: number
  /** The id that the service gave to the message. */
  readonly messageId?: string
  /** The reason why the last attempt failed, or why it was withdrawn, in words. */
  readonly errorMessage?: string
}

/** A delivery for people: what was told, where, and what became of it. */
export interface AlertDelivery extends Omit<Delivery, 'notice' | 'key'> {
  /** The subject as it was when the notice was written; absent for what is about none or several. */
  readonly subject?: AlertSubject
}

/** The table of deliveries. */
export const deliveriesTable: CollectionDefinition<Delivery> = {
  name: 'deliveries',
  columns: {
    key: { type: 'text' },
    destinationId: { type: 'text' },
    channel: { type: 'text' },
    alertId: { type: 'text', optional: true },
    ruleId: { type: 'text', optional: true },
    subjectId: { type: 'text', optional: true },
    episodeId: { type: 'text' },
    kind: { type: 'text' },
    severity: { type: 'text' },
    notice: { type: 'json' },
    status: { type: 'text' },
    dueAt: { type: 'time' },
    attempts: { type: 'integer' },
    sentAt: { type: 'time', optional: true },
    messageId: { type: 'text', optional: true },
    errorMessage: { type: 'text', optional: true },
  },
  unique: [['key']],
  indexes: [
    ['status', 'dueAt'],
    ['destinationId', 'status'],
    ['episodeId', 'destinationId'],
    ['channel', 'status', 'dueAt'],
    ['alertId', 'status'],
  ],
}
