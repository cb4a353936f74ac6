import { z } from 'zod'
import type { OptionsShape } from '../../options/index.js'
import { boundsOf, type Figure, figureOption } from '../estimate/estimate.js'
import type { CostLine } from './cost-line.js'

/**
 * What is set aside beyond the purchase until the car is sold again. No public figure fits every car and yard, so that
 * these are the host's own; a figure given with its `source` names that one instead.
 */
export interface Reserve {
  /** An inspection before the purchase; not known when absent. */
  readonly inspectionUsd?: Figure
  /** What has to be repaired; not known when absent. */
  readonly repairUsd?: Figure
  /** What the car costs each day that it stands: space, insurance, interest; not known when absent. */
  readonly holdingUsdPerDay?: Figure
  /** How long it stands; not known when absent. */
  readonly daysToSell?: Figure
}

/** What each member of a reserve has to be. */
export const reserveShape = {
  inspectionUsd: figureOption().exactOptional(),
  repairUsd: figureOption().exactOptional(),
  holdingUsdPerDay: figureOption().exactOptional(),
  daysToSell: figureOption().exactOptional(),
} satisfies OptionsShape<Reserve>

/** An option that must be a reserve. */
export const reserveOption: z.ZodType<Reserve, Reserve> = z.strictObject(reserveShape)

/** The lines of a reserve; estimates count with their value. */
export function reserveLines(reserve: Reserve): readonly CostLine[] {
  const { inspectionUsd, repairUsd, holdingUsdPerDay, daysToSell } = reserve
  const line = (name: 'inspection' | 'repair', figure: Figure | undefined): CostLine => {
    if (figure === undefined) return { name, note: `what the ${name} costs is not known` }
    const { value, source } = boundsOf(figure)
    return { name, amountUsd: toCents(value), source }
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
  return { name: 'holding', amountUsd: toCents(usd.value * count.value), source: usd.source, note }
}

const toCents = (usd: number): number => Math.round(usd * 100) / 100
