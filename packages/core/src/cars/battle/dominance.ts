import type { CategoryScore, ScoreCard } from '../score-card.js'

/** One car that is nowhere worse than another and somewhere better. */
export interface Dominance {
  /** The name of the better one. */
  readonly better: string
  /** The name of the other. */
  readonly worse: string
  /** The categories in which both are known, by id. */
  readonly compared: readonly string[]
  /** Those of them in which it is better, by id; in the others they are equal. */
  readonly ahead: readonly string[]
  /** Such as `A is nowhere worse than B, and better in Horsepower.` */
  readonly words: string
}

/**
 * Finds every pair of which one car is at least as good in each category that is known of both, and better in one:
 * whatever the weights of those categories, it cannot lose to the other. What is not known of one is not compared, as
 * unknown is not worse.
 *
 * @example
 * ```ts
 * import { dominance, scoreBattle } from '@telltale/core/cars'
 *
 * const card = scoreBattle([
 *   { name: 'A', facts: { horsepower: 300, priceUsd: 20000 } },
 *   { name: 'B', facts: { horsepower: 250, priceUsd: 22000 } },
 * ])
 * console.log(dominance(card)[0]?.words) // A is nowhere worse than B, and better in Horsepower, Price, Power for the money.
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
      words:
        `${names[0]} is nowhere worse than ${names[1]}, and better in ${ahead.map(({ label }) => label).join(', ')}.` +
        (open > 0 ? ` ${open} of ${categories.length} categories cannot be compared.` : ''),
    },
  ]
}

/** Above 0 when the first is better, below when the second is; `undefined` when one is not known. */
function leadOf({ entries, better }: CategoryScore, first: number, second: number): number | undefined {
  const [a, b] = [entries[first]?.value, entries[second]?.value]
  if (a === undefined || b === undefined) return undefined
  return better === 'higher' ? a - b : b - a
}
