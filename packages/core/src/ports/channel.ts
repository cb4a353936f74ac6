import type { NotificationKind, Severity } from '../alerting/alert-notice.js'
import type { AdapterContext } from './adapter-context.js'
import type { SettingsDeclaration } from './probe-settings.js'

export type { NotificationKind, Severity }

/** A figure or a fact beside the text, such as `Latency: 604 ms`. */
export interface NotificationFact {
  /** The name of the fact, as plain text. */
  readonly name: string
  /** Its value, as plain text. */
  readonly value: string
}

/** A link that a reader can follow. */
export interface NotificationLink {
  /** The effect of the link: it shows the subject, acknowledges the episode, or ends the messages to this destination. */
  readonly effect: 'view' | 'acknowledge' | 'unsubscribe'
  /** The words on it, as plain text. */
  readonly label: string
  /** The absolute URL, `https:` or `http:`. */
  readonly url: string
}

/** A picture that explains a notification. */
export interface NotificationImage {
  /** The picture as PNG. */
  readonly png: Uint8Array
  /** The words for a reader who does not see it. */
  readonly description: string
}

/** One notification, in the words of its reader. Every text but `html` is plain, and each channel escapes it. */
export interface Notification {
  /** The id of the delivery, the same on every attempt. A receiver that has seen it drops the second one. */
  readonly id: string
  /** The id of the episode: the same from `started` to `ended`, by which pagers recognize an incident. */
  readonly episodeId: string
  /** The kind of it. */
  readonly kind: NotificationKind
  /** The urgency of it. */
  readonly severity: Severity
  /** The time of what happened, in epoch milliseconds. */
  readonly at: number
  /** The subject in one line. */
  readonly title: string
  /** The text, in lines. */
  readonly text: string
  /** The text as a whole HTML document, for mail. An image in it has the source `cid:image`. @default made of the text */
  readonly html?: string
  /** The facts beside the text. @default [] */
  readonly facts?: readonly NotificationFact[]
  /** The links. @default [] */
  readonly links?: readonly NotificationLink[]
  /** The picture. @default none */
  readonly image?: NotificationImage
  /** The data of the event as JSON, for receivers that are programs. @default {} */
  readonly data?: Readonly<Record<string, unknown>>
  /** The language of the texts, as a BCP 47 tag. @default 'en' */
  readonly language?: string
}

/** A notification on its way to one destination. */
export interface ChannelDelivery<Checked = unknown> {
  /** The notification. */
  readonly notification: Notification
  /** The destination as its schema gives it, with its secrets. */
  readonly destination: Checked
  /**
   * The id that this destination's channel gave to the episode's first message. A channel that can edit messages edits that
   * one; a channel that cannot sends a new one. @default none was sent
   */
  readonly earlierMessageId?: string
  /** The number of this attempt, from 1. */
  readonly attempt: number
}

/** The receipt of a delivery that the service accepted. */
export interface DeliveryReceipt {
  /** The id that the service gave to the message. @default it gives none */
  readonly messageId?: string
  /** The destination from now on, as a host would write it, such as the new id of a chat that migrated. @default unchanged */
  readonly movedTo?: object
}

/** The rate that a service takes. The engine keeps it across all processes. */
export interface DeliveryPace {
  /** The shortest time between two deliveries of the channel, in milliseconds. @default 0 */
  readonly gapMs?: number
  /** The shortest time between two deliveries to one destination, in milliseconds. @default 0 */
  readonly destinationGapMs?: number
}

/**
 * Delivers notifications to the destinations of owners.
 *
 * @typeParam Destination - a destination as an owner writes it, such as `{ chatId: '123' }`.
 * @typeParam Checked - the destination as {@link Channel.deliver} gets it.
 */
export interface Channel<Destination extends object = object, Checked = unknown> {
  /** The schema of a destination, and where its secrets stand. */
  readonly destination: SettingsDeclaration<Destination, Checked>
  /** Returns the destination for people to recognize, without its secrets, such as `ana@shop.example`. */
  label(destination: Checked): string
  /**
   * Delivers once, and resolves when the service accepted it. Rejects with a `DeliveryError` when the service refused it: for
   * good, for now, or since the destination is gone; and with what `context.http` rejects with. The engine retries and paces.
   */
  deliver(delivery: ChannelDelivery<Checked>, context: AdapterContext): Promise<DeliveryReceipt>
  /** `true` when a person reads it, so that a destination has to be verified first. @default true */
  readonly isForPeople?: boolean
  /** `true` when it shows the picture of a notification. Without it, none is drawn. @default false */
  readonly showsImages?: boolean
  /** The rate that the service takes. @default no limit */
  readonly pace?: DeliveryPace
}
