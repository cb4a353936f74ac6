import { dayMs } from '../time/index.js'
import { findSales, isReduced, type SaleEpisode } from './sale.js'
import type { PriceInterval, Timeline } from './timeline.js'

/** A reduction of which nothing is undone for so long was no sale: the price came down. */
const longestSaleMs = 90 * dayMs

/** How far on either side of a fall and its return one looks whether the price was really asked there. */
const aroundMs = 45 * dayMs

/**
 * Of these 45 days, how much the price must have been there before the fall, about a week, so that it was no passing peak;
 * and how much after its return, so that it is really back. Both were chosen on one half of 251 real histories.
 */
const [leastBefore, leastAfter] = [1 / 8, 1 / 4]

/**
 * The sales of a history as all of it shows them: those that were told at the time, without the ones that proved lasting
 * cuts, and those that nobody could tell while the usual price was not yet clear: falls that were undone within 90 days
 * (the V of Nakamura and Steinsson, Quarterly Journal of Economics 123, 2008, sale filters).
 */
export function reviewSales(timeline: Timeline, now: number): readonly SaleEpisode[] {
  const told = findSales(timeline, now).filter((sale) => !provedLasting(sale, timeline.intervals))
  return [...told, ...findUndone(timeline.intervals, told)].sort(
    (one, other) => one.startedAt - other.startedAt,
  )
}

/** Whether a sale that became the usual price is known to have lasted for 90 days: nothing near its usual price was seen. */
function provedLasting(
  { startedAt, usual, ending }: SaleEpisode,
  intervals: readonly PriceInterval[],
): boolean {
  const until = startedAt + longestSaleMs
  if (ending !== 'became-usual' || (intervals.at(-1)?.to ?? 0) < until) return false
  return !intervals.some(({ from, minor }) => from > startedAt && from <= until && !isReduced(minor, usual))
}

/** Falls of 5 % or more below the price before that were undone within 90 days, outside the sales that were told. */
function findUndone(
  intervals: readonly PriceInterval[],
  told: readonly SaleEpisode[],
): readonly SaleEpisode[] {
  const found: SaleEpisode[] = []
  for (let index = 1; index < intervals.length; index++) {
    const { from: startedAt, minor } = intervals[index] as PriceInterval
    const usual = (intervals[index - 1] as PriceInterval).minor
    if (!isReduced(minor, usual) || startedAt < (found.at(-1)?.endedAt ?? startedAt)) continue
    const back = findReturn(intervals, index, usual)
    if (back === undefined || !wasAskedAround(intervals, index, back, usual)) continue
    const endedAt = (intervals[back] as PriceInterval).from
    if (told.some((sale) => sale.startedAt < endedAt && startedAt < (sale.endedAt ?? endedAt))) continue
    let lowest = minor
    for (const interval of intervals.slice(index, back)) if (interval.minor < lowest) lowest = interval.minor
    found.push({ startedAt, usual, lowest, endedAt, ending: 'price-rose' })
  }
  return found
}

/** Where, within 90 days of a fall, a price was seen again of which the reduced one would be no sale. */
function findReturn(intervals: readonly PriceInterval[], fallen: number, usual: bigint): number | undefined {
  const until = (intervals[fallen] as PriceInterval).from + longestSaleMs
  for (let index = fallen + 1; index < intervals.length; index++) {
    const { from, minor } = intervals[index] as PriceInterval
    if (from > until) return undefined
    if (!isReduced(minor, usual)) return index
  }
  return undefined
}

/** Whether a price was asked for some time before the fall, and that or a higher one after the return. */
function wasAskedAround(
  intervals: readonly PriceInterval[],
  fallen: number,
  back: number,
  usual: bigint,
): boolean {
  const [fellAt, backAt] = [
    (intervals[fallen] as PriceInterval).from,
    (intervals[back] as PriceInterval).from,
  ]
  let first = fallen
  while ((intervals[first - 1]?.to ?? Number.NEGATIVE_INFINITY) > fellAt - aroundMs) first -= 1
  let end = back
  while ((intervals[end]?.from ?? Number.POSITIVE_INFINITY) < backAt + aroundMs) end += 1
  const isNear = ({ minor }: PriceInterval): boolean => !isReduced(minor, usual) && !isReduced(usual, minor)
  const isBack = ({ minor }: PriceInterval): boolean => !isReduced(minor, usual)
  return (
    shareOf(intervals.slice(first, fallen), fellAt - aroundMs, fellAt, isNear) >= leastBefore &&
    shareOf(intervals.slice(back, end), backAt, backAt + aroundMs, isBack) >= leastAfter
  )
}

/** In which part of the known time between two moments the price was one of those; 1 where no time is known. */
function shareOf(
  intervals: readonly PriceInterval[],
  from: number,
  to: number,
  fits: (interval: PriceInterval) => boolean,
): number {
  let [fitMs, knownMs] = [0, 0]
  for (const interval of intervals) {
    const ms = Math.min(interval.to, to) - Math.max(interval.from, from)
    knownMs += ms
    if (fits(interval)) fitMs += ms
  }
  return knownMs > 0 ? fitMs / knownMs : 1
}
