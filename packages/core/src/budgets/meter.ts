import { defined } from '../options/index.js'
import type { BudgetUse, SpendingLimits } from '../ports/index.js'

/** One sum that calls are counted on. Money is counted in millionths of a dollar, so that sums are exact. */
export interface Meter {
  /** Whose calls; absent for those of all sources together. */
  readonly adapter?: string
  readonly measure: BudgetUse['measure']
  readonly period: BudgetUse['period']
  /** In the units of the sum. */
  readonly limit?: number
  /** The option that sets the limit, for messages. */
  readonly option: string
  readonly key: string
}

const unitsPerDollar = 1_000_000

/** Dollars in the units that sums are kept in. */
export const toUnits = (usd: number): number => Math.round(usd * unitsPerDollar)

/** An amount of a sum as people read it: calls, or dollars. */
export const fromUnits = (amount: number, measure: BudgetUse['measure']): number =>
  measure === 'usd' ? amount / unitsPerDollar : amount

const kinds = [
  ['calls', 'day', 'callsPerDay'],
  ['calls', 'month', 'callsPerMonth'],
  ['usd', 'day', 'usdPerDay'],
  ['usd', 'month', 'usdPerMonth'],
] as const

/** The sums of one source, or of all together. Those with a limit come first: they may refuse. */
export function metersOf(limits: SpendingLimits, adapter?: string): readonly Meter[] {
  const meters = kinds.map(([measure, period, name]): Meter => {
    const limit = limits[name]
    return {
      ...defined({ adapter }),
      measure,
      period,
      ...defined({ limit: limit === undefined ? undefined : measure === 'usd' ? toUnits(limit) : limit }),
      option: adapter === undefined ? `budgets.total.${name}` : `budgets.adapters['${adapter}'].${name}`,
      key: `budget:${adapter ?? '*'}:${measure}:${period}`,
    }
  })
  return meters.toSorted((a, b) => Number(a.limit === undefined) - Number(b.limit === undefined))
}
