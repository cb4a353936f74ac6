import { defined } from '../options/checks.js'
import type { AlertCondition, SingleCondition } from './condition.js'
import { type ConditionMatch, matchCondition } from './match-condition.js'
import type { RuleFacts } from './rule-facts.js'
import type { SubjectState } from './subject-state.js'

/** The part of a rule that decides when an alert begins and ends. */
export interface FiringRule {
  /** The condition. */
  readonly condition: AlertCondition
  /** The number of the condition, which rises when it is replaced. */
  readonly revision: number
  /** The least time from the beginning of one alert of a subject to the next, in milliseconds. @default 0 */
  readonly coolDownMs?: number
  /** The time for which the condition must not hold before an alert ends, in milliseconds. @default 0 */
  readonly rearmAfterMs?: number
}

/**
 * The effect of an observation on the alert of a rule and a subject.
 *
 * - `fired`: something happened that does not last, such as a drop of a price
 * - `started`: the condition began to hold
 * - `changed`: it still holds, in another class, such as another tier
 * - `ended`: it does not hold any more
 */
export interface AlertEdge {
  /** The effect. */
  readonly effect: 'fired' | 'started' | 'changed' | 'ended'
  /** The reason in words. */
  readonly reason: string
  /** The kind of the single condition that the reason is of. */
  readonly condition: SingleCondition['kind'] | 'and' | 'or' | 'not'
}

/** The result of matching a rule with an observation of a subject. */
export interface SubjectMatch {
  /** The new state. */
  readonly state: SubjectState
  /** The effect; absent when there is none. */
  readonly edge?: AlertEdge
}

/** The conditions on sources that last until something says that they are over. */
const lasting: ReadonlySet<string> = new Set(['source-degraded', 'probe-unhealthy'])

/** Returns `true` when a rule fires at single observations, and its alerts do not last. */
function isMomentary({ condition }: FiringRule, facts: RuleFacts): boolean {
  if (facts.kind === 'monitor') return condition.kind === 'recovered'
  return facts.kind === 'product' || !lasting.has(condition.kind)
}

/**
 * Matches a rule with one observation of a subject. `state` is that of the subject after the observation before; one of an
 * earlier condition counts as none, except that its open alert ends.
 */
export function matchSubject(
  rule: FiringRule,
  state: SubjectState | undefined,
  facts: RuleFacts,
): SubjectMatch {
  const known = state?.revision === rule.revision ? state : undefined
  const match = matchCondition(rule.condition, known?.parts ?? [], facts)
  const before = { ...known, revision: rule.revision, parts: match.parts, holds: known?.holds ?? false }
  if (isMomentary(rule, facts)) return settleMomentary(rule, before, match, facts.at)
  if (match.holds === undefined) return { state: before }
  return match.holds ? settleHolding(rule, before, match, facts) : settleClear(rule, before, facts)
}

const isCooling = ({ coolDownMs = 0 }: FiringRule, { firedAt }: SubjectState, at: number): boolean =>
  firedAt !== undefined && at - firedAt < coolDownMs

function edgeOf(effect: AlertEdge['effect'], rule: FiringRule, match: ConditionMatch): AlertEdge {
  return {
    effect,
    reason: match.reason ?? 'its condition is met',
    condition: match.kind ?? rule.condition.kind,
  }
}

function settleMomentary(
  rule: FiringRule,
  before: SubjectState,
  match: ConditionMatch,
  at: number,
): SubjectMatch {
  const holds = match.holds ?? before.holds
  const isJoined = ['and', 'or', 'not'].includes(rule.condition.kind)
  // A single condition tells by its reason that it fires, and has its own rests; several fire when they begin to hold.
  const fires = isJoined
    ? match.holds === true && !before.holds
    : match.holds === true && match.reason !== undefined
  const state = { ...before, holds }
  if (!fires || isCooling(rule, before, at)) return { state }
  return { state: { ...state, firedAt: at }, edge: edgeOf('fired', rule, match) }
}

function settleHolding(
  rule: FiringRule,
  before: SubjectState,
  match: ConditionMatch,
  { at }: RuleFacts,
): SubjectMatch {
  const { clearSince, grade: gradeBefore, ...kept } = before
  const state = { ...kept, holds: true, ...defined({ grade: match.grade }) }
  if (before.alertId === undefined)
    return isCooling(rule, before, at)
      ? { state }
      : { state: { ...state, firedAt: at }, edge: edgeOf('started', rule, match) }
  if (match.grade === gradeBefore) return { state }
  return { state, edge: edgeOf('changed', rule, match) }
}

function settleClear(rule: FiringRule, before: SubjectState, facts: RuleFacts): SubjectMatch {
  const { at } = facts
  if (before.alertId === undefined) return { state: { ...before, holds: false } }
  const clearSince = before.clearSince ?? at
  if (at - clearSince < (rule.rearmAfterMs ?? 0)) return { state: { ...before, clearSince } }
  const { alertId, clearSince: _, grade, ...kept } = before
  const edge: AlertEdge = {
    effect: 'ended',
    reason: endReasonOf(rule, facts),
    condition: rule.condition.kind,
  }
  return { state: { ...kept, holds: false }, edge }
}

const endReasons: { readonly [Kind in SingleCondition['kind']]?: string } = {
  down: 'it works again',
  degraded: 'it is not degraded any more',
  'slower-than-usual': 'it is as fast as usual again',
  failures: 'its checks succeed again',
  'certificate-ending': 'it has a new certificate',
  'error-budget-burning': 'its error budget is not spent so fast any more',
  'heartbeat-missed': 'its heartbeat came',
  'source-degraded': 'it answers again',
  'probe-unhealthy': 'its targets can be reached again',
}

function endReasonOf({ condition }: FiringRule, facts: RuleFacts): string {
  const isTier = condition.kind === 'tier-reached' || condition.kind === 'tier-left'
  if (isTier && facts.kind === 'monitor') return `it is ${facts.tier}`
  const { kind } = condition
  const known = kind === 'and' || kind === 'or' || kind === 'not' ? undefined : endReasons[kind]
  return known ?? 'its condition is not met any more'
}
