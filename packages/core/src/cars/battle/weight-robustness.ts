import * as check from '../../options/check.js'
import { checkOptions } from '../../options/checks.js'
import { pseudoRandom } from '../../statistics/index.js'
import type { ScoreCard } from './score-card.js'

/** The options of `weightRobustness`. */
export interface RobustnessOptions {
  /** The largest factor by which each weight may be greater or less than on the score card. @default 3 */
  readonly maxFactor?: number
  /** The number of random sets of weights. With 4,096, the 95 % margin of a share is at most 1.6 points; up to 65,536. @default 4096 */
  readonly draws?: number
}

/** The robustness of a battle's outcome against other weights. */
export interface WeightRobustness {
  /** The share of the draws that each car wins alone, in the order of the card. */
  readonly cars: readonly { readonly name: string; readonly share: number }[]
  /** The share of the draws that end in a tie. With the cars' shares it sums to 1. */
  readonly tiedShare: number
  /** The largest factor by which each weight was varied. */
  readonly maxFactor: number
  /** The number of random sets of weights. */
  readonly draws: number
  /** A sentence such as `Corvette wins under 83 % of plausible weights.` */
  readonly summary: string
}

const optionsCheck = check.strictObject({
  maxFactor: check.withDefault(check.number({ above: 1, max: 1_000 }), 3),
  draws: check.withDefault(check.integer({ min: 1, max: 65_536 }), 4_096),
} satisfies check.CheckShape<RobustnessOptions>)

/** A fixed seed, so that the same card gives the same shares. Its value does not matter. */
const seed = 1

/**
 * Estimates how often each car wins under other plausible weights, by random draws (Monte Carlo). Each draw multiplies
 * every weight by a factor of its own, log-uniform between 1 / `maxFactor` and `maxFactor`. The draws come from a fixed
 * seed, so that the same card gives the same answer.
 *
 * @throws `ValidationError` when an option is out of its range.
 * @example
 * ```ts
 * import { scoreBattle, weightRobustness } from '@telltale/core/cars'
 *
 * const card = scoreBattle([
 *   { name: 'Corvette', facts: { horsepower: 495, priceUsd: 67450 } },
 *   { name: 'Mustang', facts: { horsepower: 450, priceUsd: 38345 } },
 * ])
 * console.log(weightRobustness(card).summary)
 * ```
 */
export function weightRobustness(card: ScoreCard, options: RobustnessOptions = {}): WeightRobustness {
  const { maxFactor, draws } = checkOptions('weightRobustness', optionsCheck, options)
  const scored = card.categories
    .filter((category) => category.isScored)
    .map(({ weight, entries }) => ({ weight, parts: sharesOf(entries.map(({ points }) => points > 0)) }))
  const wins = card.cars.map(() => 0)
  const random = pseudoRandom(seed)
  for (let draw = 0; draw < draws; draw += 1) {
    const totals = card.cars.map(() => 0)
    for (const { weight, parts } of scored) {
      const drawn = weight * maxFactor ** (2 * random() - 1)
      for (const [car, part] of parts.entries()) totals[car] = (totals[car] ?? 0) + drawn * part
    }
    const top = Math.max(...totals)
    const first = totals.indexOf(top)
    if (totals.lastIndexOf(top) === first) wins[first] = (wins[first] ?? 0) + 1
  }
  const cars = card.cars.map(({ name }, car) => ({ name, share: (wins[car] ?? 0) / draws }))
  const tiedShare = (draws - wins.reduce((sum, each) => sum + each, 0)) / draws
  return { cars, tiedShare, maxFactor, draws, summary: summarize(cars, tiedShare) }
}

/** Divides 1 evenly among the winners; the other cars get 0. */
function sharesOf(isWinner: readonly boolean[]): readonly number[] {
  const winners = isWinner.filter(Boolean).length
  return isWinner.map((wins) => (wins ? 1 / winners : 0))
}

function summarize(cars: WeightRobustness['cars'], tiedShare: number): string {
  const [first] = [...cars].sort((a, b) => b.share - a.share)
  if (!first || tiedShare >= first.share) return `A tie under ${percent(tiedShare)} of plausible weights.`
  return `${first.name} wins under ${percent(first.share)} of plausible weights.`
}

/** Formats a share in whole percent. `100 %` and `0 %` stand for exactly all and exactly none. */
function percent(share: number): string {
  const rounded = Math.round(share * 100)
  if (share < 1 && rounded === 100) return 'more than 99 %'
  if (share > 0 && rounded === 0) return 'less than 1 %'
  return `${rounded} %`
}
