import { z } from 'zod'
import type { OptionsShape } from '../../options/index.js'
import { dayMs } from '../../time/index.js'

/** A price that was asked or paid for a car at some time; a list of them holds one kind and one currency. */
export interface DatedPrice {
  /** Epoch milliseconds. */
  readonly at: number
  /** Above 0. */
  readonly price: number
  readonly make: string
  readonly model: string
  readonly trim?: string
  /** The model year. */
  readonly year?: number
  readonly mileageMiles?: number
  /** Tells the car from all others; `repeatSalesIndex` needs it. */
  readonly vin?: string
}

/** How long a period is. */
export type IndexPeriod = 'week' | 'month' | 'quarter'

/** How an index is made. */
export interface IndexOptions {
  /** @default 'month' */
  readonly period?: IndexPeriod
  /** A period with fewer prices has no point. @default 5 */
  readonly minCount?: number
}

const saleShape = {
  at: z.number(),
  price: z.number().positive(),
  make: z.string(),
  model: z.string(),
  trim: z.string().exactOptional(),
  year: z.number().exactOptional(),
  mileageMiles: z.number().nonnegative().exactOptional(),
  vin: z.string().exactOptional(),
} satisfies OptionsShape<DatedPrice>

/** Checks what an index is made of. */
export const indexSchema = z.strictObject({
  sales: z.array(z.object(saleShape), { error: 'expected a list of prices' }),
  period: z.enum(['week', 'month', 'quarter']).default('month'),
  minCount: z.int().min(1).default(5),
})

const weekMs = 7 * dayMs
/** 5 January 1970 was a Monday. */
const firstMonday = 4 * dayMs

/** When the period of a time begins, in UTC; weeks begin on Monday. */
export function periodStart(at: number, period: IndexPeriod): number {
  if (period === 'week') return Math.floor((at - firstMonday) / weekMs) * weekMs + firstMonday
  const date = new Date(at)
  const month = date.getUTCMonth()
  return Date.UTC(date.getUTCFullYear(), period === 'month' ? month : month - (month % 3), 1)
}
