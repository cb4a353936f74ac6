import { defined, parseOptions } from '../options/index.js'
import { type BattleCar, type BattleOptions, battleSchema } from './battle-options.js'
import { type BattleCategory, categoryValue } from './category.js'
import { dealPoints } from './points.js'
import { battleSummary, categoryReason } from './reason.js'
import type { CategoryScore, ScoreCard } from './score-card.js'

/**
 * Scores a battle of two or more cars: the best in a category takes its weight in points, equal ones share it, and the
 * most points win. A category whose value is not known for every car is shown and not scored.
 *
 * Values are compared exactly as they are given, to the last bit. Points are whole thousandths: a category's points sum
 * to its weight, and a car's to its total. Where equal cars cannot share evenly (1 point among three), one of them gets
 * a thousandth more; that decides nothing, as places and the winner go by the exact shares.
 *
 * @throws `ValidationError` when there are fewer than two cars, two have the same name, a fact is negative or not
 * a finite number, or a category is not as {@link BattleCategory} says.
 * @example
 * ```ts
 * const { winner, summary } = scoreBattle([
 *   { name: 'Corvette', facts: { horsepower: 495, priceUsd: 67450 } },
 *   { name: 'Mustang', facts: { horsepower: 450, priceUsd: 38345 } },
 * ])
 * ```
 */
export function scoreBattle(cars: readonly BattleCar[], options: BattleOptions = {}): ScoreCard {
  const battle = parseOptions('scoreBattle', battleSchema, { ...options, cars })
  const rounds = battle.categories.map((category) => playRound(category, battle.cars))
  const { byPot, totals, places } = dealPoints(
    battle.cars.map(({ name }) => name),
    rounds.map(({ category, best }) => ({
      thousandths: Math.round((category.weight ?? 1) * 1_000),
      sharers: best,
    })),
  )

  const categories = rounds.map((round, i) => categoryScore(round, byPot[i] ?? new Map()))
  const carScores = battle.cars.map(({ name }) => ({
    name,
    points: (totals.get(name) ?? 0) / 1_000,
    place: places.get(name) ?? 1,
  }))
  const leaders = carScores.filter(({ place }) => place === 1)
  return {
    cars: carScores,
    categories,
    ...defined({ winner: leaders.length === 1 && leaders[0] ? leaders[0].name : undefined }),
    summary: battleSummary(carScores, categories),
  }
}

/** A category as it was played, before points are dealt. */
interface Round {
  readonly category: BattleCategory
  readonly values: readonly { readonly name: string; readonly value?: number }[]
  /** The names of the best; none when the category is not scored. */
  readonly best: readonly string[]
}

function playRound(category: BattleCategory, cars: readonly BattleCar[]): Round {
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
  { category, values, best }: Round,
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
    scored: best.length > 0,
    entries,
    ...defined({ winner }),
    reason: categoryReason(category, entries),
  }
}
