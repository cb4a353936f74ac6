import { z } from 'zod'
import type { OptionsShape } from '../../options/index.js'
import { priceOption } from '../../options/index.js'
import type { LandedCosts } from '../../prices/group/landed-price.js'

/** Options of a new group. */
export interface ProductGroupOptions {
  /** The name of the group. @default 'group' */
  readonly name?: string
  /** The ISO 4217 code of the currency of its prices. @default that of the first product with a price */
  readonly currency?: string
  /** The ids of its first products, 20 at most. @default none */
  readonly products?: readonly string[]
}

/** A change of a group. A member that is absent stays as it is; `null` takes it back to its default. */
export interface ProductGroupPatch {
  /** The name of the group; `null` is `'group'`. */
  readonly name?: string | null
  /** The ISO 4217 code of the currency of its prices; `null` is that of the first product with a price. */
  readonly currency?: string | null
}

/** The maximum number of products in a group. All of them are compared with each reading of one. */
export const maxMembers = 20

const name = z.string().trim().min(1).max(200)
const currency = z.string().regex(/^[A-Z]{3}$/, { error: "expected a currency code such as 'EUR'" })

/** The name of a group that was given none. */
export const defaultGroupName = 'group'

/** The schema of {@link ProductGroupPatch}. */
export const groupPatchSchema = z.strictObject({
  name: name.nullable().exactOptional(),
  currency: currency.nullable().exactOptional(),
} satisfies OptionsShape<ProductGroupPatch>)

/** The schema of {@link ProductGroupOptions}. */
export const groupSchema = z.strictObject({
  name: name.default(defaultGroupName),
  currency: currency.exactOptional(),
  products: z
    .array(z.string().max(100))
    .max(maxMembers, { error: `expected at most ${maxMembers} products` })
    .refine((ids) => new Set(ids).size === ids.length, { error: 'expected each product once' })
    .default([]),
} satisfies OptionsShape<ProductGroupOptions>)

const percent = z.number().min(0)

/** The schema of {@link LandedCosts}. */
export const landedCostsSchema = z.strictObject({
  delivery: priceOption.exactOptional(),
  taxPercent: percent.max(1_000).exactOptional(),
  fees: priceOption.exactOptional(),
  couponPercent: percent.max(100).exactOptional(),
  pack: z.strictObject({ amount: z.number().positive(), unit: z.enum(['g', 'ml', 'piece']) }).exactOptional(),
} satisfies OptionsShape<LandedCosts>)
