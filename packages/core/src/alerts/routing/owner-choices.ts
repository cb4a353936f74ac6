import type {
  AlertDecision,
  AlertPreferences,
  AlertRoute,
  Silence,
} from '../../records/alert-routing-records.js'
import type { Destination } from '../../records/destination-records.js'

/** The choices of an owner, as a transaction reads them. */
export interface OwnerChoices {
  readonly ownerId: string
  /** The time of the decision. */
  readonly now: number
  readonly preferences: Partial<AlertPreferences>
  /** The active destinations. */
  readonly destinations: readonly Destination[]
  /** The silences that have begun and not ended. */
  readonly silences: readonly Silence[]
}

/** The reason of a decision. */
export type Verdict = Pick<AlertDecision, 'outcome' | 'reason'>

/** The reason why an alert waits, and for what. */
export interface Gate extends Verdict {
  readonly waiting: NonNullable<AlertRoute['waiting']>
  /** The time at which it is looked at again, in epoch milliseconds. */
  readonly until: number
}
