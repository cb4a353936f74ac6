import type { BattleCar, BattleOptions } from './battle-options.js'
import { type Dominance, dominance } from './dominance.js'
import { findWinningChanges, type WinningChange } from './find-winning-changes.js'
import { scoreBattle } from './score-battle.js'
import { type WeightRobustness, weightRobustness } from './weight-robustness.js'

/** The analysis of a battle's outcome. */
export interface BattleAnalysis {
  /** The share of plausible weights under which each car wins. */
  readonly robustness: WeightRobustness
  /** The pairs in which one car is at least as good as the other in every category. */
  readonly dominance: readonly Dominance[]
  /** For each car that did not win alone, in the order given, the single changes that would make it win. */
  readonly changes: readonly { readonly name: string; readonly changes: readonly WinningChange[] }[]
}

/**
 * Analyzes the outcome of a battle: the share of plausible weights under which each car wins, the cars that dominate
 * others, and the single changes that would make each of the other cars win.
 *
 * @throws `ValidationError` as {@link scoreBattle} does.
 * @example
 * ```ts
 * import { analyzeBattle } from '@telltale/core/cars'
 *
 * const { robustness, changes } = analyzeBattle([
 *   { name: 'Corvette', facts: { horsepower: 495, priceUsd: 67450 } },
 *   { name: 'Mustang', facts: { horsepower: 450, priceUsd: 38345 } },
 * ])
 * console.log(robustness.summary, changes[0]?.changes[0]?.description)
 * ```
 */
export function analyzeBattle(cars: readonly BattleCar[], options: BattleOptions = {}): BattleAnalysis {
  const card = scoreBattle(cars, options)
  return {
    robustness: weightRobustness(card),
    dominance: dominance(card),
    changes: card.cars
      .filter(({ name }) => name !== card.winner)
      .map(({ name }) => ({ name, changes: findWinningChanges(cars, name, options) })),
  }
}
