import { fromMinor, type Money } from '../money/index.js'
import { ranks } from './trend/mann-kendall.js'
import type { DailyPrices } from './trend/trend.js'

/** A lasting change of the level around which the price moves. A sale that ends leaves none. */
export interface ChangePoint {
  /** When the new level was first seen, in epoch milliseconds. */
  readonly at: number
  /** The median price of the days before, back to the change point before it. */
  readonly from: Money
  /** The median price of the days from then on, up to the next change point. */
  readonly to: Money
  /** How far the level moved, in percent, to a tenth; below 0 when it fell. */
  readonly percent: number
}

/** On so many days each of two levels must have been seen. */
const leastDays = 10

/** Of how many tests one may find a change where there is none. */
const significance = 0.01

/** Levels nearer to each other than this are one. */
const leastShare = 0.05

/**
 * Finds the days on which the level changed, by splitting in two again and again where Pettitt's rank test finds a
 * change (Applied Statistics 28, 1979, pages 126 to 135) and the medians differ by 5 % or more. Medians and ranks do not
 * mind single odd prices.
 */
export function findChangePoints(prices: DailyPrices, currency: string): readonly ChangePoint[] {
  const edges = [0, ...splits(prices.values, 0), prices.values.length]
  const levels = edges.slice(1).map((end, index) => median(prices.values.subarray(edges[index], end)))
  return levels.slice(1).map((to, index) => {
    const from = levels[index] as number
    const at = prices.times[edges[index + 1] as number] as number
    const money = (minor: number): Money => fromMinor(BigInt(minor), currency)
    return { at, from: money(from), to: money(to), percent: Math.round((1000 * (to - from)) / from) / 10 }
  })
}

function splits(values: Float64Array, offset: number): readonly number[] {
  if (values.length < 2 * leastDays) return []
  const { index, pValue } = pettittTest(values)
  if (pValue >= significance || index < leastDays || values.length - index < leastDays) return []
  const [before, after] = [values.subarray(0, index), values.subarray(index)]
  const [from, to] = [median(before), median(after)]
  if (Math.abs(to - from) < leastShare * Math.max(from, to) || from === 0) return []
  return [...splits(before, offset), offset + index, ...splits(after, offset + index)]
}

/** Where a change is likeliest, as the index of the first value after it, and how likely one would be seen were there none. */
export function pettittTest(values: Float64Array): { readonly index: number; readonly pValue: number } {
  const n = values.length
  let [sum, largest, index] = [0, 0, 0]
  let place = 0
  for (const rank of ranks(values)) {
    sum += 2 * rank - n - 1
    place += 1
    if (Math.abs(sum) > largest) [largest, index] = [Math.abs(sum), place]
  }
  return { index, pValue: Math.min(1, 2 * Math.exp((-6 * largest ** 2) / (n ** 3 + n ** 2))) }
}

/** The lower of two middle values, so that it is a price that was asked. */
const median = (values: Float64Array): number => values.toSorted()[(values.length - 1) >> 1] as number
