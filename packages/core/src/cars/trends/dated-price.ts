import { z } from 'zod'
import { type OptionsShape, timeOption } from '../../options/index.js'
import { dayMs } from '../../time/index.js'

/** A price that was asked or paid for a car at some time. All prices of a list are of one kind and one currency. */
export interface DatedPrice {
  /** The time of the price, in epoch milliseconds. */
  readonly at: number
  /** The amount, above 0. */
  readonly price: number
  /** The make, such as `Toyota`. */
  readonly make: string
  /** The model, such as `Camry`. */
  readonly model: string
  /** The trim, such as `LE`. */
  readonly trim?: string
  /** The model year. */
  readonly year?: number
  /** The odometer reading in miles. */
  readonly mileageMiles?: number
  /** The vehicle identification number, by which `repeatSalesIndex` recognizes a car. */
  readonly vin?: string
}

/** The length of an index period. */
export type IndexPeriod = 'week' | 'month' | 'quarter'

/** The options of a price index. */
export interface IndexOptions {
  /** The length of a period. Weeks begin on Monday. @default 'month' */
  readonly period?: IndexPeriod
  /** The lowest number of prices, or pairs of them, in a period. A period with fewer has no point. @default 5 */
  readonly minCount?: number
}

const saleShape = {
  at: timeOption,
  price: z.number().positive().max(1e12),
  make: z.string(),
  model: z.string(),
  trim: z.string().exactOptional(),
  year: z.number().exactOptional(),
  mileageMiles: z.number().nonnegative().max(1e9).exactOptional(),
  vin: z.string().exactOptional(),
} satisfies OptionsShape<DatedPrice>

/** The schema of the arguments of an index. */
export const indexSchema = z.strictObject({
  sales: z.array(z.object(saleShape), { error: 'expected a list of prices' }),
  period: z.enum(['week', 'month', 'quarter']).default('month'),
  minCount: z.int().min(1).max(1e6).default(5),
})

const weekMs = 7 * dayMs
/** The first Monday of the epoch: 5 January 1970. */
const firstMondayMs = 4 * dayMs

/** Returns the beginning of the period of a time, in epoch milliseconds. Periods follow UTC; weeks begin on Monday. */
export function periodStart(at: number, period: IndexPeriod): number {
  if (period === 'week') return Math.floor((at - firstMondayMs) / weekMs) * weekMs + firstMondayMs
  const date = new Date(at)
  const month = date.getUTCMonth()
  return Date.UTC(date.getUTCFullYear(), period === 'month' ? month : month - (month % 3), 1)
}
