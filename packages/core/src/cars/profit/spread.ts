import { boundsOf, type Figure } from '../estimate.js'
import { normalQuantile } from './normal-quantile.js'

/** The value of an estimate at a chance: the quantile function of its distribution. */
export type Quantile = (chance: number) => number

/**
 * The distribution that an estimate stands for: the value is its median, and its bounds leave out the same share below
 * and above, so that both are met exactly. On each side it is normal in the logarithm (split log-normal), as prices and
 * times spread in proportion; where a bound is 0, normal and never below 0.
 */
export function quantileOf(figure: Figure): Quantile {
  const { value, low, high } = boundsOf(figure)
  const { level = 0.8 } = typeof figure === 'number' ? {} : figure
  if (low === high) return () => value
  const bound = normalQuantile((1 + level) / 2)
  return (chance) => {
    const z = normalQuantile(chance)
    const [end, share] = z < 0 ? [low, -z / bound] : [high, z / bound]
    if (low > 0) return value * (end / value) ** share
    return Math.max(0, value + (end - value) * share)
  }
}
