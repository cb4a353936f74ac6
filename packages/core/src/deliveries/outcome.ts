import type { Delivery } from '../records/delivery-records.js'
import type { Destination } from '../records/destination-records.js'

/** The outcome of a delivery that was claimed. */
export type DeliveryOutcome =
  | { readonly status: 'sent'; readonly messageId?: string; readonly movedTo?: object }
  /** The service refused it for now: the next attempt is at `dueAt`. */
  | { readonly status: 'retried'; readonly reason: string; readonly dueAt: number }
  /** The service refused it for good, or once too often. */
  | { readonly status: 'failed'; readonly reason: string; readonly isGone?: boolean }
  /** It was withdrawn before it was sent. */
  | { readonly status: 'suppressed'; readonly reason: string }
  /** Nothing was tried: it waits until `dueAt`, for an earlier message or for its turn. */
  | { readonly status: 'deferred'; readonly dueAt: number }

/** A delivery with its outcome. */
export interface DeliveryResult {
  /** The delivery as it was claimed. */
  readonly delivery: Delivery
  /** Its destination as it was read; absent where there is none any more. */
  readonly destination?: Destination | undefined
  /** The outcome. */
  readonly outcome: DeliveryOutcome
}
