import { parseOptions } from '../../options/index.js'
import { dayMs } from '../../time/index.js'
import type { HistoryPoint } from '../pack.js'
import { parsePoints } from '../parse-points.js'
import { findSales } from '../sale.js'
import { buildTimeline } from '../timeline.js'
import { conditionSchema, maxRuleDays, type RuleCondition } from './condition.js'
import { initialState, matchRule, type RuleState } from './match-rule.js'
import { createRuleContext } from './rule-context.js'

/** One time that a rule would have come true. */
export interface RuleFiring {
  /** The time of the reading, in epoch milliseconds. */
  readonly at: number
  /** What was seen then. */
  readonly point: HistoryPoint
  /** Why, in words. */
  readonly reason: string
}

/**
 * Returns when a rule would have come true over a history, had it been made at the first point: the very code that
 * watches a product, on each reading in turn. Pure. A rule of "was" prices judges each reading that has one anew.
 *
 * @throws `ValidationError` naming the point, or the part of the rule, that is wrong.
 * @example
 * ```ts
 * import { simulateRule } from '@telltale/core/prices'
 *
 * const day = 86_400_000
 * const eur = (amount: string) => ({ amount, currency: 'EUR' })
 * const points = ['60', '49', '48', '55', '50'].map((amount, index) => ({ at: index * day, price: eur(amount) }))
 * const firings = simulateRule({ kind: 'price-below', price: eur('50') }, points)
 * console.log(firings.map(({ at }) => at / day)) // [1, 4]: at 48 it was below already
 * ```
 */
export function simulateRule(rule: RuleCondition, points: readonly HistoryPoint[]): readonly RuleFiring[] {
  const condition = parseOptions('simulateRule', conditionSchema, rule)
  const ordered = parsePoints('simulateRule', points).toSorted((one, other) => one.at - other.at)
  const saleAt = isPlain(ordered) ? salesOver(ordered) : undefined
  const firings: RuleFiring[] = []
  let state: RuleState | undefined
  let from = 0
  for (const [index, point] of ordered.entries()) {
    while ((ordered[from] as HistoryPoint).at < point.at - maxRuleDays * dayMs) from += 1
    const facts = createRuleContext(ordered.slice(from, index + 1), point, saleAt && (() => saleAt(point.at)))
    const match = matchRule(condition, state ?? initialState(condition, facts), facts)
    state = match.state
    if (match.reason !== undefined) firings.push({ at: point.at, point, reason: match.reason })
  }
  return firings
}

/** Whether all of a history can be laid out at once: it has one currency, and one reading at each moment. */
function isPlain(points: readonly HistoryPoint[]): boolean {
  const currencies = new Set(points.flatMap(({ price }) => price?.currency ?? []))
  return currencies.size <= 1 && points.every(({ at }, index) => at !== points[index + 1]?.at)
}

/** Gives the start of the sale that is on at a moment; moments may only rise. */
function salesOver(points: readonly HistoryPoint[]): (at: number) => number | undefined {
  const now = points.at(-1)?.at ?? 0
  const timeline = buildTimeline(points, now)
  const sales = timeline ? findSales(timeline, now) : []
  let next = 0
  return (at) => {
    while (next < sales.length && (sales[next]?.endedAt ?? Number.POSITIVE_INFINITY) <= at) next += 1
    const sale = sales[next]
    return sale && sale.startedAt <= at ? sale.startedAt : undefined
  }
}
