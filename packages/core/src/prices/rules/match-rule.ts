import { type Money, toMinor } from '../../money/index.js'
import { defined } from '../../options/checks.js'
import { dayMs } from '../../time/index.js'
import { formatDate, formatMoney } from '../format.js'
import { coolDownMs, isNews } from '../sale.js'
import { isUnavailable } from '../timeline.js'
import { orderable, type RuleCondition, type RuleKind } from './condition.js'
import { endHolds, hold } from './least-duration.js'
import { matchChange, matchMove } from './price-move.js'
import type { RuleContext } from './rule-context.js'
import type { RuleMatch, RuleState } from './rule-state.js'

/** The percentage by which a price must move away from where a rule fired before it can fire again. */
const rearmPercent = 1n

/** The time for which a rule rests after it was true, in milliseconds. Rules of the other kinds do not rest. */
const restMs: { readonly [kind in RuleKind]?: number } = {
  'price-below': coolDownMs,
  'drops-by': coolDownMs,
  'rises-by': coolDownMs,
  'new-low': coolDownMs,
  'back-in-stock': dayMs,
}

/**
 * Returns the initial state of a rule. One on a move of the price measures from the price at which the rule was made. A sale that is
 * already on does not start. A product that is out of stock can come back.
 */
export function initialState(condition: RuleCondition, context?: RuleContext): RuleState {
  const { kind } = condition
  const currency = context?.price?.currency
  if (kind === 'drops-by' || kind === 'rises-by' || kind === 'changes')
    return { armed: true, ...defined({ price: context?.price, currency }) }
  if (kind === 'back-in-stock')
    return { armed: context !== undefined && stockOf(condition, context) === 'out', ...defined({ currency }) }
  if (kind !== 'sale-starts' && kind !== 'sale-ends') return { armed: true, ...defined({ currency }) }
  const saleStartedAt = context?.saleStartedAt()
  return { armed: true, ...defined({ saleStartedAt, currency }) }
}

/**
 * Matches a rule with one observation. An observation without a price that counts changes nothing, unless it says
 * whether the product is in stock.
 */
export function matchRule(condition: RuleCondition, state: RuleState, context: RuleContext): RuleMatch {
  if (condition.kind === 'back-in-stock')
    return settle(condition, state, backInStock(condition, state, context), context)
  const { price, availability } = context
  // A price at which nothing can be bought does not hold.
  if (isUnavailable(availability)) return { state: endHolds(state) }
  if (!price) return { state }
  const own = stateIn(price.currency, condition, state, context)
  return settle(condition, own, matchPrice(condition, own, price, context), context)
}

/** Settles what comes of a match; `undefined` stands for an observation that does not say whether the condition is true. */
function settle(
  condition: RuleCondition,
  state: RuleState,
  match: RuleMatch | undefined,
  context: RuleContext,
): RuleMatch {
  if (!match) return { state }
  const held = hold({ leastDuration: condition.for, before: state, at: context.at }, match)
  return rest(condition, state, held, context)
}

/** Returns the state in the currency of an observation. A currency that is new to the rule begins with its first price. */
function stateIn(
  currency: string,
  condition: RuleCondition,
  state: RuleState,
  context: RuleContext,
): RuleState {
  if (state.currency === currency) return state
  if (state.currency === undefined) return { ...state, currency }
  const { others = [], ...before } = state
  const own = others.find((other) => other.currency === currency) ?? initialState(condition, context)
  return { ...own, currency, others: [...others.filter((other) => other !== own), before] }
}

/** Keeps a rule from firing again while it rests, unless the price has moved further than when it last fired. */
function rest(
  { kind }: RuleCondition,
  { fired, currency, others }: RuleState,
  match: RuleMatch,
  { at, price }: RuleContext,
): RuleMatch {
  const state = { ...match.state, ...defined({ fired, currency, others }) }
  const ms = restMs[kind]
  if (match.reason === undefined || ms === undefined) return { ...match, state }
  const isResting = fired !== undefined && at - fired.at <= ms
  if (isResting && !(fired.price && price && isFurther(kind, price, fired.price)))
    return { state: { ...state, fired: { ...fired, at } } }
  return { state: { ...state, fired: { at, ...defined({ price }) } }, reason: match.reason }
}

const isFurther = (kind: RuleKind, price: Money, fired: Money): boolean =>
  kind === 'rises-by' ? isNews(toMinor(fired), toMinor(price)) : isNews(toMinor(price), toMinor(fired))

function matchPrice(
  condition: Exclude<RuleCondition, StockCondition>,
  state: RuleState,
  price: Money,
  context: RuleContext,
): RuleMatch | undefined {
  switch (condition.kind) {
    case 'price-below':
      return priceBelow(condition.price, state, price)
    case 'drops-by':
    case 'rises-by':
      return matchMove(condition, state, price, context)
    case 'changes':
      return matchChange(state, price, context)
    case 'new-low':
      return newLow(condition, state, price, context)
    case 'sale-starts':
    case 'sale-ends':
      return sale(condition, state, context)
    case 'was-price-inflated':
      return wasPriceInflated(state, context)
  }
}

/**
 * Compares a price with a percentage of another: -1 when lower, 1 when higher, 0 when equal. `undefined` where the
 * currencies differ.
 */
