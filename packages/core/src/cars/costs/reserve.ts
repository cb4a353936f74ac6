import * as check from '../../options/check.js'
import { boundsOf, type Figure, figureCheck } from '../estimate/estimate.js'
import type { CostLine } from './cost-line.js'
import { roundToCents } from './usd.js'

/**
 * The costs to set aside after a purchase until the car is sold again. No public figure fits every car and dealer, so
 * that the host provides them. A figure given with its `source` shows that one.
 */
export interface Reserve {
  /** The cost of an inspection before the purchase; unknown when absent. */
  readonly inspectionUsd?: Figure
  /** The cost of repairs; unknown when absent. */
  readonly repairUsd?: Figure
  /** The holding cost per day until the sale: space, insurance, interest; unknown when absent. */
  readonly holdingUsdPerDay?: Figure
  /** The days until the sale; unknown when absent. */
  readonly daysToSell?: Figure
}

/** The shape of a reserve. */
export const reserveMembers = {
  inspectionUsd: check.optional(figureCheck()),
  repairUsd: check.optional(figureCheck()),
  holdingUsdPerDay: check.optional(figureCheck()),
  daysToSell: check.optional(figureCheck()),
} satisfies check.CheckShape<Reserve>

/** An option that must be a reserve. */
export const reserveCheck: check.OptionCheck<Reserve> = check.strictObject(reserveMembers)

/** Returns the cost lines of a reserve. Estimates count with their value. */
export function reserveLines(reserve: Reserve): readonly CostLine[] {
  const { inspectionUsd, repairUsd, holdingUsdPerDay, daysToSell } = reserve
  const line = (name: 'inspection' | 'repair', figure: Figure | undefined): CostLine => {
    if (figure === undefined) return { name, note: `what the ${name} costs is not known` }
    const { value, source } = boundsOf(figure)
    return { name, amountUsd: roundToCents(value), source }
  }
  return [
    line('inspection', inspectionUsd),
    line('repair', repairUsd),
    holdingLine(holdingUsdPerDay, daysToSell),
  ]
}

function holdingLine(perDay: Figure | undefined, days: Figure | undefined): CostLine {
  if (perDay === undefined) return { name: 'holding', note: 'what a day costs is not known' }
  if (days === undefined) return { name: 'holding', note: 'how many days it stands is not known' }
  const [usd, count] = [boundsOf(perDay), boundsOf(days)]
  const note = `${count.value} days at ${usd.value} USD`
  return { name: 'holding', amountUsd: roundToCents(usd.value * count.value), source: usd.source, note }
}
