import { type Money, minorDigits } from '../money/index.js'
import type { PricePoint } from './product.js'

/** How much of a thing one price buys. */
export interface PackSize {
  /** How much, in `unit`, of all pieces of the pack together. */
  readonly amount: number
  /** Grams, millilitres or pieces. */
  readonly unit: 'g' | 'ml' | 'piece'
}

/** A product at one moment, with the size of its pack where it is known. */
export interface HistoryPoint extends PricePoint {
  readonly pack?: PackSize
}

/** What a kilogram, a litre or a piece costs. */
export interface UnitPrice {
  /** The price, rounded to two digits more than the currency has. */
  readonly amount: number
  readonly currency: string
  readonly per: 'kg' | 'l' | 'piece'
}

/** A pack of another size than before. A smaller one at the same price is a rise that no price tag shows. */
export interface PackChange {
  /** When the new size was first seen, in epoch milliseconds. */
  readonly at: number
  readonly from: PackSize
  readonly to: PackSize
  /** How far the price of a kilogram, litre or piece moved with it, in percent, to a tenth. */
  readonly unitPricePercent: number
  /** Whether the pack shrank and each unit became dearer. */
  readonly isShrinkflation: boolean
}

/** What one unit is in grams, millilitres or pieces: SI, and the exact avoirdupois and US customary measures (NIST Handbook 44, appendix C). */
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

const sizes = /(?:(\d{1,3})\s*[x×*]\s*)?(\d{1,5}(?:[.,]\d{1,3})?)[\s-]*(fl\.?\s*oz|\p{L}+)/giu

/**
 * Returns the size of the pack that a title names: `6 x 330 ml` is 1,980 ml, `10-pack` ten pieces. `undefined` when it
 * names none, or several that differ. A weight or volume goes before a number of pieces.
 *
 * @example
 * ```ts
 * import { parsePackSize } from '@telltale/core/prices'
 *
 * parsePackSize('Mineral water 6 x 1.5 L') // { amount: 9000, unit: 'ml' }
 * ```
 */
export function parsePackSize(title: string): PackSize | undefined {
  const found = [...title.slice(0, 1_000).matchAll(sizes)].flatMap(
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

/** What a kilogram, a litre or a piece costs at this price. */
export function unitPriceOf({ amount, currency }: Money, pack: PackSize): UnitPrice {
  const [per, size] = perUnit[pack.unit]
  const scale = 10 ** (minorDigits(currency) + 2)
  return { amount: Math.round((Number(amount) / pack.amount) * size * scale) / scale, currency, per }
}

/** The last change of the pack's size, in points that are in order of time, with the prices on either side of it. */
export function findPackChange(points: readonly HistoryPoint[], currency: string): PackChange | undefined {
  const sized = points.filter(
    (point): point is Sized => point.pack !== undefined && point.price?.currency === currency,
  )
  const index = sized.findLastIndex(
    ({ pack }, place) =>
      place > 0 && pack.unit === sized[place - 1]?.pack.unit && pack.amount !== sized[place - 1]?.pack.amount,
  )
  const [before, after] = [sized[index - 1], sized[index]]
  if (!before || !after || Number(before.price.amount) === 0) return undefined
  const ratio = unitAmount(after) / unitAmount(before)
  return {
    at: after.at,
    from: before.pack,
    to: after.pack,
    unitPricePercent: Math.round(1_000 * (ratio - 1)) / 10,
    isShrinkflation: after.pack.amount < before.pack.amount && ratio > 1,
  }
}

type Sized = HistoryPoint & Required<Pick<HistoryPoint, 'price' | 'pack'>>

const unitAmount = ({ price, pack }: Sized): number => Number(price.amount) / pack.amount
