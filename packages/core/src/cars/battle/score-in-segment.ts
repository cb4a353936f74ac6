import * as check from '../../options/check.js'
import { checkOptions, marketSize } from '../../options/checks.js'
import { type BattleCar, carsCheck, categoriesCheck, factsCheck } from './battle-options.js'
import { type BattleCategory, battleCategories, categoryValue } from './category.js'

/** The options of `scoreInSegment`. */
export interface SegmentOptions {
  /** The facts of the cars of the segment, such as all midsize sedans of 2019. The scored cars need not be among them. */
  readonly segment: readonly BattleCar['facts'][]
  /** The categories that the cars are scored in. @default battleCategories */
  readonly categories?: readonly BattleCategory[]
}

/** The result of one car in one category of its segment. */
export interface SegmentEntry {
  /** The car's name. */
  readonly name: string
  /** The car's value in the category's unit; absent when unknown. */
  readonly value?: number
  /** The share of the segment that the car beats, equal cars counting half; absent when its value is unknown. */
  readonly percentile?: number
  /** Weight × percentile in whole thousandths; half the weight, as in the middle of the segment, when unknown. */
  readonly points: number
  /** The lowest possible points: `points`, or 0 when the value is unknown. */
  readonly low: number
  /** The highest possible points: `points`, or the weight when the value is unknown. */
  readonly high: number
}

/** The result of one category of a segment. */
export interface SegmentCategory {
  /** The category's id. */
  readonly id: string
  /** The category's name to display. */
  readonly label: string
  /** The category's points. */
  readonly weight: number
  /** The number of cars of the segment whose value is known. With 0, the category counts for no car. */
  readonly compared: number
  /** One entry per car, in the order given; none when there is nothing to compare with. */
  readonly entries: readonly SegmentEntry[]
}

/** The scores of cars in their segment. */
export interface SegmentCard {
  /** One score per car, in the order given. `points`, `low` and `high` are the exact sums of the car's entries. */
  readonly cars: readonly {
    readonly name: string
    readonly points: number
    readonly low: number
    readonly high: number
    /** The car's rank, 1 for the most points. Equal cars have the same rank. */
    readonly rank: number
  }[]
  /** One result per category, in the order given. */
  readonly categories: readonly SegmentCategory[]
}

const segmentCheck = check.strictObject({
  cars: carsCheck(1),
  segment: check.refine(
    check.list(factsCheck, 'the facts of the cars of the segment'),
    (segment) => segment.length > 0,
    'the facts of at least one car of the segment',
  ),
  categories: check.withDefault(categoriesCheck, battleCategories),
})

/**
 * Scores cars by their percentile in a segment. In each category a car gets the weight times the share of the segment
 * that it beats. Its points depend on itself and the segment alone, so that a third car never changes the order of two
 * others. A value that is unknown counts as the middle of the segment, and widens the range from `low` to `high`.
 *
 * Percentiles are mid-ranks: (cars that are worse + half of those that are equal) / cars compared.
 *
 * @throws `ValidationError` when there is no car or no segment, or a fact or category does not fit `scoreBattle`.
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
  const checked = checkOptions('scoreInSegment', segmentCheck, { ...options, cars }, marketSize)
  const { segment } = checked
  const scored = checked.categories.map((category) => scoreCategory(category, checked.cars, segment))
  const sums = checked.cars.map(({ name }, car) => ({
    name,
    points: sumOf(scored, car, 'points'),
    low: sumOf(scored, car, 'low'),
    high: sumOf(scored, car, 'high'),
  }))
  return {
    cars: sums.map((sum) => ({ ...sum, rank: 1 + sums.filter(({ points }) => points > sum.points).length })),
    categories: scored,
  }
}

const thousandths = (points: number): number => Math.round(points * 1_000)

/** Sums one member of a car's entries in whole thousandths, so that the sum is exact. */
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
