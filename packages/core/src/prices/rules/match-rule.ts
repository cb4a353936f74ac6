import { type Money, toMinor } from '../../money/index.js'
import { defined } from '../../options/checks.js'
import { formatDate, formatMoney } from '../format.js'
import type { RuleCondition } from './condition.js'
import type { RuleContext } from './rule-context.js'

/** The state of a rule between two observations. Plain JSON. */
export interface RuleState {
  /** `true` when the rule can fire: it has not since its condition was last false. */
  readonly armed: boolean
  /** The highest price since the rule last fired, or the price at which it did. */
  readonly price?: Money
  /** The start of the sale that was on at the last observation, in epoch milliseconds; absent when none was. */
  readonly saleStartedAt?: number
}

/** The result of matching a rule with an observation. */
export interface RuleMatch {
  /** The new state of the rule. */
  readonly state: RuleState
  /** The reason why it fired, in words; absent when it did not. */
  readonly reason?: string
}

/** The percentage by which a price must move away from where a rule fired before it can fire again. */
const rearmPercent = 1n

/**
 * Returns the initial state of a rule. `drops-by` measures from the price at which the rule was made. A sale that is
 * already on does not start. A product that is out of stock can come back.
 */
export function initialState({ kind }: RuleCondition, context?: RuleContext): RuleState {
  if (kind === 'drops-by') return { armed: true, ...defined({ price: context?.price }) }
  if (kind === 'back-in-stock') return { armed: context?.isUnavailable ?? false }
  if (kind !== 'sale-starts' && kind !== 'sale-ends') return { armed: true }
  const saleStartedAt = context?.saleStartedAt()
  return { armed: true, ...defined({ saleStartedAt }) }
}

/**
 * Matches a rule with one observation. An observation without a price changes nothing, unless it says that the
 * product is unavailable.
 */
export function matchRule(condition: RuleCondition, state: RuleState, context: RuleContext): RuleMatch {
  if (context.isUnavailable) return { state: condition.kind === 'back-in-stock' ? { armed: true } : state }
  return context.price ? matchPrice(condition, state, context.price, context) : { state }
}

function matchPrice(
  condition: RuleCondition,
  state: RuleState,
  price: Money,
  context: RuleContext,
): RuleMatch {
  switch (condition.kind) {
    case 'price-below':
      return priceBelow(condition.price, state, price)
    case 'drops-by':
      return dropsBy(condition.percent, state, price)
    case 'new-low':
      return newLow(condition.days, state, price, context)
    case 'back-in-stock':
      return backInStock(condition.price, state, price)
    case 'sale-starts':
    case 'sale-ends':
      return sale(condition.kind, state, context)
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

function priceBelow(target: Money, state: RuleState, price: Money): RuleMatch {
  const isAt = compareToPercent(price, 100n, target)
  if (isAt === undefined) return { state }
  if (isAt > 0)
    return { state: compareToPercent(price, 100n + rearmPercent, target) === 1 ? { armed: true } : state }
  return state.armed
    ? {
        state: { armed: false },
        reason: `it costs ${formatMoney(price)}, at or below ${formatMoney(target)}`,
      }
    : { state }
}

function dropsBy(percent: number, state: RuleState, price: Money): RuleMatch {
  const peak = state.price?.currency === price.currency ? state.price : price
  const [from, to] = [toMinor(peak), toMinor(price)]
  if (to >= from) return { state: { armed: true, price } }
  // Percentages are compared to a thousandth.
  if ((from - to) * 100_000n < from * BigInt(Math.round(percent * 1_000)))
    return { state: { armed: true, price: peak } }
  const dropped = Number(((from - to) * 1_000n) / from) / 10
  return {
    state: { armed: true, price },
    reason: `it dropped by ${dropped} %, from ${formatMoney(peak)} to ${formatMoney(price)}`,
  }
}

function newLow(days: number, state: RuleState, price: Money, context: RuleContext): RuleMatch {
  const firedAt = state.price
  const moved = firedAt && price.currency === firedAt.currency && !isWithin(price, firedAt)
  const armed = state.armed || moved === true || firedAt?.currency !== price.currency
  const kept = armed ? { armed } : state
  // A price of 0 is a misreading.
  const lowest = armed && toMinor(price) > 0n ? context.lowestOf(days) : undefined
  if (!lowest || lowest.currency !== price.currency || toMinor(price) >= toMinor(lowest))
    return { state: kept }
  return {
    state: { armed: false, price },
    reason: `${formatMoney(price)} is the lowest price in ${days} days; it was ${formatMoney(lowest)}`,
  }
}

const isWithin = (price: Money, other: Money): boolean =>
  compareToPercent(price, 100n + rearmPercent, other) !== 1 &&
  compareToPercent(price, 100n - rearmPercent, other) !== -1

function backInStock(limit: Money | undefined, state: RuleState, price: Money): RuleMatch {
  const fits = limit === undefined || (compareToPercent(price, 100n, limit) ?? 1) <= 0
  if (!state.armed || !fits) return { state }
  return { state: { armed: false }, reason: `it can be had again, for ${formatMoney(price)}` }
}

function sale(kind: 'sale-starts' | 'sale-ends', state: RuleState, context: RuleContext): RuleMatch {
  const saleStartedAt = context.saleStartedAt()
  const before = state.saleStartedAt
  const after = { armed: true, ...defined({ saleStartedAt }) }
  if (saleStartedAt === before) return { state: after }
  const edge = kind === 'sale-starts' ? saleStartedAt : before
  if (edge === undefined) return { state: after }
  const reason =
    kind === 'sale-starts' ? 'a sale has started' : `the sale that began on ${formatDate(edge)} is over`
  return { state: after, reason }
}

function wasPriceInflated({ armed }: RuleState, context: RuleContext): RuleMatch {
  const claim = context.wasPrice()
  if (claim?.verdict === 'inflated') {
    const reason = `the "was" price of ${formatMoney(claim.price)} is inflated: ${claim.reason}`
    return { state: { armed: false }, ...defined({ reason: armed ? reason : undefined }) }
  }
  // A claim that cannot be judged does not rearm the rule.
  return { state: { armed: armed || claim?.verdict !== 'unknown' } }
}
