import { z } from 'zod'
import type { OptionsShape } from '../options/index.js'
import { type BattleCategory, battleCategories, type CategoryDivisor } from './category.js'

/** A car as it goes into a battle. */
export interface BattleCar {
  /** Tells it from the others, such as `Chevrolet Corvette 2023`. */
  readonly name: string
  /** What is known of it, in the units of the names: `{ horsepower: 495, priceUsd: 67450 }`. What is not known is absent. */
  readonly facts: Readonly<Record<string, number>>
}

/** How a battle is scored. */
export interface BattleOptions {
  /** What the cars are compared by. @default battleCategories */
  readonly categories?: readonly BattleCategory[]
}

const divisorShape = {
  fact: z.string().min(1),
  amount: z.number().positive().exactOptional(),
} satisfies OptionsShape<CategoryDivisor>

const categoryShape = {
  id: z.string().min(1),
  label: z.string().min(1),
  unit: z.string().min(1),
  better: z.enum(['higher', 'lower']),
  weight: z
    .number()
    .positive()
    .max(1_000_000)
    .refine((weight) => Math.round(weight * 1_000) / 1_000 === weight, {
      error: 'expected at most three decimals, so that points can be dealt exactly',
    })
    .exactOptional(),
  fact: z.string().min(1),
  per: z.strictObject(divisorShape).exactOptional(),
} satisfies OptionsShape<BattleCategory>

/** An option that must be one battle category or more, each with an id of its own. */
export const categoriesOption: z.ZodType<readonly BattleCategory[], readonly BattleCategory[]> = z
  .array(z.strictObject(categoryShape), { error: 'expected a list of categories' })
  .min(1, { error: 'expected at least one category' })
  .superRefine(refuseRepeated('id'))

/** The facts of a car, none of them negative. */
export const factsSchema = z.record(z.string(), z.number().nonnegative())

const carSchema = z.object({ name: z.string().min(1), facts: factsSchema })

/** An option that must be so many cars or more, each with a name of its own. */
export const carsOption = (least: number) =>
  z
    .array(carSchema, { error: 'expected a list of cars' })
    .min(least, { error: `expected at least ${least === 1 ? 'one car' : 'two cars'}` })
    .superRefine(refuseRepeated('name'))

/** Checks what `scoreBattle` is given. */
export const battleSchema = z.strictObject({
  cars: carsOption(2),
  categories: categoriesOption.default(battleCategories),
})

/** Refuses a list in which two have the same `key`, and names the second. */
function refuseRepeated<Key extends string>(key: Key) {
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
