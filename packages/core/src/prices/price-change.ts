import { fromMinor, type Money } from '../money/index.js'
import { defined } from '../options/index.js'
import { dayMs } from '../time/index.js'
import type { PriceRun, Timeline, TimeRange } from './timeline.js'

/** How far back the prior price of a reduction is looked for: Directive 98/6/EC, Article 6a, paragraph 2. */
export const priorPriceDays = 30

/** How a price came to be what it is. */
export interface PriceChange {
  /** When it was first seen or, after a fall in several steps, the first of them; in epoch milliseconds. */
  readonly startedAt: number
  /** The lowest price of the 30 days before, as far as they are known; absent when nothing is. */
  readonly lowestBefore?: Money
  /** On how many of these 30 days it is known, at some time, what the price was or that the product was not for sale. */
  readonly knownDays: number
}

/** The last change of the price, up or down. */
export interface DirectedPriceChange extends PriceChange {
  readonly isFall: boolean
}

/**
 * Finds when the present price began, and the lowest price of the 30 days before; `undefined` while the price has never
 * been seen to change.
 *
 * The beginning is that of the sale, if one is on, or else of the price; and it is moved back over the steps of a
 * progressive reduction, whose prior price is the one before the first (Article 6a, paragraph 5). A price that was asked
 * for 30 days is no step. What happens after the beginning does not count, so a sale is never its own prior price.
 */
export function findLastPriceChange(timeline: Timeline, saleSince?: number): DirectedPriceChange | undefined {
  const { runs } = timeline
  const present =
    saleSince === undefined ? runs.length - 1 : runs.findLastIndex(({ from }) => from <= saleSince)
  let base = present
  while (fellTo(runs, base) && (base === present || !isLong(runs[base]))) base -= 1
  const isFall = base < present
  const startedAt = runs[isFall ? base + 1 : present]?.from
  if (startedAt === undefined || present < 1) return undefined
  const start = startedAt - priorPriceDays * dayMs
  const [lowest] = timeline.intervals
    .filter(({ from, to }) => from < startedAt && to > start)
    .map(({ minor }) => minor)
    .sort((one, other) => (one < other ? -1 : 1))
  return {
    startedAt,
    isFall,
    ...defined({ lowestBefore: lowest === undefined ? undefined : fromMinor(lowest, timeline.currency) }),
    knownDays: countKnownDays(timeline, startedAt),
  }
}

/** How many of the last `days` before `end` are known at some time. */
export function countKnownDays(
  { intervals, notForSale }: Timeline,
  end: number,
  days = priorPriceDays,
): number {
  const known = new Set<number>()
  for (const spans of [intervals, notForSale])
    for (let index = spans.length - 1; index >= 0; index--) {
      const { from, to } = spans[index] as TimeRange
      if (to <= end - days * dayMs) break
      let day = Math.floor((end - Math.min(to, end)) / dayMs)
      for (; day < days && end - day * dayMs > from; day += 1) known.add(day)
    }
  return known.size
}

function fellTo(runs: readonly PriceRun[], index: number): boolean {
  const [before, after] = [runs[index - 1], runs[index]]
  return before !== undefined && after !== undefined && before.minor > after.minor
}

const isLong = (run: PriceRun | undefined): boolean =>
  run !== undefined && run.to - run.from >= priorPriceDays * dayMs
