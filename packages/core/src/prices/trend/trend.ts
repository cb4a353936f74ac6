import { minorDigits } from '../../money/index.js'
import { defined } from '../../options/checks.js'
import { dayMs } from '../../time/index.js'
import type { Timeline } from '../timeline.js'
import { mannKendall, z975 } from './mann-kendall.js'
import { PairwiseSlopes, type Samples } from './slopes.js'

/** The trend of a price. */
export interface PriceTrend {
  /** The direction: `unknown` with fewer than ten days of prices, `steady` when no trend is significant at 5 %. */
  readonly direction: 'rising' | 'falling' | 'steady' | 'unknown'
  /** The number of days on which a price was seen; the last price of each day counts. */
  readonly days: number
  /**
   * The Theil–Sen slope in major units per day: the median of the slopes between all pairs of days. Absent when the
   * direction is unknown.
   */
  readonly slopePerDay?: number
  /** The 95 % confidence interval of the slope; absent when the direction is unknown. */
  readonly slopeInterval?: { readonly low: number; readonly high: number }
  /**
   * The two-sided p-value of the Mann–Kendall test, corrected for autocorrelation; absent when the direction is
   * unknown.
   */
  readonly pValue?: number
}

const recentDays = 90

/**
 * The minimum number of days for the normal approximation of the Mann–Kendall test: Kendall, Rank Correlation Methods
 * (1975), section 4.
 */
const minDays = 10

const significance = 0.05

/** The last price of each day on which one was seen. */
export interface DailyPrices extends Samples {
  /** The time at which each was seen, in epoch milliseconds. */
  readonly times: Float64Array
}

/** Returns the trend of the last 90 days, and that of the whole history where it is longer. */
export function findTrends(
  { days, values }: DailyPrices,
  currency: string,
): { readonly trend: PriceTrend; readonly longTrend?: PriceTrend } {
  const unit = 10 ** minorDigits(currency)
  const first = days.findIndex((day) => day > -recentDays)
  const from = first < 0 ? days.length : first
  const recent = { days: days.subarray(from), values: values.subarray(from) }
  return {
    trend: describeTrend(recent, unit),
    ...defined({ longTrend: from > 0 ? describeTrend({ days, values }, unit) : undefined }),
  }
}

/** Returns the last price of each day. Days end at the time of day of `now`, and the last one is day 0. */
export function pricesByDay(samples: Timeline['samples'], now: number): DailyPrices {
  const [days, values, times] = Array.from({ length: 3 }, () => new Float64Array(samples.length)) as Triple
  let count = 0
  for (const { at, minor } of samples) {
    const day = 0 - Math.floor((now - at) / dayMs)
    if (count > 0 && days[count - 1] === day) count -= 1
    days[count] = day
    times[count] = at
    values[count++] = Number(minor)
  }
  return { days: days.subarray(0, count), values: values.subarray(0, count), times: times.subarray(0, count) }
}

type Triple = [Float64Array, Float64Array, Float64Array]

function describeTrend(samples: Samples, unit: number): PriceTrend {
  const days = samples.days.length
  if (days < minDays) return { direction: 'unknown', days }
  const { slope, low, high, pValue } = fitTrend(samples)
  const isSignificant = pValue < significance && slope !== 0
  const direction = isSignificant ? (slope > 0 ? 'rising' : 'falling') : 'steady'
  const slopeInterval = { low: low / unit, high: high / unit }
  return { direction, days, slopePerDay: slope / unit, slopeInterval, pValue }
}

/** A fitted trend, in the units of its samples. */
export interface FittedTrend {
  /** The Theil–Sen slope. */
  readonly slope: number
  /** The lower end of its 95 % interval. */
  readonly low: number
  /** The upper end. */
  readonly high: number
  /** The p-value of the Mann–Kendall test. */
  readonly pValue: number
}

/**
 * Fits a line through at least two samples: the Theil–Sen slope, its interval by Kendall's tau (Sen, JASA 63, 1968,
 * section 3.2, with ranks as in `scipy.stats.theilslopes`), and the Mann–Kendall test. Interval and test use the
 * variance corrected for autocorrelation.
 */
export function fitTrend(samples: Samples): FittedTrend {
  const slopes = new PairwiseSlopes(samples)
  const { count } = slopes
  const { falling, rising } = slopes.directions()
  const upper = slopes.at(count >> 1)
  const slope = count % 2 ? upper : (slopes.at((count >> 1) - 1) + upper) / 2
  // Rounded to a millionth, so that samples on one line of this slope tie.
  const detrended = samples.values.map(
    (value, index) => Math.round(1e6 * (value - slope * samples.days[index]!)) / 1e6,
  )
  const { variance, pValue } = mannKendall(samples.values, rising - falling, detrended)
  const halfWidth = z975 * Math.sqrt(variance)
  const first = Math.max(Math.round((count - halfWidth) / 2) - 1, 0)
  const last = Math.min(Math.round((count + halfWidth) / 2), count - 1)
  return { slope, low: slopes.at(first), high: slopes.at(last), pValue }
}
