import { z } from 'zod'
import type { Money } from '../../money/index.js'
import { priceOption } from '../parse-points.js'

/**
 * What a price is watched for. Each speaks of a change: it comes true once, and again only after it was untrue.
 *
 * - `price-below`: the price is at or below one; again after it was 1 % above
 * - `drops-by`: the price is so many percent below the highest since the rule was made or last came true
 * - `new-low`: the price is lower than any of the last days, half of which are known at least; again after it moved by 1 %
 * - `back-in-stock`: after it could not be had the product can be, and at most for the price named
 * - `sale-starts`, `sale-ends`: the price becomes, or is no longer, a reduction against the usual one
 * - `was-price-inflated`: the "was" price that is advertised is higher than what was seen; again after it was not
 */
export type RuleCondition =
  | { readonly kind: 'price-below'; readonly price: Money }
  | { readonly kind: 'drops-by'; readonly percent: number }
  | { readonly kind: 'new-low'; readonly days: number }
  | { readonly kind: 'back-in-stock'; readonly price?: Money }
  | { readonly kind: 'sale-starts' }
  | { readonly kind: 'sale-ends' }
  | { readonly kind: 'was-price-inflated' }

/** The name of a condition. */
export type RuleKind = RuleCondition['kind']

/** How far a service looks back, and so the longest span of a rule, in days. */
export const maxRuleDays = 365

/** Checks a {@link RuleCondition}. */
export const conditionSchema: z.ZodType<RuleCondition> = z.discriminatedUnion(
  'kind',
  [
    z.strictObject({ kind: z.literal('price-below'), price: priceOption }),
    z.strictObject({ kind: z.literal('drops-by'), percent: z.number().min(0.1).max(100) }),
    z.strictObject({ kind: z.literal('new-low'), days: z.int().min(2).max(maxRuleDays) }),
    z.strictObject({ kind: z.literal('back-in-stock'), price: priceOption.exactOptional() }),
    z.strictObject({ kind: z.literal('sale-starts') }),
    z.strictObject({ kind: z.literal('sale-ends') }),
    z.strictObject({ kind: z.literal('was-price-inflated') }),
  ],
  {
    error:
      "expected a kind of rule: 'price-below', 'drops-by', 'new-low', 'back-in-stock', 'sale-starts', 'sale-ends' or 'was-price-inflated'",
  },
)