function compareToPercent(price: Money, percent: bigint, other: Money): number | undefined {
  if (price.currency !== other.currency) return undefined
  const difference = toMinor(price) * 100n - toMinor(other) * percent
  return difference < 0n ? -1 : difference > 0n ? 1 : 0
}

function priceBelow(target: Money, state: RuleState, price: Money): RuleMatch | undefined {
  const isAt = compareToPercent(price, 100n, target)
  if (isAt === undefined) return undefined
  if (isAt > 0)
    return { state: compareToPercent(price, 100n + rearmPercent, target) === 1 ? { armed: true } : state }
  return state.armed
    ? {
        state: { armed: false },
        reason: `it costs ${formatMoney(price)}, at or below ${formatMoney(target)}`,
      }
    : { state }
}

type LowCondition = Extract<RuleCondition, { readonly kind: 'new-low' }>

function newLow(condition: LowCondition, state: RuleState, price: Money, context: RuleContext): RuleMatch {
  const { days, for: leastDuration } = condition
  const firedAt = state.price
  const armed = state.armed || firedAt === undefined || !isWithin(price, firedAt)
  const kept = armed ? { armed } : state
  // A price of 0 is a misreading.
  const before = armed && toMinor(price) > 0n ? context.rangeOf(days, state.heldSince) : undefined
  if (!before || before.lowest.currency !== price.currency) return { state: kept }
  const { lowest, lowestUntil, highest, until } = before
  const isEqual = toMinor(price) === toMinor(lowest)
  // A price that goes back and forth is no news at its lower end. Where it has to stay there, it was not told of.
  const isNewRun = until - lowestUntil > (leastDuration === undefined ? coolDownMs : 0)
  const isAgain = isEqual && isNewRun && !isWithin(highest, price)
  if (toMinor(price) >= toMinor(lowest) && !isAgain) return { state: kept }
  const than = isAgain ? `as on ${formatDate(lowestUntil)}` : `it was ${formatMoney(lowest)}`
  const what =
    leastDuration === undefined
      ? `the lowest price in ${days} days`
      : `as low as any price of the ${days} days before`
  return {
    state: { armed: false, price },
    reason: `${formatMoney(price)} is ${what}; ${than}`,
  }
}

const isWithin = (price: Money, other: Money): boolean =>
  compareToPercent(price, 100n + rearmPercent, other) !== 1 &&
  compareToPercent(price, 100n - rearmPercent, other) !== -1

type StockCondition = Extract<RuleCondition, { readonly kind: 'back-in-stock' }>

/** Tells whether a product is in stock; `undefined` when the observation does not say. A price alone says that it is. */
function stockOf(
  { includes = [] }: StockCondition,
  { availability, price }: RuleContext,
): 'in' | 'out' | undefined {
  if (availability === undefined) return price ? 'in' : undefined
  const isOrderable = orderable.some((each) => each === availability)
  const isAsked = includes.some((each) => each === availability)
  return isUnavailable(availability) || (isOrderable && !isAsked) ? 'out' : 'in'
}

function backInStock(
  condition: StockCondition,
  state: RuleState,
  context: RuleContext,
): RuleMatch | undefined {
  const stock = stockOf(condition, context)
  if (stock === 'out') return { state: { armed: true } }
  const { price } = context
  const limit = condition.price
  if (stock === undefined || (limit && !price)) return undefined
  const fits = !limit || !price || (compareToPercent(price, 100n, limit) ?? 1) <= 0
  if (!state.armed || !fits) return { state }
  const reason = price
    ? `it can be had again, for ${formatMoney(price)}`
    : 'it is in stock again; its price could not be read'
  return { state: { armed: false }, reason }
}

type SaleCondition = Extract<RuleCondition, { readonly kind: 'sale-starts' | 'sale-ends' }>

function sale(condition: SaleCondition, state: RuleState, context: RuleContext): RuleMatch {
  const { kind, for: leastDuration } = condition
  const saleStartedAt = context.saleStartedAt()
  const before = state.saleStartedAt
  const after = { armed: true, ...defined({ saleStartedAt }) }
  if (saleStartedAt === before) return { state: after }
  const edge = kind === 'sale-starts' ? saleStartedAt : before
  // No sale is over for as long as it has to be when another one starts.
  const isOnAgain = kind === 'sale-ends' && leastDuration !== undefined && saleStartedAt !== undefined
  if (edge === undefined || isOnAgain) return { state: after }
  const reason =
    kind === 'sale-starts' ? 'a sale has started' : `the sale that began on ${formatDate(edge)} is over`
  return { state: after, reason }
}

function wasPriceInflated({ armed }: RuleState, context: RuleContext): RuleMatch | undefined {
  const verdict = context.wasPriceVerdict()
  // A claim that cannot be judged says nothing, and does not rearm the rule.
  if (verdict === 'unknown') return undefined
  if (verdict !== 'inflated') return { state: { armed: true } }
  const claim = armed ? context.wasPrice() : undefined
  const reason = claim && `the "was" price of ${formatMoney(claim.price)} is inflated: ${claim.reason}`
  return { state: { armed: false }, ...defined({ reason }) }
}
