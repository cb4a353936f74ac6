import { defined } from '../options/index.js'
import { dayMs } from '../time/index.js'
import type { PriceInterval, Timeline } from './timeline.js'

/** How the prices of one month of the year compare with those of the year around it. */
export interface MonthOfYear {
  /** From 1, January, to 12. */
  readonly month: number
  /** How far the month's median price was from that of the year around it, in percent, to a tenth; the median of the years. */
  readonly percent: number
  /** In how many years the month is known. */
  readonly years: number
  /** In how many of them it was 2 % or more on the same side as `percent`. */
  readonly agreeing: number
}

/** When in the year a product is cheap. */
export interface Seasonality {
  /** The months that are known, from January on. */
  readonly months: readonly MonthOfYear[]
  /** The cheapest month, where it was 2 % or more below in every year; absent when there is none. */
  readonly cheapest?: MonthOfYear
}

/** A month of a year whose price is known on so many days counts. */
const leastDaysOfMonth = 10

/** So many of twelve months in a row must be known to say what a year's price is. */
const leastMonthsOfYear = 10

const leastPercent = 2

interface Month {
  /** Months since January 1970. */
  readonly index: number
  /** The median price by time. */
  readonly typical: number
}

/** Compares the months of a history that knows a year at least; `undefined` when it does not. */
export function findSeasonality({ intervals }: Timeline): Seasonality | undefined {
  const months = typicalPrices(intervals)
  const percents = new Map<number, number[]>()
  for (const [place, { index, typical }] of months.entries()) {
    const base = yearAround(months, place)
    if (base === undefined || base === 0) continue
    const month = (((index % 12) + 12) % 12) + 1
    percents.set(month, [...(percents.get(month) ?? []), (100 * (typical - base)) / base])
  }
  if (percents.size < leastMonthsOfYear) return undefined
  const described = [...percents].map(describeMonth).sort((one, other) => one.month - other.month)
  const [cheapest] = described
    .filter(({ percent, years, agreeing }) => percent <= -leastPercent && agreeing === years)
    .sort((one, other) => one.percent - other.percent)
  return { months: described, ...defined({ cheapest }) }
}

function describeMonth([month, percents]: readonly [number, readonly number[]]): MonthOfYear {
  const sorted = percents.toSorted((one, other) => one - other)
  const percent = Math.round(10 * (sorted[(sorted.length - 1) >> 1] as number)) / 10
  const agreeing = percents.filter((each) => Math.sign(percent) * each >= leastPercent).length
  return { month, percent, years: percents.length, agreeing }
}

/** The median of the months around one, itself among them; at the ends of a history of the nearest twelve. */
function yearAround(months: readonly Month[], place: number): number | undefined {
  const { index } = months[place] as Month
  const [first = index, last = index] = [months[0]?.index, months.at(-1)?.index]
  const from = Math.min(Math.max(index - 6, first), Math.max(last - 11, first))
  const near: number[] = []
  for (let step = Math.max(0, place - 12); step < Math.min(months.length, place + 13); step++) {
    const each = months[step] as Month
    if (each.index >= from && each.index < from + 12) near.push(each.typical)
  }
  if (near.length < leastMonthsOfYear) return undefined
  return near.sort((one, other) => one - other)[(near.length - 1) >> 1]
}

const monthOf = (at: number): number => {
  const date = new Date(at)
  return 12 * (date.getUTCFullYear() - 1970) + date.getUTCMonth()
}

/** The median price, by time, of each calendar month (UTC) that is known long enough. */
function typicalPrices(intervals: readonly PriceInterval[]): readonly Month[] {
  const heldMs = new Map<number, Map<bigint, number>>()
  let [index, endOfMonth] = [0, Number.NEGATIVE_INFINITY]
  for (const { from, to, minor } of intervals)
    for (let at = from; at < to; ) {
      if (at >= endOfMonth) {
        index = monthOf(at)
        endOfMonth = Date.UTC(1970, index + 1)
      }
      const end = Math.min(to, endOfMonth)
      const month = heldMs.get(index) ?? new Map<bigint, number>()
      heldMs.set(index, month.set(minor, (month.get(minor) ?? 0) + end - at))
      at = end
    }
  return [...heldMs].flatMap(([index, prices]) => {
    const sorted = [...prices].sort(([one], [other]) => (one < other ? -1 : 1))
    const knownMs = sorted.reduce((sum, [, ms]) => sum + ms, 0)
    if (knownMs < leastDaysOfMonth * dayMs) return []
    let passedMs = 0
    const typical = sorted.find(([, ms]) => {
      passedMs += ms
      return passedMs >= knownMs / 2
    })
    return typical ? [{ index, typical: Number(typical[0]) }] : []
  })
}
