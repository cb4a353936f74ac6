import { type Money, minorDigits } from '../money/index.js'
import type { PricePoint, UnitPrice } from './product.js'

/** The size of a pack: how much one price buys. */
export interface PackSize {
  /** The amount of all pieces together, in `unit`. */
  readonly amount: number
  /** The unit: grams, millilitres or pieces. */
  readonly unit: 'g' | 'ml' | 'piece'
}

/** A point of a price history, with the pack size where it is known. */
export interface HistoryPoint extends PricePoint {
  /** The size of the pack; absent when it is not known. */
  readonly pack?: PackSize
  /** `true` when a person confirmed the price: it counts at once, however far from the one before. */
  readonly confirmed?: true
}

/**
 * A change of the pack size. A smaller pack at the same price is a price increase that the price tag does not show.
 */
export interface PackChange {
  /** The time at which the new size was first seen, in epoch milliseconds. */
  readonly at: number
  /** The size before. */
  readonly from: PackSize
  /** The size from then on. */
  readonly to: PackSize
  /** The change of the unit price in percent, to one decimal. */
  readonly unitPricePercent: number
  /** `true` when the pack shrank and its unit price rose. */
  readonly isShrinkflation: boolean
}

/**
 * The units of titles in grams, millilitres or pieces. SI, and the exact avoirdupois and US customary measures (NIST
 * Handbook 44, appendix C).
 */
const units: Readonly<Record<string, PackSize>> = Object.fromEntries(
  (
    [
      ['g', 1, 'g gr gm gms gram grams gramme grammes gramm'],
      ['g', 1_000, 'kg kgs kilo kilos kilogram kilograms'],
      ['g', 28.349523125, 'oz ounce ounces'],
      ['g', 453.59237, 'lb lbs pound pounds'],
      ['ml', 1, 'ml millilitre milliliter millilitres milliliters'],
      ['ml', 10, 'cl'],
      ['ml', 1_000, 'l lt ltr litre liter litres liters'],
      ['ml', 29.5735295625, 'floz'],
      ['piece', 1, 'pack packs pk pcs pc pieces piece count ct st stk stück tabs tablets capsules rolls'],
    ] as const
  ).flatMap(([unit, amount, names]) => names.split(' ').map((name) => [name, { amount, unit }])),
)

/** The pattern of a size in a title: an optional factor, a number and a unit. */
const sizePattern = /(?:(\d{1,3})\s*[x×*]\s*)?(\d{1,5}(?:[.,]\d{1,3})?)[\s-]*(fl\.?\s*oz|\p{L}+)/giu

/**
 * Returns the pack size that a title names: `6 x 330 ml` is 1,980 ml, `10-pack` is ten pieces. Weight and volume take
 * precedence over a number of pieces. `undefined` when the title names no size, or several that differ.
 *
 * @example
 * ```ts
 * import { parsePackSize } from '@telltale/core/prices'
 *
 * parsePackSize('Mineral water 6 x 1.5 L') // { amount: 9000, unit: 'ml' }
 * ```
 */
export function parsePackSize(title: string): PackSize | undefined {
  const found = [...title.slice(0, 1_000).matchAll(sizePattern)].flatMap(
    ([, times = '1', number = '', name = '']) => {
      const unit = units[name.toLowerCase().replace(/[.\s]/g, '')]
      const amount = Number(times) * Number(number.replace(',', '.')) * (unit?.amount ?? 0)
      return unit && amount > 0 ? [{ amount: Math.round(amount * 1_000) / 1_000, unit: unit.unit }] : []
    },
  )
  const measured = found.filter(({ unit }) => unit !== 'piece')
  const [first, ...others] = measured.length > 0 ? measured : found
  const isOne = others.every(({ amount, unit }) => amount === first?.amount && unit === first.unit)
  return isOne ? first : undefined
}

const perUnit = { g: ['kg', 1_000], ml: ['l', 1_000], piece: ['piece', 1] } as const

/**
 * Returns the price of a kilogram, a litre or a piece, of what a pack costs.
 *
 * @example
 * ```ts
 * import { unitPriceOf } from '@telltale/core/prices'
 *
 * unitPriceOf({ amount: '0.99', currency: 'EUR' }, { amount: 330, unit: 'ml' }) // { amount: 3, currency: 'EUR', per: 'l' }
 * ```
 */
export function unitPriceOf({ amount, currency }: Money, pack: PackSize): UnitPrice {
  const [per, size] = perUnit[pack.unit]
  const scale = 10 ** (minorDigits(currency) + 2)
  return { amount: Math.round((Number(amount) / pack.amount) * size * scale) / scale, currency, per }
}

/** Returns the last change of the pack size among points in order of time; `undefined` when there was none. */
export function findPackChange(points: readonly HistoryPoint[], currency: string): PackChange | undefined {
  const sized = points.filter(
    (point): point is SizedPoint => point.pack !== undefined && point.price?.currency === currency,
  )
  const index = sized.findLastIndex(
    ({ pack }, position) =>
      position > 0 &&
      pack.unit === sized[position - 1]?.pack.unit &&
      pack.amount !== sized[position - 1]?.pack.amount,
  )
  const [before, after] = [sized[index - 1], sized[index]]
  if (!before || !after || Number(before.price.amount) === 0) return undefined
  const ratio = unitPrice(after) / unitPrice(before)
  return {
    at: after.at,
    from: before.pack,
    to: after.pack,
    unitPricePercent: Math.round(1_000 * (ratio - 1)) / 10,
    isShrinkflation: after.pack.amount < before.pack.amount && ratio > 1,
  }
}

type SizedPoint = HistoryPoint & Required<Pick<HistoryPoint, 'price' | 'pack'>>

const unitPrice = ({ price, pack }: SizedPoint): number => Number(price.amount) / pack.amount
