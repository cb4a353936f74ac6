import { scoreBattle } from '../battle.js'
import type { BattleCar, BattleOptions } from '../battle-options.js'
import { type Dominance, dominance } from './dominance.js'
import { type WeightRobustness, weightRobustness } from './weight-robustness.js'
import { type BattleChange, whatWouldChange } from './what-would-change.js'

/** What lies behind the outcome of a battle. */
export interface BattleAnalysis {
  /** How much of it is owed to the weights. */
  readonly robustness: WeightRobustness
  /** Which cars are nowhere worse than which others. */
  readonly dominance: readonly Dominance[]
  /** For each car that did not win alone, in the order given: what, changed alone, would make it win. */
  readonly changes: readonly { readonly name: string; readonly changes: readonly BattleChange[] }[]
}

/**
 * Says what lies behind the outcome of a battle: under how many plausible weights each car wins, which car is nowhere
 * worse than another, and what would have to change for each of the others to win.
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
 * console.log(robustness.summary, changes[0]?.changes[0]?.words)
 * ```
 */
export function analyzeBattle(cars: readonly BattleCar[], options: BattleOptions = {}): BattleAnalysis {
  const card = scoreBattle(cars, options)
  return {
    robustness: weightRobustness(card),
    dominance: dominance(card),
    changes: card.cars
      .filter(({ name }) => name !== card.winner)
      .map(({ name }) => ({ name, changes: whatWouldChange(cars, name, options) })),
  }
}
