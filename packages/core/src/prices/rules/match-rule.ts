import { type Money, toMinor } from '../../money/index.js'
import { defined } from '../../options/index.js'
import { formatDate, formatMoney } from '../format.js'
import type { RuleCondition } from './condition.js'
import type { RuleContext } from './rule-context.js'

/** What a rule remembers between two readings. Plain JSON. */
export interface RuleState {
  /** Whether the rule can come true: it did not since it was last untrue. */
  readonly armed: boolean
  /** The highest price since it came true, or the price at which it did. */
  readonly price?: Money
  /** When the sale began that was on at the last reading. */
  readonly saleStartedAt?: number
}

/** What a reading did to a rule. */
export interface RuleMatch {
  readonly state: RuleState
  /** Why it came true, in words; absent when it did not. */
  readonly reason?: string
}

/** How far a price must move from where a rule came true before it can again, in percent. */
const rearmPercent = 1n

/**
 * What a rule begins with. A price drops from what it was when the rule was made, a sale that is on already does not
 * start, and a product that is out of stock can come back.
 */
export function initialState({ kind }: RuleCondition, facts?: RuleContext): RuleState {
  if (kind === 'drops-by')
    return { armed: true, ...defined({ price: facts?.price ? facts.price : undefined }) }
  if (kind === 'back-in-stock') return { armed: facts?.isUnavailable ?? false }
  if (kind !== 'sale-starts' && kind !== 'sale-ends') return { armed: true }
  const saleStartedAt = facts?.saleStartedAt()
  return { armed: true, ...defined({ saleStartedAt }) }
}

/** Matches a rule with one reading. A reading that gave no price changes nothing, but that it says the product is gone. */
export function matchRule(condition: RuleCondition, state: RuleState, facts: RuleContext): RuleMatch {
  if (facts.isUnavailable) return { state: condition.kind === 'back-in-stock' ? { armed: true } : state }
  return facts.price ? matchPrice(condition, state, facts.price, facts) : { state }
}

function matchPrice(condition: RuleCondition, state: RuleState, price: Money, facts: RuleContext): RuleMatch {
  switch (condition.kind) {
    case 'price-below':
      return priceBelow(condition.price, state, price)
    case 'drops-by':
      return dropsBy(condition.percent, state, price)
    case 'new-low':
      return newLow(condition.days, state, price, facts)
    case 'back-in-stock':
      return backInStock(condition.price, state, price)
    case 'sale-starts':
    case 'sale-ends':
      return sale(condition.kind, state, facts)
    case 'was-price-inflated':
      return wasPriceInflated(state, facts)
  }
}

/** Below 0 where the price is less than this many percent of another; nothing where the currencies differ. */
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
  // A thousandth of a percent is as fine as a rule can be.
  if ((from - to) * 100_000n < from * BigInt(Math.round(percent * 1_000)))
    return { state: { armed: true, price: peak } }
  const dropped = Number(((from - to) * 1_000n) / from) / 10
  return {
    state: { armed: true, price },
    reason: `it dropped by ${dropped} %, from ${formatMoney(peak)} to ${formatMoney(price)}`,
  }
}

function newLow(days: number, state: RuleState, price: Money, facts: RuleContext): RuleMatch {
  const firedAt = state.price
  const moved = firedAt && price.currency === firedAt.currency && !isWithin(price, firedAt)
  const armed = state.armed || moved === true || firedAt?.currency !== price.currency
  const kept = armed ? { armed } : state
  // Nothing is sold for nothing: such a price was misread.
  const lowest = armed && toMinor(price) > 0n ? facts.lowestOf(days) : undefined
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

function sale(kind: 'sale-starts' | 'sale-ends', state: RuleState, facts: RuleContext): RuleMatch {
  const saleStartedAt = facts.saleStartedAt()
  const before = state.saleStartedAt
  const after = { armed: true, ...defined({ saleStartedAt }) }
  if (saleStartedAt === before) return { state: after }
  const edge = kind === 'sale-starts' ? saleStartedAt : before
  if (edge === undefined) return { state: after }
  const reason =
    kind === 'sale-starts' ? 'a sale has started' : `the sale that began on ${formatDate(edge)} is over`
  return { state: after, reason }
}

function wasPriceInflated({ armed }: RuleState, facts: RuleContext): RuleMatch {
  const claim = facts.wasPrice()
  if (claim?.verdict === 'inflated')
    return {
      state: { armed: false },
      ...defined({
        reason: armed
          ? `the "was" price of ${formatMoney(claim.price)} is inflated: ${claim.reason}`
          : undefined,
      }),
    }
  // Of a claim that cannot be judged nobody knows whether it is still that one.
  return { state: { armed: armed || claim?.verdict !== 'unknown' } }
}
