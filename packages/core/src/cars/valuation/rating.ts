import { floorShare } from '../estimate/price-floor.js'
import { readCarPrice } from '../vehicle/car-price.js'
import { shareBelowError } from './conformal.js'
import type { MarketVehicle } from './market-listing.js'
import { logPriceAtShare, type Prediction } from './prediction.js'
import type { CarValued, Rating } from './valuation.js'
import type { ValuationWords } from './words/index.js'

/** The upper end of each rating, as a share of such cars; prices above the last are overpriced. */
const ratingEnds: readonly (readonly [number, Rating])[] = [
  [0.1, 'great'],
  [0.3, 'good'],
  [0.7, 'fair'],
  [0.9, 'high'],
]
/** The share of such cars below which a price is a risk: something may be wrong with the car or the seller. */
const riskShare = 0.01
/** The largest ratio of `high` to `low` at which prices are rated: beyond, nearly every price is fair. */
const maxRatedRatio = 3

/** The prices that a market holds. */
export interface MarketKind {
  /** An ISO 4217 code. */
  readonly currency: string
  readonly kind: 'asking' | 'paid'
}

/** The members of a valuation that judge the vehicle's own price. */
export type PriceRating = Pick<CarValued, 'rating' | 'percentile' | 'risk' | 'unrated'>

/** Rates a vehicle's own price by its place in the predicted distribution, or says why it does not. */
export function ratePrice(
  { price, priceKind, priceWords }: MarketVehicle,
  { currency, kind }: MarketKind,
  prediction: Prediction,
  { prices }: ValuationWords,
): PriceRating {
  if (price === undefined) return {}
  if (price.currency !== currency) return { unrated: prices.otherCurrency(price.currency, currency) }
  if (priceKind !== undefined && priceKind !== kind) return { unrated: prices.otherKind(priceKind, kind) }
  const amount = Number(price.amount)
  if (!(amount > 0)) return { unrated: prices.notPositive() }
  const percentile = shareBelowError(
    prediction.quantiles,
    (Math.log(amount) - prediction.logPrice) / prediction.error,
  )
  const read = readCarPrice({ price: amount, words: priceWords })
  if (kind === 'asking' && read.kind !== 'price')
    return { percentile, risk: prices.notWhole(amount, read.kind) }
  const value = Math.exp(prediction.logPrice)
  if (amount < floorShare * value)
    return { percentile, risk: prices.belowFloor(amount, 100 * floorShare, value) }
  if (percentile < riskShare) return { percentile, risk: prices.rare() }
  if (logPriceAtShare(prediction, 0.9) - logPriceAtShare(prediction, 0.1) > Math.log(maxRatedRatio))
    return { percentile, unrated: prices.tooWide() }
  return { percentile, rating: ratingEnds.find(([end]) => percentile <= end)?.[1] ?? 'overpriced' }
}
