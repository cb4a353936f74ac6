import { dayMs, type Held } from './timeline.js'

/** Where a price is heading. */
export interface Trend {
  /** `unknown` with fewer than eight days on which the price was seen. */
  readonly direction: 'rising' | 'falling' | 'steady' | 'unknown'
  /** The median change a day, in major units of the currency (Theil–Sen: Sen, JASA 63 (1968) 1379). */
  readonly perDay?: number
  /** How likely so clear an order is by chance alone: two-sided, by Mann–Kendall with ties (Kendall, 1975). */
  readonly pValue?: number
}

/** A direction is claimed below this chance of being an accident. */
const significance = 0.05
const fewestDays = 8

/** The trend of the last price seen on each day, `scale` minor units being one major unit. */
export function trendOf(held: readonly Held[], scale: number): Trend {
  const daily = [...new Map(held.map(({ at, minor }) => [Math.floor(at / dayMs), Number(minor) / scale]))]
  if (daily.length < fewestDays) return { direction: 'unknown' }
  const { slopes, score } = compareAll(daily)
  const perDay = median(slopes)
  const pValue = mannKendall(
    score,
    daily.map(([, price]) => price),
  )
  const moves = pValue < significance && score !== 0
  return { direction: moves ? (score > 0 ? 'rising' : 'falling') : 'steady', perDay, pValue }
}

function compareAll(daily: readonly (readonly [day: number, price: number])[]): {
  slopes: number[]
  score: number
} {
  const slopes: number[] = []
  let score = 0
  daily.forEach(([day, price], index) => {
    for (const [earlierDay, earlierPrice] of daily.slice(0, index)) {
      slopes.push((price - earlierPrice) / (day - earlierDay))
      score += Math.sign(price - earlierPrice)
    }
  })
  return { slopes, score }
}

function median(values: number[]): number {
  values.sort((left, right) => left - right)
  const middle = values.length >> 1
  const high = values[middle] as number
  return values.length % 2 ? high : ((values[middle - 1] as number) + high) / 2
}

/** The two-sided p-value of a Mann–Kendall score, by the normal approximation with the correction for continuity. */
function mannKendall(score: number, values: readonly number[]): number {
  const term = (count: number) => count * (count - 1) * (2 * count + 5)
  const ties = new Map<number, number>()
  for (const value of values) ties.set(value, (ties.get(value) ?? 0) + 1)
  const tied = [...ties.values()].reduce((sum, count) => sum + term(count), 0)
  const variance = (term(values.length) - tied) / 18
  return variance > 0 ? twoSided((Math.abs(score) - Math.sign(Math.abs(score))) / Math.sqrt(variance)) : 1
}

/** The chance of a normal deviate at least this far out: Abramowitz and Stegun 7.1.26, to 1.5e-7. */
function twoSided(deviate: number): number {
  const x = deviate / Math.SQRT2
  const t = 1 / (1 + 0.3275911 * x)
  const sum = ((((1.061405429 * t - 1.453152027) * t + 1.421413741) * t - 0.284496736) * t + 0.254829592) * t
  return sum * Math.exp(-x * x)
}
