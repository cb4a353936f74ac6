import type { CheckFailure } from '../latency/check.js'
import type { Money } from '../money/index.js'
import type { Availability } from '../prices/product.js'

/** The urgency of an alert: `critical` passes quiet hours. */
export type Severity = 'info' | 'warning' | 'critical'

/**
 * The kind of a notification: an episode begins, changes or ends; a reminder that it lasts; a summary of several; the code
 * that verifies a destination; a test that an owner asked for; or word of another destination that is disabled.
 */
export type NotificationKind =
  | 'started'
  | 'changed'
  | 'ended'
  | 'reminder'
  | 'summary'
  | 'verification'
  | 'test'
  | 'disabled'

/** A monitor as it was when an alert was written. */
export interface MonitorSubject {
  /** The kind of subject. */
  readonly kind: 'monitor'
  /** The id of the monitor. */
  readonly id: string
  /** The name that people see. */
  readonly name: string
  /** Its URL without secrets. */
  readonly url: string
  /** The region that it is checked from. */
  readonly region?: string
  /** The tier it is in. */
  readonly tier?: string
  /** The tier it was in before, where it is another one. */
  readonly previousTier?: string
  /** The latency of the last check, in milliseconds. */
  readonly latencyMs?: number
  /** The usual latency at this hour, in milliseconds; for a rule that compares with it. */
  readonly usualMs?: number
  /** The reason why the last check failed; on an end, the reason of the first failure. */
  readonly failure?: CheckFailure
  /** The number of failed checks in a row. */
  readonly failedChecks?: number
  /** The time at which its certificate ends, in epoch milliseconds; for a rule about it. */
  readonly certificateExpiresAt?: number
  /** The share of checks that an objective wants good, such as 0.999; for a rule on its error budget. */
  readonly objectiveShare?: number
  /** The pace at which the error budget is spent: 1 spends it exactly over its period; for a rule on it. */
  readonly burnRate?: number
}

/** A product as it was when an alert was written. */
export interface ProductSubject {
  /** The kind of subject. */
  readonly kind: 'product'
  /** The id of the product. */
  readonly id: string
  /** Its title, or its URL while none was read. */
  readonly name: string
  /** The page of the product. */
  readonly url: string
  /** The picture of the product. */
  readonly imageUrl?: string
  /** The price now. */
  readonly price?: Money
  /** The last price before it. */
  readonly previousPrice?: Money
  /** The usual price, while there is a sale. */
  readonly usualPrice?: Money
  /** The advertised "was" price. */
  readonly wasPrice?: Money
  /** The depth of the sale against the usual price, in per cent. */
  readonly saleDepthPercent?: number
  /** The availability that the page says. */
  readonly availability?: Availability
}

/** A part of the host that its operators are told about. */
export interface SourceSubject {
  /** The kind of subject. */
  readonly kind: 'source'
  /** The id of it: an adapter, with the host where one is meant. */
  readonly id: string
  /** The name that people see, such as `marketcheck at api.marketcheck.com`. */
  readonly name: string
  /** The last failure in words. */
  readonly failure?: string
  /** The number of failures, of targets that are not reached, or of deliveries that failed. */
  readonly failures?: number
  /** The share of a budget that is spent, in per cent. */
  readonly spentPercent?: number
  /** The time of the next call to it, in epoch milliseconds. */
  readonly retryAt?: number
}

/** The subject of an alert. */
export type AlertSubject = MonitorSubject | ProductSubject | SourceSubject

/** The kind of an alert's subject. */
export type SubjectKind = AlertSubject['kind']

/** A subject that an alert names beside its own: one that failed with it. */
export interface AlertChild {
  /** The id of the subject. */
  readonly id: string
  /** Its name. */
  readonly name: string
}

/** The silence that an alert waited for. */
export interface EndedSilence {
  /** The person who silenced it. */
  readonly author: string
  /** Their reason; absent when they gave none. */
  readonly reason?: string
}

/** One alert to tell a person of. Plain JSON; a renderer makes its words. */
export interface AlertNotice {
  /** The kind of notice. */
  readonly kind: 'started' | 'changed' | 'ended' | 'reminder'
  /** The urgency of it. */
  readonly severity: Severity
  /** The time of what happened, in epoch milliseconds. */
  readonly at: number
  /** The beginning of the episode, in epoch milliseconds. */
  readonly startedAt: number
  /** The kind of the rule's condition, such as `down`; of several, the one that made it fire. */
  readonly condition: string
  /** The name of the rule; absent when it has none. */
  readonly ruleName?: string
  /** The reason why it fired, changed or ended, in English: half a sentence without a period. */
  readonly reason: string
  /** The subject. */
  readonly subject: AlertSubject
  /** The subjects that failed with it, the first of them. @default [] */
  readonly children?: readonly AlertChild[]
  /** The number of all subjects that failed with it. @default 0 */
  readonly childCount?: number
  /** The silence that has just ended while the episode goes on: the notice says "still so". @default none */
  readonly afterSilence?: EndedSilence
  /** `true` when it was held back before, such as in quiet hours, and is told late. @default false */
  readonly isLate?: boolean
  /** The person who takes care of it; absent until somebody says so. */
  readonly acknowledgedBy?: string
  /** The number of reminders before and with this one, from 1; absent for other kinds. */
  readonly reminder?: number
  /** The step of the escalation, from 1, that brought it to this reader; absent for those who are told first. */
  readonly escalation?: number
}

/** Several alerts in one message: of a storm, of a digest, or of what was held back. */
export interface SummaryNotice {
  /** The kind of notice. */
  readonly kind: 'summary'
  /** The urgency of it. */
  readonly severity: Severity
  /** The time of it, in epoch milliseconds. */
  readonly at: number
  /** The reason of the summary: more alerts than the budget, a digest, or the end of a pause or of quiet hours. */
  readonly because: 'storm' | 'digest' | 'held'
  /** The first of the alerts, in order of time. */
  readonly alerts: readonly AlertNotice[]
  /** The number of all of them. */
  readonly count: number
}

/** The code that verifies a destination. */
export interface VerificationNotice {
  /** The kind of notice. */
  readonly kind: 'verification'
  /** The time of it, in epoch milliseconds. */
  readonly at: number
  /** The code that the reader hands back to the host. */
  readonly code: string
  /** The time until which it counts, in epoch milliseconds. */
  readonly expiresAt: number
}

/** A test that an owner asked for. */
export interface TestNotice {
  /** The kind of notice. */
  readonly kind: 'test'
  /** The time of it, in epoch milliseconds. */
  readonly at: number
}

/** A destination that is not used any more, told on another one. */
export interface DisabledNotice {
  /** The kind of notice. */
  readonly kind: 'disabled'
  /** The time of it, in epoch milliseconds. */
  readonly at: number
  /** The id of its channel, such as `telegram`. */
  readonly channel: string
  /** The destination for people to recognize. */
  readonly label: string
  /** The reason in words. */
  readonly reason: string
}

/** Everything that a renderer makes words of. */
export type Notice = AlertNotice | SummaryNotice | VerificationNotice | TestNotice | DisabledNotice

/** The reader of a notice. */
export interface NoticeReader {
  /** The language, as a BCP 47 tag. @default 'en' */
  readonly language?: string
  /** The IANA time zone of times. @default 'UTC' */
  readonly timeZone?: string
}
