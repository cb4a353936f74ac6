import { z } from 'zod'
import { type OptionsShape, parseOptions } from '../../options/index.js'
import { pseudoRandom } from '../../statistics/index.js'
import type { ScoreCard } from '../score-card.js'

/** Which weights count as plausible. */
export interface RobustnessOptions {
  /** How many times greater or less each weight may be than the one on the score card. @default 3 */
  readonly spread?: number
  /** How many sets of weights are tried; a share is off by 1.6 points at most, 19 times in 20, with 4,096. @default 4096 */
  readonly draws?: number
}

/** How much of a battle's outcome is owed to its weights. */
export interface WeightRobustness {
  /** For each car in the order of the card, the share of the draws that it wins alone. */
  readonly cars: readonly { readonly name: string; readonly share: number }[]
  /** The share of the draws that end in a tie; with the cars' shares it makes 1. */
  readonly tied: number
  readonly spread: number
  readonly draws: number
  /** Such as `Corvette wins under 83 % of plausible weights.` */
  readonly summary: string
}

const optionsSchema = z.strictObject({
  spread: z.number().gt(1).max(1_000).default(3),
  draws: z.int().min(1).max(1_000_000).default(4_096),
} satisfies OptionsShape<RobustnessOptions>)

/** Any will do, as long as it stays: the same card gives the same shares. */
const seed = 1

/**
 * Says how often each car would win if the weights were others that are as plausible. A set of plausible weights is
 * drawn by multiplying every weight by a factor of its own between 1 / `spread` and `spread`, on which each order of
 * magnitude is as likely (log-uniform). The draws are pseudo-random from a fixed seed: the same card, the same answer.
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
  const { spread, draws } = parseOptions('weightRobustness', optionsSchema, options)
  const scored = card.categories
    .filter((category) => category.scored)
    .map(({ weight, entries }) => ({ weight, parts: sharesOf(entries.map(({ points }) => points > 0)) }))
  const wins = card.cars.map(() => 0)
  const random = pseudoRandom(seed)
  for (let draw = 0; draw < draws; draw += 1) {
    const totals = card.cars.map(() => 0)
    for (const { weight, parts } of scored) {
      const drawn = weight * spread ** (2 * random() - 1)
      for (const [car, part] of parts.entries()) totals[car] = (totals[car] ?? 0) + drawn * part
    }
    const top = Math.max(...totals)
    const first = totals.indexOf(top)
    if (totals.lastIndexOf(top) === first) wins[first] = (wins[first] ?? 0) + 1
  }
  const cars = card.cars.map(({ name }, car) => ({ name, share: (wins[car] ?? 0) / draws }))
  const tied = (draws - wins.reduce((sum, each) => sum + each, 0)) / draws
  return { cars, tied, spread, draws, summary: summarize(cars, tied) }
}

/** Equal parts for those that share, nothing for the others. */
function sharesOf(isSharing: readonly boolean[]): readonly number[] {
  const sharers = isSharing.filter(Boolean).length
  return isSharing.map((shares) => (shares ? 1 / sharers : 0))
}

function summarize(cars: WeightRobustness['cars'], tied: number): string {
  const [first] = [...cars].sort((a, b) => b.share - a.share)
  if (!first || tied >= first.share) return `A tie under ${percent(tied)} of plausible weights.`
  return `${first.name} wins under ${percent(first.share)} of plausible weights.`
}

/** In whole percent; 100 and 0 only where it is all or nothing. */
function percent(share: number): string {
  const rounded = Math.round(share * 100)
  if (share < 1 && rounded === 100) return 'more than 99 %'
  if (share > 0 && rounded === 0) return 'less than 1 %'
  return `${rounded} %`
}
