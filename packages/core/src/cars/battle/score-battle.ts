import { checkOptions, defined } from '../../options/checks.js'
import { allocatePoints } from './allocate-points.js'
import { type BattleCar, type BattleOptions, battleCheck } from './battle-options.js'
import { type BattleCategory, categoryValue } from './category.js'
import { battleSummary, categoryReason } from './explain-score.js'
import type { CategoryScore, ScoreCard } from './score-card.js'

/**
 * Scores a battle of two or more cars. The best car in a category gets its weight in points, equal cars share it, and
 * the car with the most points wins. A category whose value is unknown for one of the cars is shown but not scored.
 *
 * Values are compared exactly as given, without a tolerance. Points are whole thousandths: a category's points sum to
 * its weight, and a car's to its total. Where equal cars cannot share evenly (1 point among three), one of them gets a
 * thousandth more. That decides nothing, since ranks and the winner follow from the exact shares.
 *
 * @throws `ValidationError` when there are fewer than two cars, two have the same name, a fact is negative or not
 * a finite number, or a category does not fit {@link BattleCategory}.
 * @example
 * ```ts
 * const { winner, summary } = scoreBattle([
 *   { name: 'Corvette', facts: { horsepower: 495, priceUsd: 67450 } },
 *   { name: 'Mustang', facts: { horsepower: 450, priceUsd: 38345 } },
 * ])
 * ```
 */
export function scoreBattle(cars: readonly BattleCar[], options: BattleOptions = {}): ScoreCard {
  const battle = checkOptions('scoreBattle', battleCheck, { ...options, cars })
  const comparisons = battle.categories.map((category) => compareInCategory(category, battle.cars))
  const { byCategory, totals, ranks } = allocatePoints(
    battle.cars.map(({ name }) => name),
    comparisons.map(({ category, best }) => ({
      thousandths: Math.round((category.weight ?? 1) * 1_000),
      winners: best,
    })),
  )

  const categories = comparisons.map((comparison, i) => categoryScore(comparison, byCategory[i] ?? new Map()))
  const carScores = battle.cars.map(({ name }) => ({
    name,
    points: (totals.get(name) ?? 0) / 1_000,
    rank: ranks.get(name) ?? 1,
  }))
  const leaders = carScores.filter(({ rank }) => rank === 1)
  return {
    cars: carScores,
    categories,
    ...defined({ winner: leaders.length === 1 && leaders[0] ? leaders[0].name : undefined }),
    summary: battleSummary(carScores, categories),
  }
}

/** The values of all cars in one category, before points are allocated. */
interface CategoryComparison {
  readonly category: BattleCategory
  readonly values: readonly { readonly name: string; readonly value?: number }[]
  /** The names of the best cars; none when the category is not scored. */
  readonly best: readonly string[]
}

function compareInCategory(category: BattleCategory, cars: readonly BattleCar[]): CategoryComparison {
  const values = cars.map(({ name, facts }) => {
    const value = categoryValue(category, facts)
    return value === undefined ? { name } : { name, value }
  })
  const known = values.flatMap(({ value }) => value ?? [])
  if (known.length < cars.length) return { category, values, best: [] }
  const top = category.better === 'higher' ? Math.max(...known) : Math.min(...known)
  return { category, values, best: values.filter(({ value }) => value === top).map(({ name }) => name) }
}

function categoryScore(
  { category, values, best }: CategoryComparison,
  thousandths: ReadonlyMap<string, number>,
): CategoryScore {
  const { id, label, unit, better, weight = 1 } = category
  const entries = values.map((entry) => ({ ...entry, points: (thousandths.get(entry.name) ?? 0) / 1_000 }))
  const winner = best.length === 1 ? best[0] : undefined
  return {
    id,
    label,
    unit,
    better,
    weight,
    isScored: best.length > 0,
    entries,
    ...defined({ winner }),
    reason: categoryReason(category, entries),
  }
}
