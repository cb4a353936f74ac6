import * as check from '../../options/check.js'
import { timeCheck } from '../../options/checks.js'
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

const saleCheck = check.object({
  at: timeCheck,
  price: check.number({ above: 0, max: 1e12 }),
  make: check.text(),
  model: check.text(),
  trim: check.optional(check.text()),
  year: check.optional(check.number()),
  mileageMiles: check.optional(check.number({ min: 0, max: 1e9 })),
  vin: check.optional(check.text()),
} satisfies check.CheckShape<DatedPrice>)

/** Checks the arguments of an index. */
export const indexCheck = check.strictObject({
  sales: check.list(saleCheck, 'a list of prices'),
  period: check.withDefault(check.oneOf(['week', 'month', 'quarter']), 'month'),
  minCount: check.withDefault(check.integer({ min: 1, max: 1e6 }), 5),
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
