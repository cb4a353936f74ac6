import type { MessageWords, RenderOptions } from '../alerting/index.js'
import type { NotificationImage, NotificationLink } from '../ports/index.js'
import type { Delivery } from '../records/delivery-records.js'
import type { Destination } from '../records/destination-records.js'
import type { MoveDestination } from './destination-health.js'

/** The looks of messages: what a host replaces. */
export interface MessageLooks {
  /** The words by language. */
  readonly words?: Readonly<Record<string, MessageWords>>
  /** Makes the texts instead of those given. */
  readonly template?: NonNullable<RenderOptions['template']>
}

/** Options of the deliverer: the knowledge of other services that it needs. */
export interface DelivererOptions extends MessageLooks {
  /** Returns the settings of a destination as its channel takes them, with their secrets. Throws when it takes them no more. */
  openDestination(destination: Destination): Promise<unknown>
  /** Stores the place that a service moved a destination to. */
  readonly moveDestination: MoveDestination
  /** Returns the links of a message. */
  linksOf(delivery: Delivery): readonly NotificationLink[] | Promise<readonly NotificationLink[]>
  /** Draws the picture of a message, for a channel that shows one; `undefined` where there is none. */
  drawImage(
    delivery: Delivery,
    reader: NonNullable<RenderOptions['reader']>,
  ): Promise<NotificationImage | undefined>
}
