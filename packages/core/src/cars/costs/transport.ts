import { ValidationError } from '../../errors/index.js'

const freeMiles = 50
const nearMiles = 300
const baseUsd = 200

/**
 * What it costs to bring a car over a distance, in USD: nothing up to 50 miles, 200 and 0.50 for each mile of the whole
 * distance up to 300, 200 and 0.65 for each beyond. The steps at 50 and 300 miles are meant.
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
  const centsPerMile = distanceMiles <= nearMiles ? 50 : 65
  return baseUsd + Math.round(distanceMiles * centsPerMile) / 100
}
