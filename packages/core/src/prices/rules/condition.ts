import { z } from 'zod'
import type { Money } from '../../money/index.js'
import { priceOption } from '../parse-points.js'

/**
 * A condition on the price or the availability of a product. It fires once when it becomes true, and again only after
 * it was false.
 *
 * - `price-below`: the price is at or below a limit; fires again after it was more than 1 % above
 * - `drops-by`: the price is at least `percent` below the highest price since the rule was made or last fired
 * - `new-low`: the price is the lowest of the last `days`, of which at least half are known; fires again after it moved by
 *   more than 1 %
 * - `back-in-stock`: the product is available again after it was not, at most for `price` when given
 * - `sale-starts`, `sale-ends`: a sale against the usual price starts or ends
 * - `was-price-inflated`: the verdict on the advertised "was" price is `inflated`; fires again after another verdict
 */
export type RuleCondition =
  | { readonly kind: 'price-below'; readonly price: Money }
  | { readonly kind: 'drops-by'; readonly percent: number }
  | { readonly kind: 'new-low'; readonly days: number }
  | { readonly kind: 'back-in-stock'; readonly price?: Money }
  | { readonly kind: 'sale-starts' }
  | { readonly kind: 'sale-ends' }
  | { readonly kind: 'was-price-inflated' }

/** The kind of a condition. */
export type RuleKind = RuleCondition['kind']

/** The number of days of history that rules see, and so the maximum of `days`. */
export const maxRuleDays = 365

/** The schema of a {@link RuleCondition}. */
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
