import { fromMinor, type Money } from '../money/index.js'
import { defined } from '../options/checks.js'
import { dayMs } from '../time/index.js'
import type { PriceInterval, PriceRun, Timeline, TimeRange } from './timeline.js'

/**
 * The length in days of the period that the prior price of a reduction is taken from: Directive 98/6/EC, Article 6a,
 * paragraph 2.
 */
export const priorPriceDays = 30

/** A change of the price, with the prior price before it. */
export interface PriceChange {
  /**
   * The time at which the new price was first seen; after a cut in several steps, that of the first step. In epoch
   * milliseconds.
   */
  readonly startedAt: number
  /** The lowest known price of the 30 days before; absent when none is known. */
  readonly lowestBefore?: Money
  /** The number of these 30 days, 0 to 30, on which a price is known, or that the product was not for sale. */
  readonly knownDays: number
}

/** The last change of the price, up or down. */
export interface DirectedPriceChange extends PriceChange {
  /** `true` when the price fell. */
  readonly isFall: boolean
}

/**
 * Finds the start of the current price and the lowest price of the 30 days before it; `undefined` when the price
 * never changed.
 *
 * The start is that of the sale that is on, or else that of the current price. It moves back over the steps of a
 * progressive reduction, whose prior price is the one before the first step (Article 6a, paragraph 5). A price that
 * held for 30 days is not a step. Later prices do not count, so that a sale is never its own prior price.
 */
export function findLastPriceChange(timeline: Timeline, saleSince?: number): DirectedPriceChange | undefined {
  const { runs } = timeline
  const current =
    saleSince === undefined ? runs.length - 1 : runs.findLastIndex(({ from }) => from <= saleSince)
  let base = current
  while (isCut(runs, base) && (base === current || !isLongRun(runs[base]))) base -= 1
  const isFall = base < current
  const startedAt = runs[isFall ? base + 1 : current]?.from
  if (startedAt === undefined || current < 1) return undefined
  const start = startedAt - priorPriceDays * dayMs
  let lowest: bigint | undefined
  for (let index = timeline.intervals.length - 1; index >= 0; index--) {
    const { from, to, minor } = timeline.intervals[index] as PriceInterval
    if (to <= start) break
    if (from < startedAt && (lowest === undefined || minor < lowest)) lowest = minor
  }
  return {
    startedAt,
    isFall,
    ...defined({ lowestBefore: lowest === undefined ? undefined : fromMinor(lowest, timeline.currency) }),
    knownDays: countKnownDays(timeline, startedAt),
  }
}

/** Counts the days among the last `days` before `end` of which something is known. */
export function countKnownDays(
  { intervals, notForSale }: Timeline,
  end: number,
  days = priorPriceDays,
): number {
  const isKnown = new Uint8Array(days)
  for (const ranges of [intervals, notForSale])
    for (let index = ranges.length - 1; index >= 0; index--) {
      const { from, to } = ranges[index] as TimeRange
      if (to <= end - days * dayMs) break
      let day = Math.floor((end - Math.min(to, end)) / dayMs)
      for (; day < days && end - day * dayMs > from; day += 1) isKnown[day] = 1
    }
  return isKnown.reduce((count, known) => count + known, 0)
}

function isCut(runs: readonly PriceRun[], index: number): boolean {
  const [before, after] = [runs[index - 1], runs[index]]
  return before !== undefined && after !== undefined && before.minor > after.minor
}

const isLongRun = (run: PriceRun | undefined): boolean =>
  run !== undefined && run.to - run.from >= priorPriceDays * dayMs
