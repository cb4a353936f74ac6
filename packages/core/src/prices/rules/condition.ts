import type { Money } from '../../money/index.js'
import * as check from '../../options/check.js'
import { priceCheck } from '../../options/checks.js'
import { type Duration, dayMs, readDuration } from '../../time/index.js'

/**
 * A condition on the price or the availability of a product. It fires once when it becomes true, and again only after
 * it was false. `price-below`, `drops-by`, `rises-by` and `new-low` then rest: for eight days after the last time that they
 * were true they fire again only at a price more than 1 % lower than the last one they fired at, or higher after a rise.
 * `back-in-stock` rests for a day. The prices of each currency are judged apart.
 *
 * - `price-below`: the price is at or below a limit; fires again after it was more than 1 % above
 * - `drops-by`: the price is at least `percent`, or `amount`, below the highest price since the rule was made or last fired
 * - `rises-by`: the price is at least `percent`, or `amount`, above the lowest price since the rule was made or last fired
 * - `changes`: the price is another than at the reading before
 * - `new-low`: the price is at or below the lowest of the last `days`, of which at least half are known. An equal one counts
 *   where the price was higher in between, for more than eight days. Fires again after it moved by more than 1 %
 * - `back-in-stock`: the product is in stock again after it was not, at most for `price` when given. Without `price` it
 *   fires also where the page shows no price that can be read. `includes` names what else counts as in stock: a product
 *   that can only be ordered or reserved does not, unless asked
 * - `sale-starts`, `sale-ends`: a sale against the usual price starts or ends
 * - `was-price-inflated`: the verdict on the advertised "was" price is `inflated`; fires again after another verdict
 */
export type RuleCondition = LeastDuration &
  (
    | { readonly kind: 'price-below'; readonly price: Money }
    | ({ readonly kind: 'drops-by' } & PriceMove)
    | ({ readonly kind: 'rises-by' } & PriceMove)
    | { readonly kind: 'changes' }
    | { readonly kind: 'new-low'; readonly days: number }
    | {
        readonly kind: 'back-in-stock'
        readonly price?: Money
        readonly includes?: readonly OrderableAvailability[]
      }
    | { readonly kind: 'sale-starts' }
    | { readonly kind: 'sale-ends' }
    | { readonly kind: 'was-price-inflated' }
  )

/** The least duration of a condition: what is over sooner, such as the turn of a second seller, fires nothing. */
export interface LeastDuration {
  /**
   * The time for which the condition must have been true at each reading before the rule fires, such as `'2d'`: more than
   * 0, at most 365 days, and at most half of the `days` of a `new-low`. It counts from the first reading at which it is true, after
   * the rule was made. A reading at which it is false begins it anew, and so does a stock-out. One that does not say, such as a
   * page that could not be read, an unconfirmed price or one in another currency, changes nothing. The rule fires at the
   * first reading at which the time is over.
   * @default none: it fires at the first reading at which the condition is true
   */
  readonly for?: Duration
}

/** The least move of a price: a percentage or an amount of money, never both. */
export type PriceMove =
  | { readonly percent: number; readonly amount?: never }
  | { readonly amount: Money; readonly percent?: never }

/** An availability at which a product can be ordered or reserved, and is not in stock. */
export type OrderableAvailability = 'BackOrder' | 'PreOrder' | 'PreSale' | 'Reserved'

/** The kind of a condition. */
export type RuleKind = RuleCondition['kind']

/** The number of days of history that rules see, and so the maximum of `days`. */
export const maxRuleDays = 365

/** The availabilities at which a product can be ordered or reserved, and is not in stock. */
export const orderable = [
  'BackOrder',
  'PreOrder',
  'PreSale',
  'Reserved',
] as const satisfies readonly OrderableAvailability[]

type Members = {
  readonly [Kind in RuleKind]: check.CheckShape<
    Omit<Extract<RuleCondition, { readonly kind: Kind }>, 'kind' | 'for'>
  >
}

const amountCheck = check.optional(
  check.refine(priceCheck, ({ amount }) => Number(amount) > 0, 'an amount above 0'),
)

const includesCheck = check.refine(
  check.list(check.oneOf(orderable)),
  ({ length }) => length > 0 && length <= orderable.length,
  `one to ${orderable.length} availabilities`,
)

const durationCheck = check.custom<Duration>((value) => {
  const ms = readDuration(value)
  return ms !== undefined && ms <= maxRuleDays * dayMs
}, `a duration such as '12h' or '2d', of at most ${maxRuleDays} days`)

const members: Members = {
  'price-below': { price: priceCheck },
  'drops-by': { percent: check.optional(check.number({ min: 0.1, max: 100 })), amount: amountCheck },
  'rises-by': { percent: check.optional(check.number({ min: 0.1, max: 1_000 })), amount: amountCheck },
  changes: {},
  'new-low': { days: check.integer({ min: 2, max: maxRuleDays }) },
  'back-in-stock': {
    price: check.optional(priceCheck),
    includes: check.optional(includesCheck),
  },
  'sale-starts': {},
  'sale-ends': {},
  'was-price-inflated': {},
}

const kindCheck = check.custom<RuleKind>(
  (kind) => typeof kind === 'string' && Object.hasOwn(members, kind),
  `a kind of rule: ${Object.keys(members)
    .map((kind) => `'${kind}'`)
    .join(', ')}`,
)

/** Checks a {@link RuleCondition}. */
export const conditionCheck: check.OptionCheck<RuleCondition> = (value, issues) => {
  const { kind } = check.object({ kind: kindCheck })(value, issues) ?? {}
  if (!kind) return undefined as never
  const shape = check.strictObject({ kind: kindCheck, ...members[kind], for: check.optional(durationCheck) })
  const moved = check.refine(shape, hasOneMove, 'either `percent` or `amount`')
  const whole = check.refine(moved, isWithinDays, 'at most half of the `days` of the low', ['for'])
  return whole(value, issues) as RuleCondition
}

/** Returns whether the least duration of a low leaves enough of the history that rules see to compare with. */
const isWithinDays = (condition: { readonly days?: number; readonly for?: Duration | undefined }) =>
  condition.days === undefined || (readDuration(condition.for) ?? 0) * 2 <= condition.days * dayMs

/** Returns whether a move of the price is given once, where there is one to give. */
const hasOneMove = (condition: {
  readonly kind: RuleKind
  readonly percent?: number
  readonly amount?: Money
}) => !/-by$/.test(condition.kind) || (condition.percent === undefined) !== (condition.amount === undefined)
