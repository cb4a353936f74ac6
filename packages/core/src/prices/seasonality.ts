import { defined } from '../options/checks.js'
import { medianLow } from '../statistics/index.js'
import { dayMs } from '../time/index.js'
import type { PriceInterval, Timeline } from './timeline.js'

/** One month of the year, compared with the year around it. */
export interface MonthOfYear {
  /** The month, from 1 (January) to 12. */
  readonly month: number
  /**
   * The median difference over the years, in percent to one decimal, of the month's median price from that of the
   * year around it.
   */
  readonly percent: number
  /** The number of years in which the month is known. */
  readonly years: number
  /** The number of these years in which the price was at least 2 % off on the same side as `percent`. */
  readonly agreeing: number
}

/** The cheap and dear months of the year. */
export interface Seasonality {
  /** The known months, from January on. */
  readonly months: readonly MonthOfYear[]
  /** The cheapest month, if it was at least 2 % below the year around it in every year; absent when there is none. */
  readonly cheapest?: MonthOfYear
}

/** The minimum number of days on which the price of a month must be known. */
const minDaysOfMonth = 10

/** The minimum number of known months among the twelve that make up a year. */
const minMonthsOfYear = 10

/** The minimum difference that counts, in percent. */
const minPercent = 2

interface Month {
  /** The number of months since January 1970. */
  readonly index: number
  /** The median price, weighted by time, in minor units. */
  readonly median: number
}

/** Compares the months of a history that covers at least a year; `undefined` when it does not. */
export function findSeasonality({ intervals }: Timeline): Seasonality | undefined {
  const months = monthlyMedians(intervals)
  const percents = new Map<number, number[]>()
  for (const [position, { index, median }] of months.entries()) {
    const base = medianOfYearAround(months, position)
    if (base === undefined || base === 0) continue
    const month = (((index % 12) + 12) % 12) + 1
    percents.set(month, [...(percents.get(month) ?? []), (100 * (median - base)) / base])
  }
  if (percents.size < minMonthsOfYear) return undefined
  const summaries = [...percents].map(summarizeMonth).sort((one, other) => one.month - other.month)
  const [cheapest] = summaries
    .filter(({ percent, years, agreeing }) => percent <= -minPercent && agreeing === years)
    .sort((one, other) => one.percent - other.percent)
  return { months: summaries, ...defined({ cheapest }) }
}

function summarizeMonth([month, percents]: readonly [number, readonly number[]]): MonthOfYear {
  const percent = Math.round(10 * (medianLow(percents) ?? Number.NaN)) / 10
  const agreeing = percents.filter((each) => Math.sign(percent) * each >= minPercent).length
  return { month, percent, years: percents.length, agreeing }
}

/**
 * Returns the median of the twelve months around one, itself included; at either end of the history, of the nearest
 * twelve.
 */
function medianOfYearAround(months: readonly Month[], position: number): number | undefined {
  const { index } = months[position] as Month
  const [first = index, last = index] = [months[0]?.index, months.at(-1)?.index]
  const from = Math.min(Math.max(index - 6, first), Math.max(last - 11, first))
  const near: number[] = []
  for (let step = Math.max(0, position - 12); step < Math.min(months.length, position + 13); step++) {
    const each = months[step] as Month
    if (each.index >= from && each.index < from + 12) near.push(each.median)
  }
  if (near.length < minMonthsOfYear) return undefined
  return medianLow(near)
}

const monthOf = (at: number): number => {
  const date = new Date(at)
  return 12 * (date.getUTCFullYear() - 1970) + date.getUTCMonth()
}

/** Returns the median price, weighted by time, of each calendar month (UTC) that is known for long enough. */
function monthlyMedians(intervals: readonly PriceInterval[]): readonly Month[] {
  const durations = new Map<number, Map<bigint, number>>()
  let [index, endOfMonth] = [0, Number.NEGATIVE_INFINITY]
  for (const { from, to, minor } of intervals)
    for (let at = from; at < to; ) {
      if (at >= endOfMonth) {
        index = monthOf(at)
        endOfMonth = Date.UTC(1970, index + 1)
      }
      const end = Math.min(to, endOfMonth)
      const month = durations.get(index) ?? new Map<bigint, number>()
      durations.set(index, month.set(minor, (month.get(minor) ?? 0) + end - at))
      at = end
    }
  return [...durations].flatMap(([index, prices]) => {
    const sorted = [...prices].sort(([one], [other]) => (one < other ? -1 : 1))
    const knownMs = sorted.reduce((sum, [, ms]) => sum + ms, 0)
    if (knownMs < minDaysOfMonth * dayMs) return []
    let passedMs = 0
    const median = sorted.find(([, ms]) => {
      passedMs += ms
      return passedMs >= knownMs / 2
    })
    return median ? [{ index, median: Number(median[0]) }] : []
  })
}
