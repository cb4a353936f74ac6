import { minorDigits } from '../money/index.js'
import { dayMs, type Timeline } from './timeline.js'

/** Where a price has been going. */
export interface PriceTrend {
  /** `unknown` with fewer than ten days of prices; `steady` when nothing else is significant at 5 %. */
  readonly direction: 'rising' | 'falling' | 'steady' | 'unknown'
  /** On how many of the last 90 days a price was seen; the last one of each day counts. */
  readonly days: number
  /** The Theil–Sen slope in major units per day; absent when the direction is unknown. */
  readonly slopePerDay?: number
  /** The two-sided p-value of the Mann–Kendall test; absent when the direction is unknown. */
  readonly pValue?: number
}

const windowDays = 90

/** Where the normal approximation of the Mann–Kendall test is good: Kendall, Rank Correlation Methods (1975), section 4. */
const leastDays = 10

const significance = 0.05

/** A moment and a value. */
export type Sample = readonly [at: number, value: number]

/** Judges the trend of the last 90 days by the last price seen on each; a day ends at the time of day of `now`. */
export function findTrend({ currency, sightings }: Timeline, now: number): PriceTrend {
  const byDay = new Map<number, Sample>()
  const unit = 10 ** minorDigits(currency)
  for (const { at, minor } of sightings) {
    const day = Math.floor((now - at) / dayMs)
    if (day < windowDays) byDay.set(day, [at / dayMs, Number(minor) / unit])
  }
  const samples = [...byDay.values()]
  if (samples.length < leastDays) return { direction: 'unknown', days: samples.length }
  const slopePerDay = theilSenSlope(samples)
  const pValue = mannKendallP(samples.map(([, value]) => value))
  const isSignificant = pValue < significance && slopePerDay !== 0
  const direction = isSignificant ? (slopePerDay > 0 ? 'rising' : 'falling') : 'steady'
  return { direction, days: samples.length, slopePerDay, pValue }
}

/** The median of the slopes between all pairs of samples: Sen, JASA 63 (1968), pages 1379 to 1389. Their times must differ. */
export function theilSenSlope(samples: readonly Sample[]): number {
  const slopes = samples
    .flatMap(([at, value], index) =>
      samples.slice(index + 1).map(([later, next]) => (next - value) / (later - at)),
    )
    .sort((one, other) => one - other)
  const middle = slopes.length >> 1
  return slopes.length % 2
    ? (slopes[middle] as number)
    : ((slopes[middle - 1] as number) + (slopes[middle] as number)) / 2
}

/**
 * The two-sided p-value that values in order have no trend: Mann–Kendall by the normal approximation, with the variance
 * corrected for ties and the statistic for continuity (Gilbert, Statistical Methods for Environmental Pollution
 * Monitoring, 1987, section 16.4.2). Values that depend on the ones before make it too small.
 */
export function mannKendallP(values: readonly number[]): number {
  const n = values.length
  const score = values
    .flatMap((value, index) => values.slice(index + 1).map((later) => Math.sign(later - value)))
    .reduce((sum, sign) => sum + sign, 0)
  const ties = new Map<number, number>()
  for (const value of values) ties.set(value, (ties.get(value) ?? 0) + 1)
  const spread = (count: number): number => count * (count - 1) * (2 * count + 5)
  const variance = [...ties.values()].reduce((rest, count) => rest - spread(count), spread(n)) / 18
  if (score === 0) return 1
  return complementaryError((Math.abs(score) - 1) / Math.sqrt(2 * variance))
}

/** erfc for x ≥ 0, off by at most 1.5e-7: Abramowitz and Stegun, Handbook of Mathematical Functions, 7.1.26. */
function complementaryError(x: number): number {
  const t = 1 / (1 + 0.3275911 * x)
  const polynomial =
    ((((1.061405429 * t - 1.453152027) * t + 1.421413741) * t - 0.284496736) * t + 0.254829592) * t
  return polynomial * Math.exp(-x * x)
}
