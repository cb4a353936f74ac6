import * as check from '../../options/check.js'
import { type BattleCategory, battleCategories, type CategoryDivisor } from './category.js'

/** A car in a battle. */
export interface BattleCar {
  /** The car's name, unique in the battle, such as `Chevrolet Corvette 2023`. */
  readonly name: string
  /** The known facts, in the units that their names say: `{ horsepower: 495, priceUsd: 67450 }`. Unknown ones are absent. */
  readonly facts: Readonly<Record<string, number>>
}

/** The options of `scoreBattle`. */
export interface BattleOptions {
  /** The categories that the cars are compared in. @default battleCategories */
  readonly categories?: readonly BattleCategory[]
}

/** The check of a name: of a fact, a car or a category. */
const nameCheck = check.text({ min: 1, max: 200 })

/** The maximum number of categories, and of cars: an analysis compares each with each. */
const [maxCategories, maxCars] = [50, 100]

const weightCheck = check.refine(
  check.number({ min: 0.001, max: 1_000_000 }),
  (weight) => Math.round(weight * 1_000) / 1_000 === weight,
  'at most three decimals, so that points can be divided exactly',
)

const divisorCheck = check.strictObject({
  fact: nameCheck,
  amount: check.optional(check.number({ above: 0, max: 1e9 })),
} satisfies check.CheckShape<CategoryDivisor>)

const categoryCheck = check.strictObject({
  id: nameCheck,
  label: nameCheck,
  unit: nameCheck,
  better: check.oneOf(['higher', 'lower']),
  weight: check.optional(weightCheck),
  fact: nameCheck,
  per: check.optional(divisorCheck),
} satisfies check.CheckShape<BattleCategory>)

/** Checks a list of one or more battle categories with unique ids. */
export const categoriesCheck: check.OptionCheck<readonly BattleCategory[]> = uniqueBy(
  'id',
  counted(
    check.list(categoryCheck, 'a list of categories'),
    [1, 'one category'],
    [maxCategories, 'categories'],
  ),
)

/** Checks a car's facts: numbers of 0 or more by name. */
export const factsCheck = check.record(nameCheck, check.number({ min: 0, max: 1e12 }))

const carCheck = check.object({ name: nameCheck, facts: factsCheck } satisfies check.CheckShape<BattleCar>)

/** Makes a check of a list of at least `minCars` cars with unique names. */
export const carsCheck = (minCars: 1 | 2): check.OptionCheck<readonly BattleCar[]> =>
  uniqueBy(
    'name',
    counted(
      check.list(carCheck, 'a list of cars'),
      [minCars, minCars === 1 ? 'one car' : 'two cars'],
      [maxCars, 'cars'],
    ),
  )

/** Checks the arguments of `scoreBattle`. */
export const battleCheck = check.strictObject({
  cars: carsCheck(2),
  categories: check.withDefault(categoriesCheck, battleCategories),
})

type List<Item> = check.OptionCheck<readonly Item[]>

/** Makes a check that refuses a list that is too short or too long. The words say how many of what. */
function counted<Item>(
  items: List<Item>,
  [min, minWords]: readonly [number, string],
  [max, maxWords]: readonly [number, string],
): List<Item> {
  const enough = check.refine(items, ({ length }) => length >= min, `at least ${minWords}`)
  return check.refine(enough, ({ length }) => length <= max, `at most ${max} ${maxWords}`)
}

/** Makes a check that refuses a list in which two items have the same `key`. The issue points to the second. */
function uniqueBy<Key extends string, Item extends Readonly<Record<Key, string>>>(
  key: Key,
  items: List<Item>,
): List<Item> {
  return (value, issues) => {
    const count = issues.length
    const checked = items(value, issues)
    const seen = new Set<string>()
    for (const [index, item] of issues.length > count ? [] : checked.entries()) {
      const name = item[key]
      if (seen.has(name))
        issues.push({ path: [index, key], message: `expected each ${key} once, got '${name}' again` })
      seen.add(name)
    }
    return checked
  }
}
