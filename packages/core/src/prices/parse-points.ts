import { z } from 'zod'
import { type Money, minorDigits, toMinor } from '../money/index.js'
import { marketSize, maxTimeMs, type OptionsShape, parseOptions, timeOption } from '../options/index.js'
import type { HistoryPoint, PackSize } from './pack.js'
import type { Availability } from './product.js'

/** Checks for an amount of money that can be a price: not negative, and no finer than the smallest unit. */
const isPrice = (value: unknown): value is Money => {
  const { amount, currency = '' } = (value ?? {}) as Partial<Money>
  // Absent prices are common in a history, and exceptions are slow: return early.
  if (typeof amount !== 'string' || !/^[A-Z]{3}$/.test(currency)) return false
  // Fast path: nearly every amount is a plain decimal.
  if (/^\d{1,15}(?:\.\d\d?)?$/.test(amount) && minorDigits(currency) >= 2) return true
  try {
    return toMinor({ amount, currency }) >= 0n
  } catch {
    return false
  }
}

/** The schema of a price option. */
export const priceOption = z.custom<Money>(
  isPrice,
  "expected a price such as { amount: '1299.00', currency: 'INR' }, no finer than the currency's smallest unit",
)

const isPack = (value: unknown): value is PackSize => {
  const { amount, unit = '' } = (value ?? {}) as Partial<PackSize>
  return typeof amount === 'number' && amount > 0 && Number.isFinite(amount) && /^(g|ml|piece)$/.test(unit)
}

const pointSchema = z.object({
  at: timeOption,
  price: priceOption.exactOptional(),
  wasPrice: priceOption.exactOptional(),
  availability: z.custom<Availability>((value) => typeof value === 'string').exactOptional(),
  pack: z.custom<PackSize>(isPack, "expected a size such as { amount: 500, unit: 'g' }").exactOptional(),
} satisfies OptionsShape<HistoryPoint>)

const pointsSchema = z.strictObject({ points: z.array(pointSchema) })

/**
 * Checks what `pointSchema` checks, without its cost: a history may have ten thousand points, and nearly all are
 * valid.
 */
const isPoint = (point: unknown): point is HistoryPoint => {
  if (typeof point !== 'object' || point === null) return false
  const { at } = point as Partial<HistoryPoint>
  return (
    typeof at === 'number' &&
    Number.isInteger(at) &&
    at >= 0 &&
    at <= maxTimeMs &&
    (!('price' in point) || isPrice(point.price)) &&
    (!('wasPrice' in point) || isPrice(point.wasPrice)) &&
    (!('availability' in point) || typeof point.availability === 'string') &&
    (!('pack' in point) || isPack(point.pack))
  )
}

/**
 * Checks points and returns them unchanged.
 *
 * @throws `ValidationError` naming each invalid point and what was expected.
 */
export function parsePoints(where: string, points: unknown): readonly HistoryPoint[] {
  if (Array.isArray(points) && points.every(isPoint)) return points
  return parseOptions(where, pointsSchema, { points }, marketSize).points
}
