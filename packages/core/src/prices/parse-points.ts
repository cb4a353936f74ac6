import * as check from '../options/check.js'
import { checkOptions, isPrice, marketSize, maxTimeMs, priceCheck, timeCheck } from '../options/checks.js'
import type { HistoryPoint, PackSize } from './pack.js'
import type { Availability } from './product.js'

const isPack = (value: unknown): value is PackSize => {
  const { amount, unit = '' } = (value ?? {}) as Partial<PackSize>
  return typeof amount === 'number' && amount > 0 && Number.isFinite(amount) && /^(g|ml|piece)$/.test(unit)
}

const pointCheck = check.object({
  at: timeCheck,
  price: check.optional(priceCheck),
  wasPrice: check.optional(priceCheck),
  availability: check.optional(check.text() as check.OptionCheck<Availability>),
  pack: check.optional(check.custom<PackSize>(isPack, "a size such as { amount: 500, unit: 'g' }")),
  confirmed: check.optional(check.custom<true>((value) => value === true, 'true')),
} satisfies check.CheckShape<HistoryPoint>)

const pointsCheck = check.strictObject({ points: check.list(pointCheck) })

/**
 * Checks what `pointCheck` checks, without its cost: a history may have ten thousand points, and nearly all are
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
    (!('pack' in point) || isPack(point.pack)) &&
    (!('confirmed' in point) || point.confirmed === true)
  )
}

/**
 * Checks points and returns them unchanged.
 *
 * @throws `ValidationError` naming each invalid point and what was expected.
 */
export function parsePoints(where: string, points: unknown): readonly HistoryPoint[] {
  if (Array.isArray(points) && points.every(isPoint)) return points
  return checkOptions(where, pointsCheck, { points }, marketSize).points
}
