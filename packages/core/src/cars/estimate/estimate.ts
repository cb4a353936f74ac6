import { z } from 'zod'
import type { Money } from '../../money/index.js'
import { defined, type OptionsShape } from '../../options/index.js'

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
}

/**
 * Converts an estimate of money to one of numbers. The currency is dropped: the caller has to know it.
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
export function estimateFromMoney({ value, low, high, level, quantiles }: MoneyEstimate): Estimate {
  const number = ({ amount }: Money) => Number(amount)
  return {
    value: number(value),
    low: number(low),
    high: number(high),
    level,
    ...defined({ quantiles: quantiles?.map(({ share, price }) => ({ share, value: number(price) })) }),
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

const finite = z.number().min(-maxFigure).max(maxFigure)
const quantilesShape = z
  .array(z.object({ share: z.number().gt(0).lt(1), value: z.number().positive().max(maxFigure) }))
  .min(2)
  .max(1_000)
  .refine((list) => list.every(({ share, value }, i) => i === 0 || isAscending(list[i - 1], share, value)), {
    error: 'expected shares that rise, with values that do not fall',
  })

function isAscending(before: EstimateQuantile | undefined, share: number, value: number): boolean {
  return before === undefined || (before.share < share && before.value <= value)
}

const estimateShape = {
  value: finite,
  low: finite.exactOptional(),
  high: finite.exactOptional(),
  level: z.number().gt(0).lt(1).exactOptional(),
  source: z.string().min(1).max(1_000).exactOptional(),
  quantiles: quantilesShape.exactOptional(),
} satisfies OptionsShape<Estimate>

/** Makes an option that must be a number of at least `min`, or an estimate with such bounds that enclose its value. */
export function figureOption({ min = 0 }: { readonly min?: number } = {}): z.ZodType<Figure, Figure> {
  const encloses = (figure: Figure) => {
    const { low, value, high } = boundsOf(figure)
    return low <= value && value <= high && low >= min
  }
  // Other members are allowed, so that a whole valuation can be passed.
  return z
    .union([finite, z.object(estimateShape)], { error: 'expected a number or { value, low, high }' })
    .refine(encloses, { error: `expected low ≤ value ≤ high, all of at least ${min}` })
}
