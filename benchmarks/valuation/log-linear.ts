import type { MarketListing } from '@telltale/core/cars/valuation'
import { groupBy } from './score.js'

/**
 * The peer: log price on age and log mileage for each make and model, drawn toward all cars, with the residual of the
 * trim, drawn toward 0. It knows neither condition nor place.
 */
export interface LogLinear {
  /** The log price it gives a car. */
  readonly logPrice: (listing: MarketListing) => number
}

/** How many cars' worth a model's coefficients are drawn toward those of all, and a trim's residual toward 0. */
const shrinkage = 5

type Coefficients = readonly [number, number, number]

/** Fits the peer on listings with prices. */
export function fitLogLinear(listings: readonly MarketListing[]): LogLinear {
  const modelOf = ({ make, model }: MarketListing) => `${make}|${model}`.toLowerCase()
  const trimOf = (listing: MarketListing) => `${modelOf(listing)}|${listing.trim ?? ''}`.toLowerCase()
  const logOf = ({ price }: MarketListing) => Math.log(Number(price?.amount))
  const whole = regress(listings, logOf, [0, 0, 0], 1e-6)
  const models = new Map<string, Coefficients>()
  for (const [model, cars] of groupBy(listings, modelOf)) {
    const left = (listing: MarketListing) => logOf(listing) - at(whole, listing)
    const own = regress(cars, left, [0, 0, 0], shrinkage)
    models.set(model, [whole[0] + own[0], whole[1] + own[1], whole[2] + own[2]])
  }
  const byModel = (listing: MarketListing) => at(models.get(modelOf(listing)) ?? whole, listing)
  const trims = new Map<string, number>()
  for (const [trim, cars] of groupBy(listings, trimOf)) {
    const sum = cars.reduce((total, car) => total + logOf(car) - byModel(car), 0)
    trims.set(trim, sum / (cars.length + shrinkage))
  }
  return { logPrice: (listing) => byModel(listing) + (trims.get(trimOf(listing)) ?? 0) }
}

/** Age in tens of years before 2025, and the logarithm of 10,000 miles; the usual 60,000 where it is not known. */
const termsOf = ({ year = 2015, mileageMiles = 60_000 }: MarketListing): Coefficients => [
  1,
  (2025 - year) / 10 - 1,
  Math.log1p(mileageMiles / 10_000) - 2,
]

const at = ([a, b, c]: Coefficients, listing: MarketListing): number => {
  const [x, y, z] = termsOf(listing)
  return a * x + b * y + c * z
}

/** Ridge regression by Gauss and Seidel's sweeps over three coefficients. */
function regress(
  listings: readonly MarketListing[],
  target: (listing: MarketListing) => number,
  start: Coefficients,
  ridge: number,
): Coefficients {
  const terms = listings.map(termsOf)
  const left = listings.map(target)
  const found: [number, number, number] = [...start]
  for (let sweep = 0; sweep < 60; sweep++)
    for (const index of [0, 1, 2] as const) {
      let [over, under] = [0, ridge]
      for (const [row, term] of terms.entries()) {
        over += term[index] * ((left[row] as number) + found[index] * term[index])
        under += term[index] ** 2
      }
      const next = over / under
      for (const [row, term] of terms.entries())
        left[row] = (left[row] as number) - (next - found[index]) * term[index]
      found[index] = next
    }
  return found
}
