import type { RuleState } from '../prices/rules/rule-state.js'

/** A check that a condition remembers: its time, and whether it failed. */
export type RememberedCheck = readonly [at: number, failed: boolean]

/** The state of a condition on a monitor between two checks. Plain JSON. */
export interface MonitorPartState {
  /** The time since which it has been true, in epoch milliseconds; absent while it is not. */
  readonly heldSince?: number
  /** `true` once the monitor was in the tier that it is to leave. */
  readonly wasInTier?: boolean
  /** The last checks, the oldest first; of `failures`. */
  readonly checks?: readonly RememberedCheck[]
  /** The latencies of the last checks that succeeded, in milliseconds; of `slower-than-usual`. */
  readonly latencies?: readonly number[]
}

/** The state of one single condition. */
export type PartState = MonitorPartState | RuleState

/** The state of a rule for one subject, which is stored with the subject. Plain JSON. */
export interface SubjectState {
  /** The revision of the rule whose condition it is of. */
  readonly revision: number
  /** The states of its single conditions, in their order. */
  readonly parts: readonly PartState[]
  /** `true` while the whole condition holds. */
  readonly holds: boolean
  /** The open alert; absent while there is none. */
  readonly alertId?: string
  /** The time since which the condition of an open alert has not held, in epoch milliseconds. */
  readonly clearSince?: number
  /** The time at which the last alert began, in epoch milliseconds. */
  readonly firedAt?: number
  /** The class of the open alert, such as its tier: another one changes the alert. */
  readonly grade?: string
}

/** The states of the rules on one subject, by the id of the rule. */
export type SubjectStates = Readonly<Record<string, SubjectState>>

/** The verdict of one condition on one observation. */
export interface Verdict<State = PartState> {
  /** `true` when it holds, `false` when it does not, `undefined` when the observation does not say. */
  readonly holds: boolean | undefined
  readonly state: State
  /** The reason in words, where it holds. */
  readonly reason?: string
  /** The class of what holds, such as the tier. */
  readonly grade?: string
}
