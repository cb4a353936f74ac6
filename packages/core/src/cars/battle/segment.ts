import { z } from 'zod'
import { parseOptions } from '../../options/index.js'
import { type BattleCar, carsOption, categoriesOption, factsSchema } from '../battle-options.js'
import { type BattleCategory, battleCategories, categoryValue } from '../category.js'

/** What cars are measured against. */
export interface SegmentOptions {
  /** The facts of the cars of the segment, such as every midsize sedan of 2019; the cars themselves need not be in it. */
  readonly segment: readonly BattleCar['facts'][]
  /** What is compared. @default battleCategories */
  readonly categories?: readonly BattleCategory[]
}

/** One car's part in one category. */
export interface SegmentEntry {
  readonly name: string
  /** What the car has, in the category's unit; absent when it is not known. */
  readonly value?: number
  /** The share of the segment that it beats, equal ones counting half; absent when its value is not known. */
  readonly percentile?: number
  /** Weight × percentile, in whole thousandths; half the weight, as of the segment's middle, when it is not known. */
  readonly points: number
  /** The least it may have: the points, or 0 when the value is not known. */
  readonly low: number
  /** The most it may have: the points, or the weight when the value is not known. */
  readonly high: number
}

/** How the cars stand in one category. */
export interface SegmentCategory {
  readonly id: string
  readonly label: string
  readonly weight: number
  /** How many cars of the segment have a value; with none, the category counts for nobody. */
  readonly compared: number
  /** Every car in the order given; none when there is nothing to compare with. */
  readonly entries: readonly SegmentEntry[]
}

/** How cars stand in their segment. */
export interface SegmentCard {
  /** Every car in the order given; points, low and high are the exact sums of its entries. */
  readonly cars: readonly {
    readonly name: string
    readonly points: number
    readonly low: number
    readonly high: number
    /** 1 for the most points; equal ones have the same place. */
    readonly place: number
  }[]
  readonly categories: readonly SegmentCategory[]
}

const segmentSchema = z.strictObject({
  cars: carsOption(1),
  segment: z.array(factsSchema, { error: 'expected the facts of the cars of the segment' }).min(1),
  categories: categoriesOption.default(battleCategories),
})

/**
 * Scores cars by where they stand in their segment: in each category a car gets its weight times the share of the
 * segment that it beats. A car's points depend on itself and the segment alone, so a third car never turns the order of
 * two others. What is not known of a car is no fault of it: it widens the range from `low` to `high`, and counts as the
 * middle of the segment between them.
 *
 * Percentiles are mid-ranks: (cars that are worse + half of those that are equal) / cars compared.
 *
 * @throws `ValidationError` when there is no car or no segment, or a fact or category is not as in a battle.
 * @example
 * ```ts
 * import { scoreInSegment } from '@telltale/core/cars'
 *
 * const segment = [{ horsepower: 150 }, { horsepower: 200 }, { horsepower: 250 }, { horsepower: 300 }]
 * const card = scoreInSegment([{ name: 'A', facts: { horsepower: 250 } }], { segment })
 * console.log(card.categories[0]?.entries[0]?.percentile) // 0.625: better than two, equal to one of four
 * ```
 */
export function scoreInSegment(cars: readonly BattleCar[], options: SegmentOptions): SegmentCard {
  const checked = parseOptions('scoreInSegment', segmentSchema, { ...options, cars })
  const { segment } = checked
  const scored = checked.categories.map((category) => scoreCategory(category, checked.cars, segment))
  const sums = checked.cars.map(({ name }, car) => ({
    name,
    points: sumOf(scored, car, 'points'),
    low: sumOf(scored, car, 'low'),
    high: sumOf(scored, car, 'high'),
  }))
  return {
    cars: sums.map((sum) => ({ ...sum, place: 1 + sums.filter(({ points }) => points > sum.points).length })),
    categories: scored,
  }
}

const thousandths = (points: number): number => Math.round(points * 1_000)

/** Sums whole thousandths, so that the sum is exact. */
function sumOf(categories: readonly SegmentCategory[], car: number, part: 'points' | 'low' | 'high'): number {
  return categories.reduce((sum, { entries }) => sum + thousandths(entries[car]?.[part] ?? 0), 0) / 1_000
}

function scoreCategory(
  category: BattleCategory,
  cars: readonly BattleCar[],
  segment: SegmentOptions['segment'],
): SegmentCategory {
  const { id, label, weight = 1 } = category
  const known = segment.flatMap((facts) => categoryValue(category, facts) ?? [])
  const entries = known.length === 0 ? [] : cars.map((car) => scoreEntry(category, car, known))
  return { id, label, weight, compared: known.length, entries }
}

function scoreEntry(
  category: BattleCategory,
  { name, facts }: BattleCar,
  known: readonly number[],
): SegmentEntry {
  const { weight = 1, better } = category
  const value = categoryValue(category, facts)
  if (value === undefined) return { name, points: thousandths(weight / 2) / 1_000, low: 0, high: weight }
  const worse = known.filter((other) => (better === 'higher' ? other < value : other > value)).length
  const equal = known.filter((other) => other === value).length
  const percentile = (worse + equal / 2) / known.length
  const points = thousandths(weight * percentile) / 1_000
  return { name, value, percentile, points, low: points, high: points }
}
