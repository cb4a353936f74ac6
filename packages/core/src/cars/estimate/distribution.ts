import { normalQuantile } from '../../statistics/index.js'
import { boundsOf, type EstimateQuantile, type Figure } from './estimate.js'

/** The value of an estimate where a standard normal variable would be at `z`: 0 is its median. */
export type ValueAtZScore = (z: number) => number

/** The value below which an estimate lies with a chance, above 0 and below 1. */
export function inverseDistribution(figure: Figure): (chance: number) => number {
  const valueAt = valueAtZScore(figure)
  return (chance) => valueAt(normalQuantile(chance))
}

/**
 * The distribution that an estimate stands for: the value is its median, and its bounds leave out the same share below
 * and above, so that both are met exactly. On each side it is normal in the logarithm (split log-normal), as prices and
 * times spread in proportion; where a bound is 0, normal and never below 0. Quantiles that are given are met, and
 * between and beyond them the logarithm goes in proportion to that of a normal variable.
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
