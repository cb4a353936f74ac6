import { z } from 'zod'
import { type Money, minorDigits, toMinor } from '../money/index.js'
import { type OptionsShape, parseOptions } from '../options/index.js'
import type { HistoryPoint, PackSize } from './pack.js'
import type { Availability } from './product.js'

/** Whether this is an amount of money that a price can be. */
const isPrice = (value: unknown): value is Money => {
  const { amount, currency = '' } = (value ?? {}) as Partial<Money>
  // An absent price is asked about as well, and is told without an exception: a history may have many.
  if (typeof amount !== 'string' || !/^[A-Z]{3}$/.test(currency)) return false
  // Nearly every amount is as plain as this, and need not be made into a number to see that it is one.
  if (/^\d{1,15}(?:\.\d\d?)?$/.test(amount) && minorDigits(currency) >= 2) return true
  try {
    return toMinor({ amount, currency }) >= 0n
  } catch {
    return false
  }
}

/** An option that must be a price. */
export const priceOption = z.custom<Money>(
  isPrice,
  "expected a price such as { amount: '1299.00', currency: 'INR' }, no finer than the currency's smallest unit",
)

/** The latest and, below 0, the earliest time that a `Date` can hold, so that every moment can be named. */
const lastMoment = 8.64e15

/** An option that must be a moment. */
export const timestampOption = z.int().min(-lastMoment).max(lastMoment)

const isPack = (value: unknown): value is PackSize => {
  const { amount, unit = '' } = (value ?? {}) as Partial<PackSize>
  return typeof amount === 'number' && amount > 0 && Number.isFinite(amount) && /^(g|ml|piece)$/.test(unit)
}

const pointSchema = z.object({
  at: timestampOption,
  price: priceOption.exactOptional(),
  wasPrice: priceOption.exactOptional(),
  availability: z.custom<Availability>((value) => typeof value === 'string').exactOptional(),
  pack: z.custom<PackSize>(isPack, "expected a size such as { amount: 500, unit: 'g' }").exactOptional(),
} satisfies OptionsShape<HistoryPoint>)

const pointsSchema = z.strictObject({ points: z.array(pointSchema) })

/** The same as the schema says, without its cost: a history may have ten thousand points, and nearly all are right. */
const isPoint = (point: unknown): point is HistoryPoint => {
  if (typeof point !== 'object' || point === null) return false
  const { at } = point as Partial<HistoryPoint>
  return (
    Number.isInteger(at) &&
    Math.abs(at as number) <= lastMoment &&
    (!('price' in point) || isPrice(point.price)) &&
    (!('wasPrice' in point) || isPrice(point.wasPrice)) &&
    (!('availability' in point) || typeof point.availability === 'string') &&
    (!('pack' in point) || isPack(point.pack))
  )
}

/**
 * Checks points, and returns them as they are.
 *
 * @throws `ValidationError` naming each point that is wrong, and what was expected.
 */
export function parsePoints(where: string, points: unknown): readonly HistoryPoint[] {
  if (Array.isArray(points) && points.every(isPoint)) return points
  return parseOptions(where, pointsSchema, { points }).points
}
