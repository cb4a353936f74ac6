import { defined, omit } from '../../options/checks.js'
import { type Duration, parseDuration } from '../../time/index.js'
import { formatDate } from '../format.js'
import type { RuleMatch, RuleState } from './rule-state.js'

/** A rule at an observation that says whether its condition is true. */
export interface HeldRule {
  /** The least duration of the condition; `undefined` when there is none. */
  readonly leastDuration: Duration | undefined
  /** The state before the observation. */
  readonly before: RuleState
  /** The time of the observation, in epoch milliseconds. */
  readonly at: number
}

/**
 * Keeps a match from firing until its condition has been true for the least duration. Until then the state stays what it
 * was, so that each observation is matched as the first one was.
 */
export function hold({ leastDuration, before, at }: HeldRule, match: RuleMatch): RuleMatch {
  if (leastDuration === undefined) return match
  if (match.reason === undefined) return { state: endHold(match.state) }
  const { heldSince = at } = before
  if (at - heldSince < parseDuration(leastDuration)) return { state: { ...before, heldSince } }
  const reason = `${match.reason}; this has held since ${formatDate(heldSince)}`
  return { state: endHold(match.state), reason }
}

/** Returns a state whose condition is not true. */
const endHold = (state: RuleState): RuleState => omit(state, 'heldSince')

/** Returns the state of a rule on the price while the product cannot be bought: no condition is true in any currency. */
export const endHolds = ({ others, ...state }: RuleState): RuleState =>
  defined({ ...endHold(state), others: others?.map(endHold) })
