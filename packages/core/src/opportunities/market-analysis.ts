import type { PriceLevel } from '../cars/car.js'
import { type Estimate, estimateFromMoney } from '../cars/estimate/estimate.js'
import type { CarValued, Comparable } from '../cars/valuation/index.js'
import type { Vehicle } from '../cars/vehicle/listing.js'
import type { Money } from '../money/index.js'
import { defined } from '../options/index.js'
import type { ComparableCar, OpportunityAnalysis } from '../records/opportunity-records.js'
import type { VehicleValue } from '../runtime/index.js'

/** The name of a car, such as `2018 Ford Mustang GT`. */
export const carName = ({ year, make, model, trim }: Vehicle): string =>
  [year, make, model, trim].filter((part) => part !== undefined && part !== '').join(' ') || 'a car'

/** Returns the valuation by the market, where it values the car in US dollars. */
export const marketOf = ({ market }: VehicleValue): CarValued | undefined =>
  market && market.abstained === undefined && isUsd(market.value) ? market : undefined

/** Analyzes the value of a car. Resolves to `undefined` when nothing values it in US dollars. */
export function analyzeMarket(valued: VehicleValue): OpportunityAnalysis | undefined {
  const { value, sources } = valued
  if (!value || !isUsd(value.value)) return undefined
  const market = marketOf(valued)
  const comparables = (market?.comparables ?? []).map(toComparable)
  const ofSources = sources
    .filter((each) => isUsd(each.value))
    .map((each) => ({ source: each.source.name, value: usdOf(each.value) }))
  const valueBy = (name: RegExp) => ofSources.find(({ source }) => name.test(source))?.value
  return {
    value: usdOf(value.value),
    interval: { low: usdOf(value.interval.low), high: usdOf(value.interval.high) },
    words: value.words,
    comparables,
    sources: ofSources,
    ...defined({
      marketValue: market && usdOf(market.value),
      marketAverage: meanOf(comparables.map(({ adjustedPrice }) => adjustedPrice)),
      comparableCount: market?.comparableCount,
      kbbValue: valueBy(/kelley|\bkbb\b/i),
      edmundsValue: valueBy(/edmunds/i),
    }),
  }
}

/** Returns the price at which a car is likely to be sold again, as an estimate: that of all sources, or of the market alone. */
export function saleEstimate(valued: VehicleValue): Estimate | undefined {
  const { value, sources } = valued
  if (!value || !isUsd(value.value)) return undefined
  const market = marketOf(valued)
  if (market && sources.length === 0) return estimateFromMoney(market)
  const { low, high } = value.interval
  // Sources of mixed kinds state what sellers ask or what dealers retail for; the higher of both is not taken for earned.
  const priceLevel: PriceLevel = value.priceLevel ?? 'asking'
  return { ...estimateFromMoney({ value: value.value, low, high, level: 0.8 }), priceLevel }
}

function toComparable({ vehicle, price, adjustedPrice, similarity }: Comparable): ComparableCar {
  const { url } = vehicle as { readonly url?: unknown }
  return {
    name: carName(vehicle),
    price: usdOf(price),
    adjustedPrice: usdOf(adjustedPrice),
    similarity,
    ...defined({ url: typeof url === 'string' ? url : undefined }),
  }
}

const meanOf = (figures: readonly number[]): number | undefined =>
  figures.length === 0
    ? undefined
    : Math.round((figures.reduce((sum, figure) => sum + figure, 0) / figures.length) * 100) / 100

const isUsd = ({ currency }: Money): boolean => currency === 'USD'
const usdOf = ({ amount }: Money): number => Number(amount)
