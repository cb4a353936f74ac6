import type { CategoryScore, ScoreCard } from './score-card.js'

/** A pair of cars of which one dominates the other: at least as good in every category, and better in one. */
export interface Dominance {
  /** The name of the dominating car. */
  readonly better: string
  /** The name of the dominated car. */
  readonly worse: string
  /** The ids of the categories in which both values are known. */
  readonly compared: readonly string[]
  /** The ids of those in which the dominating car is better. In the others both are equal. */
  readonly ahead: readonly string[]
  /** A sentence such as `A is nowhere worse than B, and better in Horsepower.` */
  readonly description: string
}

/**
 * Finds every pair of cars of which one is at least as good in each category whose values are known of both, and better
 * in one (Pareto dominance). Whatever the weights of those categories, it cannot lose to the other. A value that is
 * unknown of one of them is not compared, since unknown is not worse.
 *
 * @example
 * ```ts
 * import { dominance, scoreBattle } from '@telltale/core/cars'
 *
 * const card = scoreBattle([
 *   { name: 'A', facts: { horsepower: 300, priceUsd: 20000 } },
 *   { name: 'B', facts: { horsepower: 250, priceUsd: 22000 } },
 * ])
 * console.log(dominance(card)[0]?.description) // A is nowhere worse than B, and better in Horsepower, Price, Power for the money.
 * ```
 */
export function dominance(card: ScoreCard): readonly Dominance[] {
  return card.cars.flatMap((_, better) =>
    card.cars.flatMap((_, worse) => (better === worse ? [] : pairOf(card, better, worse))),
  )
}

function pairOf({ cars, categories }: ScoreCard, better: number, worse: number): readonly Dominance[] {
  const leads = categories.flatMap((category) => {
    const lead = leadOf(category, better, worse)
    return lead === undefined ? [] : { category, lead }
  })
  const ahead = leads.filter(({ lead }) => lead > 0).map(({ category }) => category)
  if (ahead.length === 0 || leads.some(({ lead }) => lead < 0)) return []
  const names = [cars[better]?.name ?? '', cars[worse]?.name ?? ''] as const
  const open = categories.length - leads.length
  return [
    {
      better: names[0],
      worse: names[1],
      compared: leads.map(({ category }) => category.id),
      ahead: ahead.map(({ id }) => id),
      description:
        `${names[0]} is nowhere worse than ${names[1]}, and better in ${ahead.map(({ label }) => label).join(', ')}.` +
        (open > 0 ? ` ${open} of ${categories.length} categories cannot be compared.` : ''),
    },
  ]
}

/** Returns a number above 0 when the first car is better, below 0 when the second is; `undefined` when one is unknown. */
function leadOf({ entries, better }: CategoryScore, first: number, second: number): number | undefined {
  const [a, b] = [entries[first]?.value, entries[second]?.value]
  if (a === undefined || b === undefined) return undefined
  return better === 'higher' ? a - b : b - a
}
