import { ValidationError } from '../../errors/index.js'
import { sumOfProductsUsd } from './usd.js'

/** The distance between two places. */
export interface Distance {
  /** The straight distance in miles. */
  readonly straightMiles: number
  /** The road distance in miles, as far as the source knows or estimates it. */
  readonly roadMiles: number
  /** `true` when a place is known by its surroundings only, so that the distance may be off by some miles. */
  readonly isApproximate: boolean
}

const freeMiles = 50
const nearMiles = 300
const baseUsd = 200
const nearUsdPerMile = 0.5
const farUsdPerMile = 0.65

/** The source of the cost of transport, with its rates. */
export const transportSource = `as given (2026): free to ${freeMiles} miles, ${baseUsd} USD and ${nearUsdPerMile} a mile to ${nearMiles}, ${baseUsd} USD and ${farUsdPerMile} a mile beyond`

/**
 * Returns the cost in USD of transporting a car: 0 up to 50 miles, 200 plus 0.50 per mile up to 300 miles, and 200 plus
 * 0.65 per mile beyond, each for the whole distance. The steps at 50 and 300 miles are intended.
 *
 * @throws `ValidationError` when the distance is negative or not finite.
 * @example
 * ```ts
 * import { transportCostUsd } from '@telltale/core/cars'
 *
 * console.log(transportCostUsd(51), transportCostUsd(301)) // 225.5 395.65
 * ```
 */
export function transportCostUsd(distanceMiles: number): number {
  if (!(distanceMiles >= 0 && Number.isFinite(distanceMiles)))
    throw new ValidationError('transportCostUsd', [
      {
        path: 'distanceMiles',
        message: `expected a number of miles, 0 or more, got ${String(distanceMiles)}`,
      },
    ])
  if (distanceMiles <= freeMiles) return 0
  return sumOfProductsUsd([
    [baseUsd, 1],
    [distanceMiles, distanceMiles <= nearMiles ? nearUsdPerMile : farUsdPerMile],
  ])
}
