import { checkOptions } from '../../options/checks.js'
import type { HistoryPoint } from '../pack.js'
import { parsePoints } from '../parse-points.js'
import { conditionCheck, type RuleCondition } from './condition.js'
import { initialState, matchRule } from './match-rule.js'
import { Replay } from './replay.js'
import type { RuleState } from './rule-state.js'

/** One time at which a rule would have fired. */
export interface RuleFiring {
  /** The time of the observation, in epoch milliseconds. */
  readonly at: number
  /** The observation. */
  readonly point: HistoryPoint
  /** The reason in words. */
  readonly reason: string
}

/**
 * Returns the times at which a rule would have fired over a history, had it been made at the first point. It runs the
 * code that watches products on each point in turn. Pure. A `was-price-inflated` rule judges each point that has a
 * "was" price.
 *
 * @throws `ValidationError` naming the invalid point or part of the rule.
 * @example
 * ```ts
 * import { simulateRule } from '@telltale/core/prices'
 *
 * const day = 86_400_000
 * const eur = (amount: string) => ({ amount, currency: 'EUR' })
 * const points = ['60', '49', '48', '55', '47'].map((amount, index) => ({ at: index * day, price: eur(amount) }))
 * const firings = simulateRule({ kind: 'price-below', price: eur('50') }, points)
 * console.log(firings.map(({ at }) => at / day)) // [1, 4]: at 48 it was below already
 * ```
 */
export function simulateRule(rule: RuleCondition, points: readonly HistoryPoint[]): readonly RuleFiring[] {
  return [...simulationSteps(rule, points)].filter((firing) => firing !== undefined)
}

/** Simulates as {@link simulateRule} does, point by point: yields the firing at each one, or `undefined`. */
function* simulationSteps(
  rule: RuleCondition,
  points: readonly HistoryPoint[],
): Generator<RuleFiring | undefined, void> {
  const condition = checkOptions('simulateRule', conditionCheck, rule)
  const ordered = parsePoints('simulateRule', points).toSorted((one, other) => one.at - other.at)
  const replay = new Replay(ordered)
  let state: RuleState | undefined
  for (const point of ordered) {
    const context = replay.contextOf(point)
    const match = matchRule(condition, state ?? initialState(condition, context), context)
    state = match.state
    yield match.reason === undefined ? undefined : { at: point.at, point, reason: match.reason }
  }
}
