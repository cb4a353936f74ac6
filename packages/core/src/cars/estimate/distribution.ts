import { normalQuantile } from '../../statistics/index.js'
import { boundsOf, type EstimateQuantile, type Figure } from './estimate.js'

/** A map from a z-score, a value of the standard normal distribution, to the value of an estimate. 0 gives the median. */
export type ValueAtZScore = (z: number) => number

/** Returns the inverse distribution (quantile function) of an estimate, for probabilities above 0 and below 1. */
export function inverseDistribution(figure: Figure): (probability: number) => number {
  const valueAt = valueAtZScore(figure)
  return (probability) => valueAt(normalQuantile(probability))
}

/**
 * Returns the distribution of an estimate as a map from z-scores. The value is the median, and the bounds leave out the
 * same probability below and above. Each side is log-normal (split log-normal), since prices and times vary in
 * proportion; where a bound is 0 or less, it is normal and never below 0. Given quantiles are met exactly, and the
 * logarithm is interpolated linearly between and beyond them.
 */
export function valueAtZScore(figure: Figure): ValueAtZScore {
  const { value, low, high } = boundsOf(figure)
  const { level = 0.8, quantiles = [] } = typeof figure === 'number' ? {} : figure
  if (quantiles.length > 1) return interpolated(quantiles)
  if (low === high) return () => value
  const bound = normalQuantile((1 + level) / 2)
  return (z) => {
    const [end, share] = z < 0 ? [low, -z / bound] : [high, z / bound]
    if (low > 0) return value * (end / value) ** share
    return Math.max(0, value + (end - value) * share)
  }
}

function interpolated(quantiles: readonly EstimateQuantile[]): ValueAtZScore {
  const known = quantiles.map(({ share, value }) => ({ z: normalQuantile(share), log: Math.log(value) }))
  return (z) => {
    const after = known.findIndex((each) => each.z >= z)
    const at = after < 0 ? known.length - 1 : Math.max(1, after)
    const [a, b] = [known[at - 1], known[at]]
    if (!a || !b) return Number.NaN
    return Math.exp(a.log + ((b.log - a.log) * (z - a.z)) / (b.z - a.z))
  }
}

/** The steps of bisection that a share is found in: to a millionth. */
const bisections = 20

/** Returns the share of values below one, by the distribution of an estimate: from a millionth to 1 less a millionth. */
export function shareBelow(figure: Figure, value: number): number {
  const valueAt = inverseDistribution(figure)
  let [low, high] = [1e-6, 1 - 1e-6]
  if (valueAt(low) >= value) return low
  for (let step = 0; step < bisections; step++) {
    const middle = (low + high) / 2
    if (valueAt(middle) < value) low = middle
    else high = middle
  }
  return low
}
