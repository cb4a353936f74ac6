import { type Appraisal, logPriceAt } from './appraise.js'
import { shareBelow } from './calibration.js'
import { milesWords } from './comparables.js'
import { minorOf, moneyOfMinor, stepsToMoney } from './explain.js'
import type { MarketVehicle } from './market-listing.js'
import type { CarValued, Comparable, Rating } from './valuation.js'

/** Where a rating ends, as a share of such cars; prices above the last are overpriced. */
const ratingEnds: readonly (readonly [number, Rating])[] = [
  [0.1, 'great'],
  [0.3, 'good'],
  [0.7, 'fair'],
  [0.9, 'high'],
]
/** Cheaper than this share of such cars is a risk: what is wrong with the car, or with the seller? */
const riskShare = 0.01
/** No price is rated when `high` is more than this many times `low`: then nearly every price is fair. */
const widestRated = 3
const quantileShares = [0.01, 0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.99]

/** What a market is of. */
export interface MarketKind {
  readonly currency: string
  readonly kind: 'asking' | 'paid'
}

/** Says what an appraisal means, in money and words. */
export function valuedCar(
  appraisal: Appraisal,
  vehicle: MarketVehicle,
  { currency, kind }: MarketKind,
  comparables: readonly Comparable[],
  notes: readonly string[],
): CarValued {
  const { logValue, logBase, parts, error, quantiles } = appraisal
  const priceAt = (share: number) => moneyOfMinor(minorOf(logPriceAt(appraisal, share), currency), currency)
  const [base, value] = [minorOf(logBase, currency), minorOf(logValue, currency)]
  const within =
    shareBelow(quantiles, Math.log(1 / 0.9) / error) - shareBelow(quantiles, Math.log(1 / 1.1) / error)
  return {
    value: moneyOfMinor(value, currency),
    low: priceAt(0.1),
    high: priceAt(0.9),
    level: 0.8,
    confidence: Math.min(Math.max(within, 0), 1),
    quantiles: quantileShares.map((share) => ({ share, price: priceAt(share) })),
    base: moneyOfMinor(base, currency),
    adjustments: stepsToMoney(parts, (name) => wordsFor(name, vehicle), base, value, currency),
    comparables,
    notes,
    ...ratingOf(vehicle, { currency, kind }, appraisal),
  }
}

function ratingOf(
  { price, priceKind }: MarketVehicle,
  { currency, kind }: MarketKind,
  appraisal: Appraisal,
): Pick<CarValued, 'rating' | 'percentile' | 'risk' | 'unrated'> {
  if (price === undefined) return {}
  if (price.currency !== currency)
    return { unrated: `its price is in ${price.currency}, and the market in ${currency}` }
  if (priceKind !== undefined && priceKind !== kind)
    return { unrated: `its price is of the kind '${priceKind}', and those of the market are '${kind}'` }
  const amount = Number(price.amount)
  if (!(amount > 0)) return { unrated: 'its price is not above 0' }
  const percentile = shareBelow(
    appraisal.quantiles,
    (Math.log(amount) - appraisal.logValue) / appraisal.error,
  )
  if (percentile < riskShare)
    return { percentile, risk: 'fewer than 1 % of such cars cost so little: something may be wrong with it' }
  if (logPriceAt(appraisal, 0.9) - logPriceAt(appraisal, 0.1) > Math.log(widestRated))
    return { percentile, unrated: 'too little is known of such cars: nearly every price would be fair' }
  return { percentile, rating: ratingEnds.find(([end]) => percentile <= end)?.[1] ?? 'overpriced' }
}

function wordsFor(name: string, vehicle: MarketVehicle): string {
  if (name === 'mileage') return `mileage: ${milesWords(vehicle)}`
  const own =
    vehicle.attributes?.[name] ?? vehicle[name as 'trim' | 'condition' | 'state' | 'horsepower' | 'body']
  return typeof own === 'string' || typeof own === 'number' ? `${name}: ${own}` : name
}
