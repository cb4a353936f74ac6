import type { MarketListing } from '@telltale/core/cars/valuation'
import { groupBy } from './score.js'

/**
 * The peer to compare with: log price on age and log mileage for each make and model, drawn toward all cars, with the residual of the
 * trim, drawn toward 0. It uses neither condition nor place.
 */
export interface LogLinear {
  /** Predicts the log price of a car. */
  readonly logPrice: (listing: MarketListing) => number
}

/** The number of cars whose weight draws a model's coefficients toward those of all cars, and a trim's residual toward 0. */
const shrinkage = 5

type Coefficients = readonly [number, number, number]

/** Fits the peer on listings with prices. */
export function fitLogLinear(listings: readonly MarketListing[]): LogLinear {
  const modelOf = ({ make, model }: MarketListing) => `${make}|${model}`.toLowerCase()
  const trimOf = (listing: MarketListing) => `${modelOf(listing)}|${listing.trim ?? ''}`.toLowerCase()
  const logOf = ({ price }: MarketListing) => Math.log(Number(price?.amount))
  const global = regress(listings, logOf, [0, 0, 0], 1e-6)
  const models = new Map<string, Coefficients>()
  for (const [model, cars] of groupBy(listings, modelOf)) {
    const left = (listing: MarketListing) => logOf(listing) - at(global, listing)
    const own = regress(cars, left, [0, 0, 0], shrinkage)
    models.set(model, [global[0] + own[0], global[1] + own[1], global[2] + own[2]])
  }
  const byModel = (listing: MarketListing) => at(models.get(modelOf(listing)) ?? global, listing)
  const trims = new Map<string, number>()
  for (const [trim, cars] of groupBy(listings, trimOf)) {
    const sum = cars.reduce((total, car) => total + logOf(car) - byModel(car), 0)
    trims.set(trim, sum / (cars.length + shrinkage))
  }
  return { logPrice: (listing) => byModel(listing) + (trims.get(trimOf(listing)) ?? 0) }
}

/** Returns the regressors: 1, the age in tens of years before 2025, and the logarithm of 10,000 miles (60,000 miles where unknown). */
const termsOf = ({ year = 2015, mileageMiles = 60_000 }: MarketListing): Coefficients => [
  1,
  (2025 - year) / 10 - 1,
  Math.log1p(mileageMiles / 10_000) - 2,
]

const at = ([a, b, c]: Coefficients, listing: MarketListing): number => {
  const [x, y, z] = termsOf(listing)
  return a * x + b * y + c * z
}

/** Fits three coefficients by ridge regression with Gauss-Seidel sweeps. */
function regress(
  listings: readonly MarketListing[],
  target: (listing: MarketListing) => number,
  start: Coefficients,
  ridge: number,
): Coefficients {
  const terms = listings.map(termsOf)
  const residuals = listings.map(target)
  const found: [number, number, number] = [...start]
  for (let sweep = 0; sweep < 60; sweep++)
    for (const index of [0, 1, 2] as const) {
      let [numerator, denominator] = [0, ridge]
      for (const [row, term] of terms.entries()) {
        numerator += term[index] * ((residuals[row] as number) + found[index] * term[index])
        denominator += term[index] ** 2
      }
      const next = numerator / denominator
      for (const [row, term] of terms.entries())
        residuals[row] = (residuals[row] as number) - (next - found[index]) * term[index]
      found[index] = next
    }
  return found
}
