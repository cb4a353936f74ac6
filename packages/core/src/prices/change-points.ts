import { fromMinor, type Money } from '../money/index.js'
import { medianLow } from '../statistics/index.js'
import { ranks } from './trend/mann-kendall.js'
import type { DailyPrices } from './trend/trend.js'

/** A lasting change of the price level. A sale that ends leaves none. */
export interface ChangePoint {
  /** The time at which the new level was first seen, in epoch milliseconds. */
  readonly at: number
  /** The median price of the days before, back to the previous change point. */
  readonly from: Money
  /** The median price of the days from then on, up to the next change point. */
  readonly to: Money
  /** The change of the level in percent, to one decimal. Negative when it fell. */
  readonly percent: number
}

/** The minimum number of days with a price on either side of a change point. */
const minDays = 10

/** The significance level of a single test. */
const significance = 0.01

/** The minimum difference of two levels, as a share of the higher one. */
const minDifference = 0.05

/**
 * Finds lasting changes of the price level by binary segmentation. A segment is split where Pettitt's rank test
 * (Applied Statistics 28, 1979, pages 126 to 135) is significant and the medians differ by 5 % or more. Medians and
 * ranks are robust to single odd prices.
 */
export function findChangePoints(prices: DailyPrices, currency: string): readonly ChangePoint[] {
  const { values, times } = prices
  const bounds = [0, ...findSplits(values, 0), values.length]
  const segments = bounds.slice(1).map((end, index) => {
    const start = bounds[index] ?? 0
    return { at: times[start] ?? Number.NaN, level: medianPrice(values.subarray(start, end)) }
  })
  const money = (minor: number): Money => fromMinor(BigInt(minor), currency)
  return segments.slice(1).map(({ at, level: to }, index) => {
    const from = segments[index]?.level ?? to
    return { at, from: money(from), to: money(to), percent: Math.round((1000 * (to - from)) / from) / 10 }
  })
}

/** Returns the indices at which the values are split, in order, each moved by `offset`. */
function findSplits(values: Float64Array, offset: number): readonly number[] {
  if (values.length < 2 * minDays) return []
  const { index, pValue } = pettittTest(values)
  if (pValue >= significance || index < minDays || values.length - index < minDays) return []
  const [before, after] = [values.subarray(0, index), values.subarray(index)]
  const [from, to] = [medianPrice(before), medianPrice(after)]
  if (Math.abs(to - from) < minDifference * Math.max(from, to) || from === 0) return []
  return [...findSplits(before, offset), offset + index, ...findSplits(after, offset + index)]
}

/**
 * Runs Pettitt's test for a change of level. Returns the index of the first value after the likeliest change, and the
 * approximate p-value of the test.
 */
export function pettittTest(values: Float64Array): { readonly index: number; readonly pValue: number } {
  const n = values.length
  let [sum, largest, index] = [0, 0, 0]
  let position = 0
  for (const rank of ranks(values)) {
    sum += 2 * rank - n - 1
    position += 1
    if (Math.abs(sum) > largest) [largest, index] = [Math.abs(sum), position]
  }
  return { index, pValue: Math.min(1, 2 * Math.exp((-6 * largest ** 2) / (n ** 3 + n ** 2))) }
}

/** Returns the lower median, which is always a price that was asked. */
const medianPrice = (values: Float64Array): number => medianLow(values) ?? Number.NaN
