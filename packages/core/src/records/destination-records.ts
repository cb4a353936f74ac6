import type { Severity } from '../alerting/alert-notice.js'
import type { BaseRecord, CollectionDefinition } from '../ports/index.js'

/** The code that a reader hands back to show that a destination is theirs. Only its hash is stored. */
export interface DestinationVerification {
  /** The SHA-256 of the code, salted with the id of the destination, as hexadecimal text. */
  readonly codeHash: string
  /** The time until which it counts, in epoch milliseconds. */
  readonly expiresAt: number
  /** The number of wrong codes since it was sent. */
  readonly wrongCodes: number
}

/** A place that an owner's alerts are sent to: an address, a chat, a device or a URL. */
export interface Destination extends BaseRecord {
  /** The name that people see; absent where it has none. */
  readonly name?: string
  /** The id of the adapter whose channel reaches it. */
  readonly channel: string
  /** The settings that the channel takes, with their secrets masked. */
  readonly settings: Readonly<Record<string, unknown>>
  /** `true` when secrets of the settings are kept apart. */
  readonly hasSecretSettings?: boolean
  /** The place for people to recognize, without secrets, such as `ana@shop.example`. */
  readonly label: string
  /** `active` once its reader verified it; nothing but the code is sent to one that is not. */
  readonly status: 'unverified' | 'active' | 'disabled'
  /** The reason why nothing is sent to it any more, in words. */
  readonly disabledReason?: string
  /** The time at which its reader verified it, in epoch milliseconds; absent while none did, and once its reader ended it. */
  readonly verifiedAt?: number
  /** The code that was sent to it; absent when none is open. */
  readonly verification?: DestinationVerification
  /** The least urgency that it is told of. */
  readonly minSeverity: Severity
  /** The time after which it is told of an alert that nobody acknowledged, in milliseconds: 0 at once. */
  readonly afterMs: number
  /** The language of its reader, as a BCP 47 tag; absent for the owner's. */
  readonly language?: string
  /** The IANA time zone of its reader; absent for the owner's. */
  readonly timeZone?: string
  /** The beginning of the failures since which nothing reached it, in epoch milliseconds. */
  readonly failingSince?: number
}

/** A destination as its owner sees it, without the hash of its code. */
export interface AlertDestination extends Omit<Destination, 'verification'> {
  /** The time until which the code that was sent to it counts, in epoch milliseconds; absent when none is open. */
  readonly codeExpiresAt?: number
}

/** The table of destinations. */
export const destinationsTable: CollectionDefinition<Destination> = {
  name: 'destinations',
  columns: {
    name: { type: 'text', optional: true },
    channel: { type: 'text' },
    settings: { type: 'json' },
    hasSecretSettings: { type: 'boolean', optional: true },
    label: { type: 'text' },
    status: { type: 'text' },
    disabledReason: { type: 'text', optional: true },
    verifiedAt: { type: 'time', optional: true },
    verification: { type: 'json', optional: true },
    minSeverity: { type: 'text' },
    afterMs: { type: 'integer' },
    language: { type: 'text', optional: true },
    timeZone: { type: 'text', optional: true },
    failingSince: { type: 'time', optional: true },
  },
  unique: [],
  indexes: [['channel'], ['status']],
}
