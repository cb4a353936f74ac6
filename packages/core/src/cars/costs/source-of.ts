import type { Purchase } from './purchase-options.js'
import type { StateCost, StateCostFigure } from './state-cost.js'

/** Returns the source of a figure: the host when it overrides the figure. */
export function sourceOf(figure: StateCostFigure, { state, overrides }: Purchase, cost: StateCost): string {
  if (overrides?.[figure] !== undefined) return 'given by the host'
  return `${state}: ${cost.sources[figure] ?? 'not known'}`
}
