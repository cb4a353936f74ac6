import { fromMinor, type Money } from '../../money/index.js'
import { defined } from '../../options/checks.js'
import { dayMs } from '../../time/index.js'
import { wasPriceVerdict } from '../history.js'
import type { HistoryPoint } from '../pack.js'
import { countKnownDays } from '../price-change.js'
import { findSales } from '../sale.js'
import { buildTimeline, isUnavailable, type Timeline } from '../timeline.js'
import type { WasPriceVerdict } from '../was-price.js'

/** The facts that rules ask about one observation. Expensive ones are computed on demand. */
export interface RuleContext {
  /** The time of the observation, in epoch milliseconds. */
  readonly at: number
  /** The price; absent when none was read or the product is not available. */
  readonly price?: Money
  /** `true` when the product is known to be unavailable. */
  readonly isUnavailable: boolean
  /** Returns the start of the sale that is on; `undefined` when none is. */
  saleStartedAt(): number | undefined
  /** Returns the lowest price of the last `days`; `undefined` when fewer than half of them are known. */
  lowestOf(days: number): Money | undefined
  /** Returns the verdict on the "was" price; `undefined` when none is advertised. */
  wasPrice(): WasPriceVerdict | undefined
}

/** Makes the context of an observation, which is the last of `points`. */
export function createRuleContext(
  points: readonly HistoryPoint[],
  point: HistoryPoint,
  saleStartedAt?: () => number | undefined,
): RuleContext {
  const { at, price, availability } = point
  const isGone = isUnavailable(availability)
  const timeline = once(() => buildTimeline(points, at))
  return {
    at,
    isUnavailable: isGone,
    ...defined({ price: isGone ? undefined : price }),
    saleStartedAt: saleStartedAt ?? (() => currentSaleStart(timeline(), at)),
    lowestOf: (days) => lowestOf(timeline(), at, days),
    wasPrice: () => {
      const known = point.wasPrice && timeline()
      return known && wasPriceVerdict(known, at)
    },
  }
}

function currentSaleStart(timeline: Timeline | undefined, at: number): number | undefined {
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

/** Wraps work so that it is done at most once, when its result is first asked for. */
function once<Result>(work: () => Result): () => Result {
  let done: { readonly result: Result } | undefined
  return () => {
    done ??= { result: work() }
    return done.result
  }
}
