import { defined } from '../options/index.js'
import type { BudgetUse, SpendingLimits } from '../ports/index.js'

/** A sum of calls, lookups or dollars per period, with an optional limit. */
export interface Quota {
  /** The id of the adapter. Absent for all sources together. */
  readonly adapter?: string
  readonly measure: BudgetUse['measure']
  readonly period: BudgetUse['period']
  /** The limit in units: calls, lookups, or millionths of a dollar, so that sums are exact. */
  readonly limit?: number
  /** The name of the option that sets the limit, for messages. */
  readonly option: string
  /** The key of the counter. */
  readonly key: string
}

const unitsPerDollar = 1_000_000

/** Converts dollars to units. */
export const toUnits = (usd: number): number => Math.round(usd * unitsPerDollar)

/** Converts units to calls, lookups or dollars. */
export const fromUnits = (amount: number, measure: BudgetUse['measure']): number =>
  measure === 'usd' ? amount / unitsPerDollar : amount

const kinds = [
  ['calls', 'day', 'callsPerDay'],
  ['calls', 'month', 'callsPerMonth'],
  ['usd', 'day', 'usdPerDay'],
  ['usd', 'month', 'usdPerMonth'],
  ['lookups', 'day', 'lookupsPerDay'],
  ['lookups', 'month', 'lookupsPerMonth'],
] as const

/**
 * Returns the quotas of one source, or of all together. Those with a limit come first, since they may refuse. Lookups are
 * counted only where they have a limit: without one, the calls say enough.
 */
export function quotasOf(limits: SpendingLimits, adapter?: string): readonly Quota[] {
  const quotas = kinds.map(([measure, period, name]): Quota => {
    const limit = limits[name]
    return defined({
      adapter,
      measure,
      period,
      limit: limit === undefined || measure !== 'usd' ? limit : toUnits(limit),
      option: adapter === undefined ? `budgets.total.${name}` : `budgets.adapters['${adapter}'].${name}`,
      key: `budget:${adapter ?? '*'}:${measure}:${period}`,
    })
  })
  const counted = quotas.filter(({ measure, limit }) => measure !== 'lookups' || limit !== undefined)
  return counted.toSorted((a, b) => Number(a.limit === undefined) - Number(b.limit === undefined))
}
