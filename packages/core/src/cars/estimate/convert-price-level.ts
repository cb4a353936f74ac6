import { ValidationError } from '../../errors/index.js'
import * as check from '../../options/check.js'
import { checkOptions, defined } from '../../options/checks.js'
import { normalQuantile } from '../../statistics/index.js'
import { type PriceLevel, priceLevels } from '../car.js'
import { boundsOf, type Estimate, estimateCheck } from './estimate.js'
import { type LevelDistance, levelDistances } from './level-distances.js'

/** An estimate at another kind of price, and how it was converted. */
export interface ConvertedEstimate {
  /** The estimate at the wanted kind of price. Its interval holds the spread of the distance as well. */
  readonly estimate: Estimate
  /** The conversion in words, with the source of the distance. Absent where nothing was converted. */
  readonly words?: string
}

const levelCheck = check.oneOf(priceLevels)

const distanceCheck = check.refine(
  check.strictObject({
    from: levelCheck,
    to: levelCheck,
    ratio: estimateCheck({ isPositive: true }),
    upTo: check.optional(check.number({ above: 0 })),
    source: check.text({ min: 1, max: 1_000 }),
  } satisfies check.CheckShape<LevelDistance>),
  ({ from, to }) => from !== to,
  'two different levels',
)

/** Checks the distances that a host states. */
export const distancesCheck = check.list(distanceCheck, 'a list of distances between price levels')

const argumentsCheck = check.strictObject({
  estimate: estimateCheck({ isPositive: true }),
  to: levelCheck,
  distances: check.optional(distancesCheck),
})

/**
 * Converts an estimate to another kind of price by the distance between the two: the host's own, in either direction, or else
 * a measured one of {@link levelDistances}. The interval widens by the spread of the distance, in logarithms and taken as
 * independent: the square root of the sum of both squares.
 *
 * @param distances - the host's own distances, which count before the measured ones.
 * @throws `ValidationError` when the estimate does not state its kind of price, or no distance to the wanted one is known.
 * @example
 * ```ts
 * import { convertPriceLevel } from '@telltale/core/cars'
 *
 * const paid = { value: 12_000, low: 11_000, high: 13_100, priceLevel: 'paid' } as const
 * const { estimate, words } = convertPriceLevel(paid, 'retail')
 * console.log(estimate.value, words) // 14856, with the source of the distance
 * ```
 */
export function convertPriceLevel(
  estimate: Estimate,
  to: PriceLevel,
  distances: readonly LevelDistance[] = [],
): ConvertedEstimate {
  checkOptions('convertPriceLevel', argumentsCheck, { estimate, to, distances })
  const { priceLevel } = estimate
  if (priceLevel === to) return { estimate }
  const given = (path: string, message: string) =>
    new ValidationError('convertPriceLevel', [{ path, message }])
  if (priceLevel === undefined)
    throw given('priceLevel', `expected the kind of price that the estimate is, such as 'asking'`)
  const found = distanceBetween(priceLevel, to, estimate.value, distances)
  if (!found)
    throw given(
      'distances',
      `expected a distance from '${priceLevel}' to '${to}': none was measured, since no data hold both for one car`,
    )
  const { ratio, source } = found
  const times = `${ratio.value.toFixed(2)} (${boundsOf(ratio).low.toFixed(2)} to ${boundsOf(ratio).high.toFixed(2)})`
  return {
    estimate: { ...scaled(estimate, ratio), priceLevel: to },
    words: `converted from ${priceLevel} to ${to} prices by ${times}: ${source}`,
  }
}

function distanceBetween(
  from: PriceLevel,
  to: PriceLevel,
  price: number,
  own: readonly LevelDistance[],
): LevelDistance | undefined {
  const holds = (each: LevelDistance) => price <= (each.upTo ?? Number.POSITIVE_INFINITY)
  const straight = (list: readonly LevelDistance[]) =>
    list.find((each) => each.from === from && each.to === to && holds(each))
  const back = own.find((each) => each.from === to && each.to === from)
  return straight(own) ?? (back && inverse(back)) ?? straight(levelDistances)
}

function inverse({ from, to, ratio, source }: LevelDistance): LevelDistance {
  const { low, high } = boundsOf(ratio)
  const { level } = ratio
  return {
    from: to,
    to: from,
    ratio: { value: 1 / ratio.value, low: 1 / high, high: 1 / low, ...defined({ level }) },
    source,
  }
}

/** Multiplies an estimate by a ratio that is independent of it. Quantiles below the median lie below, those above it above. */
function scaled(estimate: Estimate, ratio: Estimate): Estimate {
  const [own, factor] = [boundsOf(estimate), boundsOf(ratio)]
  const ratioZ = normalQuantile((1 + (ratio.level ?? 0.8)) / 2)
  const at = (price: number, z: number) => {
    const isBelow = z < 0 || (z === 0 && price < own.value)
    const end = isBelow ? factor.low : factor.high
    const spread = (Math.abs(z) / ratioZ) * Math.log(end / factor.value)
    const apart = Math.hypot(Math.log(price / own.value), spread)
    return own.value * factor.value * Math.exp(isBelow ? -apart : apart)
  }
  const ownZ = normalQuantile((1 + (estimate.level ?? 0.8)) / 2)
  const quantiles = estimate.quantiles?.map(({ share, value }) => ({
    share,
    value: at(value, normalQuantile(share)),
  }))
  return {
    ...estimate,
    value: own.value * factor.value,
    low: at(own.low, -ownZ),
    high: at(own.high, ownZ),
    ...defined({ quantiles }),
  }
}
