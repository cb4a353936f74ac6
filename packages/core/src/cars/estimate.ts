import { z } from 'zod'
import type { OptionsShape } from '../options/index.js'

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
const estimateShape = {
  value: finite,
  low: finite.exactOptional(),
  high: finite.exactOptional(),
  level: z.number().gt(0).lt(1).exactOptional(),
  source: z.string().min(1).exactOptional(),
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
