import { z } from 'zod'
import type { OptionsShape } from '../../options/index.js'
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

/** The schema of a name: of a fact, a car or a category. */
const name = z.string().min(1).max(200)

/** The maximum number of categories, and of cars: an analysis compares each with each. */
const [maxCategories, maxCars] = [50, 100]

const divisorShape = {
  fact: name,
  amount: z.number().positive().max(1e9).exactOptional(),
} satisfies OptionsShape<CategoryDivisor>

const categoryShape = {
  id: name,
  label: name,
  unit: name,
  better: z.enum(['higher', 'lower']),
  weight: z
    .number()
    .min(0.001)
    .max(1_000_000)
    .refine((weight) => Math.round(weight * 1_000) / 1_000 === weight, {
      error: 'expected at most three decimals, so that points can be divided exactly',
    })
    .exactOptional(),
  fact: name,
  per: z.strictObject(divisorShape).exactOptional(),
} satisfies OptionsShape<BattleCategory>

/** An option that must be a list of one or more battle categories with unique ids. */
export const categoriesOption: z.ZodType<readonly BattleCategory[], readonly BattleCategory[]> = z
  .array(z.strictObject(categoryShape), { error: 'expected a list of categories' })
  .min(1, { error: 'expected at least one category' })
  .max(maxCategories, { error: `expected at most ${maxCategories} categories` })
  .superRefine(refuseDuplicates('id'))

/** The schema of a car's facts: numbers of 0 or more by name. */
export const factsSchema = z.record(name, z.number().nonnegative().max(1e12))

const carSchema = z.object({ name, facts: factsSchema })

/** Makes an option that must be a list of at least `minCars` cars with unique names. */
export const carsOption = (minCars: 1 | 2) =>
  z
    .array(carSchema, { error: 'expected a list of cars' })
    .min(minCars, { error: `expected at least ${minCars === 1 ? 'one car' : 'two cars'}` })
    .max(maxCars, { error: `expected at most ${maxCars} cars` })
    .superRefine(refuseDuplicates('name'))

/** The schema of the arguments of `scoreBattle`. */
export const battleSchema = z.strictObject({
  cars: carsOption(2),
  categories: categoriesOption.default(battleCategories),
})

/** Makes a check that refuses a list in which two items have the same `key`. The issue points to the second. */
function refuseDuplicates<Key extends string>(key: Key) {
  return (items: readonly Readonly<Record<Key, string>>[], context: z.RefinementCtx) => {
    const seen = new Set<string>()
    for (const [index, item] of items.entries()) {
      if (seen.has(item[key]))
        context.addIssue({
          code: 'custom',
          path: [index, key],
          message: `expected each ${key} once, got '${item[key]}' again`,
        })
      seen.add(item[key])
    }
  }
}
