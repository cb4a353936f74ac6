import { z } from 'zod'
import { defined, priceOption, timeOption, urlOption } from '../options/index.js'
import type { ReadFailure } from '../records/product-records.js'
import { amountColumn, checkBy, idColumn, type RowSchemas, ruleStatesColumn } from '../runtime/row-schemas.js'
import { toDuration } from '../time/index.js'
import { groupSchema, landedCostsSchema } from './groups/group-options.js'
import { availabilityOption, displaySchema, trackSchema } from './product-options.js'

const reasons: Readonly<Record<ReadFailure['reason'], true>> = {
  blocked: true,
  consent: true,
  gone: true,
  list: true,
  'no-product': true,
  'no-price': true,
  ambiguous: true,
  unreachable: true,
  unreadable: true,
}
const reason = z.enum(Object.keys(reasons) as ReadFailure['reason'][])
const price = priceOption.optional()
const availability = availabilityOption.optional()

const currencyState = z.strictObject({
  armed: z.boolean(),
  price,
  saleStartedAt: timeOption.optional(),
  heldSince: timeOption.optional(),
  fired: z.strictObject({ at: timeOption, price }).optional(),
  currency: z.string().optional(),
})

const ruleState = currencyState.extend({ others: z.array(currencyState).optional() })

const product = z
  .looseObject({
    url: urlOption(),
    pageKey: z.string().min(1).optional(),
    groupId: idColumn.optional(),
    landedCosts: landedCostsSchema.optional(),
    everyMs: z.number(),
    adapter: z.string(),
    target: z.unknown().optional(),
    choice: z.looseObject({}).optional(),
    confidence: z.number().min(0).max(1).optional(),
    couponPrice: price,
    memberPrice: price,
    subscribePrice: price,
    offers: z
      .array(z.looseObject({ price: priceOption }))
      .max(100)
      .optional(),
    availability,
    price,
    wasPrice: price,
    shippingPrice: price,
    sale: z
      .strictObject({
        startedAt: timeOption,
        depthPercent: z.number().min(0).max(100),
        price: priceOption,
        usual: priceOption,
        repeats: z.literal(true).optional(),
      })
      .optional(),
    targetState: ruleState.optional(),
    ruleStates: ruleStatesColumn(ruleState),
    unconfirmed: z.strictObject({ price: priceOption, at: timeOption }).optional(),
    unread: z.strictObject({ reason, message: z.string() }).optional(),
  })
  .superRefine(({ everyMs, adapter, target, choice }, context) =>
    checkBy(trackSchema, defined({ every: toDuration(everyMs), adapter, target, ...choice }), context),
  )

const best = z.object({
  productId: idColumn,
  total: priceOption,
  unitPrice: z
    .strictObject({ amount: z.number().min(0), currency: z.string(), per: z.enum(['kg', 'l', 'piece']) })
    .optional(),
})

const group = z
  .object({
    name: z.string(),
    currency: z.string().optional(),
    best: best.extend({ since: timeOption }).optional(),
    told: z.strictObject({ at: timeOption, best: best.optional() }).optional(),
  })
  .superRefine(({ name, currency }, context) => checkBy(groupSchema, defined({ name, currency }), context))

const comparison = z.object({
  offers: z
    .array(
      z.looseObject({
        productId: idColumn,
        url: urlOption(),
        title: z.string().optional(),
        price,
        shippingPrice: price,
        total: price,
        display: price,
        availability,
        pricedAt: timeOption.optional(),
      }),
    )
    .min(2)
    .max(20),
  winner: idColumn.optional(),
  reasons: z.array(z.string()),
  display: displaySchema.optional(),
})

const observation = z
  .object({
    key: idColumn,
    currency: z.string().optional(),
    amount: z.string().optional(),
    wasAmount: z.string().optional(),
    shippingAmount: z.string().optional(),
    couponAmount: z.string().optional(),
    availability,
    packAmount: amountColumn.optional(),
    missedSlots: z.int().min(1).optional(),
    unconfirmed: z.boolean().optional(),
    confirmed: z.boolean().optional(),
    packUnit: z.enum(['g', 'ml', 'piece']).optional(),
    provenance: z.literal('browser').optional(),
    confidence: z.number().min(0).max(1).optional(),
    unreadReason: reason.optional(),
  })
  .superRefine(({ currency, amount, wasAmount, shippingAmount, couponAmount }, context) => {
    for (const [path, value] of Object.entries(defined({ amount, wasAmount, shippingAmount, couponAmount })))
      checkBy(priceOption, { amount: value, currency }, context, [path])
  })

/** The schemas of the rows of products. */
export const productRows: RowSchemas = {
  products: product,
  product_groups: group,
  comparisons: comparison,
  product_observations: observation,
  taught_places: z.object({ host: z.string().min(1), selector: z.string().min(1) }),
}
