import type { RuleCondition } from '../prices/rules/condition.js'
import type { Duration } from '../time/index.js'

/** The least duration of a condition on a monitor: what is over sooner fires nothing. */
export interface LeastDuring {
  /** The time for which it must have held at each check, such as `'5m'`, at most 7 days. @default none */
  readonly for?: Duration
}

/**
 * A condition on a monitor. All but `recovered` hold for a while: the alert begins when the condition begins to hold, and ends
 * when it does so no more.
 *
 * - `down`: as many checks failed in a row as make an incident
 * - `recovered`: an incident ended; it holds for that check alone
 * - `degraded`: the checks succeed, and meet a condition with `otherwise: 'degraded'`
 * - `tier-reached`: the monitor is in `tier`, or in one of several
 * - `tier-left`: the monitor was in `tier` since the rule was made, and is in another one
 * - `slower-than-usual`: the median of the last five checks is more than `percent` above the usual latency of this hour
 * - `failures`: at least `count` of the last `of` checks failed, all of them `within` a time when given
 * - `certificate-ending`: the certificate ends within a time
 * - `error-budget-burning`: the error budget of an objective is spent at a pace that exceeds a threshold of `burnWindows`
 * - `heartbeat-missed`: a heartbeat did not come in time
 */
export type MonitorCondition =
  | ({ readonly kind: 'down' } & LeastDuring)
  | { readonly kind: 'recovered' }
  | ({ readonly kind: 'degraded' } & LeastDuring)
  | ({ readonly kind: 'tier-reached'; readonly tier: string | readonly string[] } & LeastDuring)
  | ({ readonly kind: 'tier-left'; readonly tier: string } & LeastDuring)
  | ({ readonly kind: 'slower-than-usual'; readonly percent: number } & LeastDuring)
  | {
      readonly kind: 'failures'
      readonly count: number
      readonly of: number
      readonly within?: Duration
    }
  | { readonly kind: 'certificate-ending'; readonly within: Duration }
  | { readonly kind: 'error-budget-burning'; readonly share: number; readonly withinMs?: number }
  | { readonly kind: 'heartbeat-missed' }

/**
 * A condition on the host's own parts, for its operators. `source` limits it to one adapter.
 *
 * - `source-degraded`: a host of a source kept failing, and is not called for a while; ends when it answers again
 * - `source-critical`: many calls to a source failed within an hour
 * - `budget-reached`: at least `percent` of a budget is spent: 50, 80 or 100, unless given 100
 * - `probe-unhealthy`: this machine's own network is in doubt; ends when its probe reaches its targets again
 * - `alerts-critical`: three deliveries of a channel failed for good within an hour
 */
export type SourceCondition = { readonly source?: string } & (
  | { readonly kind: 'source-degraded' }
  | { readonly kind: 'source-critical' }
  | { readonly kind: 'budget-reached'; readonly percent?: 50 | 80 | 100 }
  | { readonly kind: 'probe-unhealthy' }
  | { readonly kind: 'alerts-critical' }
)

/** A condition without parts: on a monitor, a product or a source. */
export type SingleCondition = MonitorCondition | RuleCondition | SourceCondition

/**
 * The condition of a rule, as plain JSON: a single one, or several that are joined. `and` holds when all of its parts do, `or`
 * when one of them does, `not` when its part does not. All parts are about one kind of subject. A part that cannot be
 * judged, such as on a page that was not read, leaves what it decides as it was.
 */
export type AlertCondition =
  | SingleCondition
  | { readonly kind: 'and'; readonly of: readonly AlertCondition[] }
  | { readonly kind: 'or'; readonly of: readonly AlertCondition[] }
  | { readonly kind: 'not'; readonly of: AlertCondition }

/** The condition of one kind. */
export type ConditionOf<Kind extends SingleCondition['kind']> = Extract<
  SingleCondition,
  { readonly kind: Kind }
>

/** Returns the single conditions of a condition, in order. The state of a rule has one part for each. */
export function singleConditions(condition: AlertCondition): readonly SingleCondition[] {
  if (condition.kind === 'and' || condition.kind === 'or') return condition.of.flatMap(singleConditions)
  return condition.kind === 'not' ? singleConditions(condition.of) : [condition]
}
