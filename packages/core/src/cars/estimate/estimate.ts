import type { Money } from '../../money/index.js'
import * as check from '../../options/check.js'
import { defined } from '../../options/checks.js'
import { type PriceLevel, priceLevels } from '../car.js'

/** A value with an interval around it, such as a valuation. */
export interface Estimate {
  /** The median. */
  readonly value: number
  /** The lower bound. @default value */
  readonly low?: number
  /** The upper bound. @default value */
  readonly high?: number
  /** The probability that the true value lies between the bounds. @default 0.8 */
  readonly level?: number
  /** The source of the estimate. @default 'given by the host' */
  readonly source?: string
  /** The quantiles of the distribution, where more than the bounds are known. Shares and values ascend. */
  readonly quantiles?: readonly EstimateQuantile[]
  /** The kind of price that it estimates, of a price. @default unknown */
  readonly priceLevel?: PriceLevel
}

/** A quantile of an estimate. */
export interface EstimateQuantile {
  /** The probability that the true value lies below, above 0 and below 1. */
  readonly share: number
  /** The value of the quantile. */
  readonly value: number
}

/** An estimate of an amount of money, such as `market.value` returns for a car. */
export interface MoneyEstimate {
  /** The median. */
  readonly value: Money
  /** The lower bound. */
  readonly low: Money
  /** The upper bound. */
  readonly high: Money
  /** The probability that the true value lies between the bounds. */
  readonly level: number
  /** The quantiles of the distribution, ascending. */
  readonly quantiles?: readonly { readonly share: number; readonly price: Money }[]
  /** The kind of price that it estimates. */
  readonly priceLevel?: PriceLevel
}

/**
 * Converts an estimate of money to one of numbers. The kind of price is kept; the currency is dropped: the
 * caller has to know it.
 *
 * @example
 * ```ts
 * import { estimateFromMoney } from '@telltale/core/cars'
 *
 * const usd = (amount: string) => ({ amount, currency: 'USD' })
 * const sale = estimateFromMoney({ value: usd('11500.00'), low: usd('10300.00'), high: usd('12900.00'), level: 0.8 })
 * console.log(sale.low) // 10300
 * ```
 */
export function estimateFromMoney(estimate: MoneyEstimate): Estimate {
  const { value, low, high, level, quantiles, priceLevel } = estimate
  const number = ({ amount }: Money) => Number(amount)
  return {
    value: number(value),
    low: number(low),
    high: number(high),
    level,
    ...defined({
      quantiles: quantiles?.map(({ share, price }) => ({ share, value: number(price) })),
      priceLevel,
    }),
  }
}

/** A number that is certain, or an estimate. */
export type Figure = number | Estimate

/** The value of a figure with its bounds and its source. */
export interface Bounds {
  readonly value: number
  readonly low: number
  readonly high: number
  readonly source: string
}

/** Returns the bounds of a figure. The bounds of a certain number are the number itself. */
export function boundsOf(figure: Figure): Bounds {
  const { value, low = value, high = value, source } = typeof figure === 'number' ? { value: figure } : figure
  return { value, low, high, source: source ?? 'given by the host' }
}

/** The largest figure: no price, distance or cost of a car comes near it. */
const maxFigure = 1e12

const finiteCheck = check.number({ min: -maxFigure, max: maxFigure })

const quantileCheck = check.object({
  share: check.number({ above: 0, below: 1 }),
  value: check.number({ above: 0, max: maxFigure }),
} satisfies check.CheckShape<EstimateQuantile>)

const quantilesCheck = check.refine(
  check.list(quantileCheck, 'a list of quantiles'),
  (list) =>
    list.length >= 2 &&
    list.length <= 1_000 &&
    list.every(({ share, value }, i) => i === 0 || isAscending(list[i - 1], share, value)),
  'from 2 to 1000 shares that rise, with values that do not fall',
)

function isAscending(before: EstimateQuantile | undefined, share: number, value: number): boolean {
  return before === undefined || (before.share < share && before.value <= value)
}

// Other members are allowed, so that a whole valuation can be passed.
const membersCheck = check.object({
  value: finiteCheck,
  low: check.optional(finiteCheck),
  high: check.optional(finiteCheck),
  level: check.optional(check.number({ above: 0, below: 1 })),
  source: check.optional(check.text({ min: 1, max: 1_000 })),
  quantiles: check.optional(quantilesCheck),
  priceLevel: check.optional(check.oneOf(priceLevels)),
} satisfies check.CheckShape<Estimate>)

/** The options of the checks of figures. */
interface FigureLimits {
  /** `true` for a figure above 0, and `false` for one of 0 or more. @default false */
  readonly isPositive?: boolean
}

/** Makes a check of an estimate whose bounds enclose its value. */
export function estimateCheck(limits: FigureLimits = {}): check.OptionCheck<Estimate> {
  return enclosing(
    (value, issues) =>
      isObject(value) ? membersCheck(value, issues) : check.fail(issues, value, '{ value, low, high }'),
    limits,
  )
}

/** Makes a check of a number, or of an estimate whose bounds enclose its value. */
export function figureCheck(limits: FigureLimits = {}): check.OptionCheck<Figure> {
  return enclosing<Figure>((value, issues) => {
    if (typeof value === 'number') return finiteCheck(value, issues)
    return isObject(value)
      ? membersCheck(value, issues)
      : check.fail(issues, value, 'a number or { value, low, high }')
  }, limits)
}

function enclosing<Given extends Figure>(
  figure: check.OptionCheck<Given>,
  { isPositive = false }: FigureLimits,
): check.OptionCheck<Given> {
  const encloses = (given: Given) => {
    const { low, value, high } = boundsOf(given)
    return low <= value && value <= high && (isPositive ? low > 0 : low >= 0)
  }
  return check.refine(figure, encloses, `low ≤ value ≤ high, all ${isPositive ? 'above 0' : 'of at least 0'}`)
}

const isObject = (value: unknown): boolean => typeof value === 'object' && value !== null
