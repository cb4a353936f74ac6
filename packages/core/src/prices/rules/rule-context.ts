import { fromMinor, type Money } from '../../money/index.js'
import { defined } from '../../options/index.js'
import { dayMs } from '../../time/index.js'
import { analyzeHistory } from '../history.js'
import type { HistoryPoint } from '../pack.js'
import { countKnownDays } from '../price-change.js'
import { findSales } from '../sale.js'
import { buildTimeline, type Timeline, unavailable } from '../timeline.js'
import type { WasPriceVerdict } from '../was-price.js'

/** What rules ask about one moment of a history. What takes work is done when it is asked for. */
export interface RuleContext {
  readonly at: number
  /** The price, where one was read and the product can be had. */
  readonly price?: Money
  /** Whether the product is known not to be had. */
  readonly isUnavailable: boolean
  /** When the sale that is on began; `undefined` when none is. */
  saleStartedAt(): number | undefined
  /** The lowest price of so many days before, where half of them are known. */
  lowestOf(days: number): Money | undefined
  /** What is to be thought of the "was" price; `undefined` when none is advertised. */
  wasPrice(): WasPriceVerdict | undefined
}

/** The facts of the last of some points in order of time. */
export function createRuleContext(
  points: readonly HistoryPoint[],
  point: HistoryPoint,
  saleStartedAt?: () => number | undefined,
): RuleContext {
  const { at, price, availability } = point
  const isUnavailable = unavailable.includes(availability)
  const timeline = once(() => buildTimeline(points, at))
  return {
    at,
    isUnavailable,
    ...defined({ price: price && !isUnavailable ? price : undefined }),
    saleStartedAt: saleStartedAt ?? (() => saleAt(timeline(), at)),
    lowestOf: (days) => lowestOf(timeline(), at, days),
    wasPrice: () => (point.wasPrice ? analyzeHistory(points, { now: at }).wasPrice : undefined),
  }
}

function saleAt(timeline: Timeline | undefined, at: number): number | undefined {
  const sale = timeline && findSales(timeline, at).at(-1)
  return sale?.endedAt === undefined ? sale?.startedAt : undefined
}

function lowestOf(timeline: Timeline | undefined, at: number, days: number): Money | undefined {
  if (!timeline || countKnownDays(timeline, at, days) < days / 2) return undefined
  let lowest: bigint | undefined
  for (const { from, to, minor } of timeline.intervals)
    if (to > at - days * dayMs && from < at && (lowest === undefined || minor < lowest)) lowest = minor
  return lowest === undefined ? undefined : fromMinor(lowest, timeline.currency)
}

function once<Result>(work: () => Result): () => Result {
  let done: { readonly result: Result } | undefined
  return () => {
    done ??= { result: work() }
    return done.result
  }
}
