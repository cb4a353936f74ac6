import type { Money } from '../../money/index.js'

/** The state of a rule in one currency. */
interface CurrencyState {
  /** `true` when the rule can fire: it has not since its condition was last false. */
  readonly armed: boolean
  /** The highest price since the rule last fired, or the price at which it did. */
  readonly price?: Money
  /** The start of the sale that was on at the last observation, in epoch milliseconds; absent when none was. */
  readonly saleStartedAt?: number
  /**
   * The time since which the condition of a rule with a least duration has been true, in epoch milliseconds; absent while it
   * is not. The other members are then those of the reading before.
   */
  readonly heldSince?: number
  /** The last firing; absent while it never fired. */
  readonly fired?: LastFiring
  /** The ISO 4217 code of the currency; absent while no price was seen. */
  readonly currency?: string
}

/** The state of a rule between two observations: that in the currency of the last price. Plain JSON. */
export interface RuleState extends CurrencyState {
  /** The states in other currencies that were seen. */
  readonly others?: readonly CurrencyState[]
}

/** The last time that a rule fired. */
export interface LastFiring {
  /** The time at which it fired, or would have if it had not rested, in epoch milliseconds. */
  readonly at: number
  /** The price at which it last fired; absent when there was none. */
  readonly price?: Money
}

/** The result of matching a rule with an observation. */
export interface RuleMatch {
  /** The new state of the rule. */
  readonly state: RuleState
  /** The reason why it fired, in words; absent when it did not. */
  readonly reason?: string
}
