import type { Money } from '../../money/index.js'
import { defined } from '../../options/checks.js'
import { type PackSize, unitPriceOf } from '../pack.js'
import type { UnitPrice } from '../product.js'

/** An offer of a group: what one of its products costs at the owner's door. */
export interface PricedOffer {
  /** The id of the product. */
  readonly productId: string
  /** The price with all costs. */
  readonly total: Money
  /** The size of the pack; absent when it is not known. */
  readonly pack?: PackSize
}

/** The best price of a group. */
export interface BestPrice {
  /** The id of the product that has it. */
  readonly productId: string
  /** The price with all costs. */
  readonly total: Money
  /** The price of a kilogram, a litre or a piece, where the packs of the group differ: then it decides. */
  readonly unitPrice?: UnitPrice
}

/** The way in which the offers of a group are compared. */
export interface Measure {
  /** The currency of the prices. Offers in another one are not compared, for want of a rate. */
  readonly currency: string
  /** The unit of the packs, where they differ: then unit prices are compared. */
  readonly unit?: PackSize['unit']
}

/** Returns how the offers of a group are compared: by unit price where two packs are known to differ. */
export function measureOf(offers: readonly Pick<PricedOffer, 'pack'>[], currency: string): Measure {
  const packs = offers.flatMap(({ pack }) => pack ?? [])
  const [first] = packs
  const differ = packs.some(({ amount, unit }) => amount !== first?.amount || unit !== first.unit)
  if (!first || !differ) return { currency }
  const countOf = (wanted: PackSize['unit']) => packs.filter(({ unit }) => unit === wanted).length
  const [unit] = packs.map((pack) => pack.unit).toSorted((one, other) => countOf(other) - countOf(one))
  return { currency, ...defined({ unit }) }
}

/** Returns whether an offer can be compared with the others of its group. */
export const isComparable = ({ total, pack }: PricedOffer, { currency, unit }: Measure): boolean =>
  total.currency === currency && (unit === undefined || pack?.unit === unit)

/** Returns the figure by which an offer is compared: its price, or that of one unit. */
export const figureOf = ({ total, pack }: PricedOffer, { unit }: Measure): number =>
  Number(total.amount) / (unit === undefined ? 1 : (pack?.amount ?? 0))

/**
 * Returns the best of the offers that can be compared; of several, the one that was the best before or else the first.
 *
 * @param before - the id of the product that was the best one.
 */
export function findBest(
  offers: readonly PricedOffer[],
  measure: Measure,
  before?: string,
): BestPrice | undefined {
  let best: PricedOffer | undefined
  for (const offer of offers) {
    if (!isComparable(offer, measure)) continue
    const difference = best ? figureOf(offer, measure) - figureOf(best, measure) : -1
    if (difference < 0 || (difference === 0 && offer.productId === before)) best = offer
  }
  return best && toBest(best, measure)
}

/** Returns an offer as the best price of its group. */
export function toBest({ productId, total, pack }: PricedOffer, { unit }: Measure): BestPrice {
  return { productId, total, ...defined({ unitPrice: unit && pack && unitPriceOf(total, pack) }) }
}
