import { z } from 'zod'
import type { Money } from '../../money/index.js'
import type { OptionsShape } from '../../options/index.js'
import { defined } from '../../options/index.js'

/** A figure with an interval around it, such as a valuation gives. */
export interface Estimate {
  readonly value: number
  /** The lower bound; the value itself when absent. */
  readonly low?: number
  /** The upper bound; the value itself when absent. */
  readonly high?: number
  /** How much of the time the truth lies between the bounds. @default 0.8 */
  readonly level?: number
  /** Who says so. */
  readonly source?: string
  /** The whole distribution, where it is known better: values below which a share lies, both rising. */
  readonly quantiles?: readonly EstimateQuantile[]
}

/** A value below which the truth lies with a chance. */
export interface EstimateQuantile {
  /** The chance, above 0 and below 1. */
  readonly share: number
  readonly value: number
}

/** A valuation in money, such as `market.value` gives where it values a car. */
export interface MoneyEstimate {
  readonly value: Money
  readonly low: Money
  readonly high: Money
  readonly level: number
  readonly quantiles?: readonly { readonly share: number; readonly price: Money }[]
}

/**
 * The estimate that a valuation in money is, for what reckons in numbers; the currency is for the caller to know.
 *
 * @example
 * ```ts
 * import { estimateOf } from '@telltale/core/cars'
 *
 * const usd = (amount: string) => ({ amount, currency: 'USD' })
 * const sale = estimateOf({ value: usd('11500.00'), low: usd('10300.00'), high: usd('12900.00'), level: 0.8 })
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

/** A figure: a number that is certain, or an estimate. */
export type Figure = number | Estimate

/** What a figure says at the least, in the middle and at the most, and who says so. */
export interface Bounds {
  readonly value: number
  readonly low: number
  readonly high: number
  readonly source: string
}

/** The bounds of a figure; those of a number are the number. */
export function boundsOf(figure: Figure): Bounds {
  const { value, low = value, high = value, source } = typeof figure === 'number' ? { value: figure } : figure
  return { value, low, high, source: source ?? 'given by the host' }
}

const finite = z.number()
const quantilesShape = z
  .array(z.object({ share: z.number().gt(0).lt(1), value: z.number().positive() }))
  .min(2)
  .refine((list) => list.every(({ share, value }, i) => i === 0 || isRising(list[i - 1], share, value)), {
    error: 'expected shares that rise, with values that do not fall',
  })

function isRising(before: EstimateQuantile | undefined, share: number, value: number): boolean {
  return before === undefined || (before.share < share && before.value <= value)
}

const estimateShape = {
  value: finite,
  low: finite.exactOptional(),
  high: finite.exactOptional(),
  level: z.number().gt(0).lt(1).exactOptional(),
  source: z.string().min(1).exactOptional(),
  quantiles: quantilesShape.exactOptional(),
} satisfies OptionsShape<Estimate>

/** An option that must be a number of at least `min`, or an estimate of such whose bounds enclose its value. */
export function figureOption({ min = 0 }: { readonly min?: number } = {}): z.ZodType<Figure, Figure> {
  const encloses = (figure: Figure) => {
    const { low, value, high } = boundsOf(figure)
    return low <= value && value <= high && low >= min
  }
  // Lenient as to other members, so that a whole valuation can be handed in.
  return z
    .union([finite, z.object(estimateShape)], { error: 'expected a number or { value, low, high }' })
    .refine(encloses, { error: `expected low ≤ value ≤ high, all of at least ${min}` })
}
