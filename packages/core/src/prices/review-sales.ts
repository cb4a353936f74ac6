import { dayMs } from '../time/index.js'
import { alternatingFalls } from './alternation.js'
import { followSales, isReduced, type SaleEpisode } from './sale.js'
import type { PriceInterval, Timeline } from './timeline.js'

/** The maximum length of a sale. A cut of which nothing is reversed in that time is permanent. */
const maxSaleMs = 90 * dayMs

/** The time before a cut and after the recovery in which the higher price must have been asked. */
const supportMs = 45 * dayMs

/**
 * The minimum shares of these 45 days at the higher price: about a week before the cut, so that it was no brief peak,
 * and more after the recovery, so that the price is really back. Both were chosen on one half of 251 real histories.
 */
const [minShareBefore, minShareAfter] = [1 / 8, 1 / 4]

/**
 * Returns the sales of a history with hindsight: those that were found at the time, without the cuts that proved
 * permanent and the turns of an alternation, and those that could not be detected because the usual price was not yet
 * clear: cuts that were reversed within 90 days (the V-shaped sale filter of Nakamura and Steinsson, Quarterly Journal
 * of Economics 123, 2008).
 */
export function reviewSales(timeline: Timeline, now: number): readonly SaleEpisode[] {
  const { intervals } = timeline
  const turns = alternatingFalls(intervals)
  const found = followSales(timeline, now).sales
  const detected = found
    .map((sale, index) => withReversal(sale, found[index + 1], intervals))
    .filter((sale) => !isPermanentCut(sale, intervals))
  return [...detected, ...findReversedCuts(intervals, detected)]
    .filter(({ startedAt }) => !turns.has(startedAt))
    .sort((one, other) => one.startedAt - other.startedAt)
}

/** Returns a sale that seemed to become usual, and whose price rose within 90 days of its start, with that as its end. */
function withReversal(
  sale: SaleEpisode,
  next: SaleEpisode | undefined,
  intervals: readonly PriceInterval[],
): SaleEpisode {
  if (sale.ending !== 'became-usual') return sale
  const until = Math.min(sale.startedAt + maxSaleMs, next?.startedAt ?? Number.POSITIVE_INFINITY)
  const back = intervals.find(
    ({ from, minor }) => from > sale.startedAt && from <= until && !isReduced(minor, sale.usual),
  )
  return back ? { ...sale, endedAt: back.from, ending: 'price-rose' } : sale
}

/** Checks whether a sale that became the usual price is known to have lasted 90 days. */
function isPermanentCut(
  { startedAt, usual, ending }: SaleEpisode,
  intervals: readonly PriceInterval[],
): boolean {
  const until = startedAt + maxSaleMs
  if (ending !== 'became-usual' || (intervals.at(-1)?.to ?? 0) < until) return false
  return !intervals.some(({ from, minor }) => from > startedAt && from <= until && !isReduced(minor, usual))
}

/** Finds cuts of 5 % or more that were reversed within 90 days, outside the sales already detected. */
function findReversedCuts(
  intervals: readonly PriceInterval[],
  detected: readonly SaleEpisode[],
): readonly SaleEpisode[] {
  const found: SaleEpisode[] = []
  for (let index = 1; index < intervals.length; index++) {
    const { from: startedAt, minor } = intervals[index] as PriceInterval
    const usual = (intervals[index - 1] as PriceInterval).minor
    if (!isReduced(minor, usual) || startedAt < (found.at(-1)?.endedAt ?? startedAt)) continue
    const recovery = findRecovery(intervals, index, usual)
    if (recovery === undefined || !isSupported(intervals, index, recovery, usual)) continue
    const endedAt = (intervals[recovery] as PriceInterval).from
    if (detected.some((sale) => sale.startedAt < endedAt && startedAt < (sale.endedAt ?? endedAt))) continue
    let lowest = minor
    for (const interval of intervals.slice(index, recovery))
      if (interval.minor < lowest) lowest = interval.minor
    found.push({ startedAt, usual, lowest, endedAt, ending: 'price-rose' })
  }
  return found
}

/**
 * Returns the index of the first interval, within 90 days of a cut, at which the price is back; `undefined` when it
 * does not come back.
 */
function findRecovery(intervals: readonly PriceInterval[], cut: number, usual: bigint): number | undefined {
  const until = (intervals[cut] as PriceInterval).from + maxSaleMs
  for (let index = cut + 1; index < intervals.length; index++) {
    const { from, minor } = intervals[index] as PriceInterval
    if (from > until) return undefined
    if (!isReduced(minor, usual)) return index
  }
  return undefined
}

/**
 * Checks that the usual price was asked for long enough before the cut, and that price or a higher one after the
 * recovery.
 */
function isSupported(
  intervals: readonly PriceInterval[],
  cut: number,
  recovery: number,
  usual: bigint,
): boolean {
  const [fellAt, backAt] = [
    (intervals[cut] as PriceInterval).from,
    (intervals[recovery] as PriceInterval).from,
  ]
  let first = cut
  while ((intervals[first - 1]?.to ?? Number.NEGATIVE_INFINITY) > fellAt - supportMs) first -= 1
  let end = recovery
  while ((intervals[end]?.from ?? Number.POSITIVE_INFINITY) < backAt + supportMs) end += 1
  const isNear = ({ minor }: PriceInterval): boolean => !isReduced(minor, usual) && !isReduced(usual, minor)
  const isBack = ({ minor }: PriceInterval): boolean => !isReduced(minor, usual)
  return (
    shareOfTime(intervals.slice(first, cut), fellAt - supportMs, fellAt, isNear) >= minShareBefore &&
    shareOfTime(intervals.slice(recovery, end), backAt, backAt + supportMs, isBack) >= minShareAfter
  )
}

/** Returns the share of the known time between two times at which the price fits; 1 where no time is known. */
function shareOfTime(
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
