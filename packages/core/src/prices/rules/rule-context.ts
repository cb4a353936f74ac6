import { fromMinor, type Money, toMinor } from '../../money/index.js'
import { defined } from '../../options/checks.js'
import { dayMs } from '../../time/index.js'
import { newestClaim } from '../history.js'
import type { HistoryPoint } from '../pack.js'
import { countKnownDays } from '../price-change.js'
import type { Availability } from '../product.js'
import { followSales, type SaleHistory, saleOn } from '../sale.js'
import { isUnavailable, type PriceInterval, type Timeline } from '../timeline.js'
import { buildTimeline } from '../timeline-builder.js'
import { judgeClaim, judgeWasPrice, type WasPriceVerdict } from '../was-price.js'

/** The lowest and the highest price of some days. */
export interface PriceRange {
  readonly lowest: Money
  /** The time until which it was last asked, in epoch milliseconds. */
  readonly lowestUntil: number
  readonly highest: Money
  /** The time at which these days end, in epoch milliseconds. */
  readonly until: number
}

/** The facts that rules ask about one observation. Expensive ones are computed on demand. */
export interface RuleContext {
  /** The time of the observation, in epoch milliseconds. */
  readonly at: number
  /** The price; absent when none was read, the product is not available, or a second reading must confirm it. */
  readonly price?: Money
  /** `true` when the price is too far from the one before, and a second reading must confirm it. */
  readonly isUnconfirmed: boolean
  /** The availability; absent when the page does not say it. */
  readonly availability?: Availability
  /** Returns the start of the sale that is on; `undefined` when none is, or when it only repeats the one before. */
  saleStartedAt(): number | undefined
  /**
   * Returns the prices of the `days` before a time, by default that of the current price; `undefined` when fewer than half
   * of them are known.
   */
  rangeOf(days: number, until?: number): PriceRange | undefined
  /** Returns `true` for a price that a later reading showed to be a misreading. */
  isMisread(price: Money): boolean
  /** Returns the verdict on the "was" price; `undefined` when none is advertised. */
  wasPriceVerdict(): WasPriceVerdict['verdict'] | undefined
  /** Returns what the verdict says, with its reason and its patterns. */
  wasPrice(): WasPriceVerdict | undefined
}

/** Makes the context of an observation, which is the last of `points`. */
export function createRuleContext(points: readonly HistoryPoint[], point: HistoryPoint): RuleContext {
  const timeline = once(() => buildTimeline(points, point.at))
  return contextOf(point, {
    timeline,
    sales: once(() => {
      const known = timeline()
      return known && followSales(known, point.at)
    }),
    isHeld: () => timeline()?.unconfirmed?.at === point.at,
  })
}

/** The history that an observation is seen in. */
export interface ObservedHistory {
  timeline(): Timeline | undefined
  /** Returns the sales that were known at the time of the observation. */
  sales(): SaleHistory | undefined
  /** Returns `true` when a second reading must confirm the price. */
  isHeld(): boolean
}

/** Makes the context of an observation from the history that it ends. */
export function contextOf(point: HistoryPoint, { timeline, sales, isHeld }: ObservedHistory): RuleContext {
  const { at, availability } = point
  const isOffered = point.price !== undefined && !isUnavailable(availability)
  const isUnconfirmed = isOffered && isHeld()
  const isCounted = isOffered && !isUnconfirmed
  const claim = once(() => {
    const known = isCounted && point.wasPrice ? timeline() : undefined
    return known && newestClaim(known, () => sales() as SaleHistory, at)
  })
  return {
    at,
    isUnconfirmed,
    ...defined({ price: isCounted ? point.price : undefined, availability }),
    saleStartedAt: () => announcedSale(sales(), at),
    rangeOf: (days, until) => rangeOf(timeline(), days, until),
    isMisread: (price) => wasMisread(timeline(), price),
    wasPriceVerdict: () => {
      const claimed = claim()
      return claimed && judgeClaim(claimed).verdict
    },
    wasPrice: () => {
      const claimed = claim()
      return claimed && judgeWasPrice(claimed)
    },
  }
}

/** Returns the start of the sale that is on at a time, if it was announced by then. */
function announcedSale(history: SaleHistory | undefined, now: number): number | undefined {
  const sale = history && saleOn(history.sales, now)
  return sale && (sale.announcedAt ?? Number.POSITIVE_INFINITY) <= now ? sale.startedAt : undefined
}

function rangeOf(
  timeline: Timeline | undefined,
  days: number,
  until = timeline?.newestSince ?? 0,
): PriceRange | undefined {
  if (!timeline || countKnownDays(timeline, until, days) < days / 2) return undefined
  const { intervals, currency } = timeline
  let [lowest, highest]: (bigint | undefined)[] = []
  let lowestUntil = until
  for (let index = intervals.length - 1; index >= 0; index--) {
    const { from, to, minor } = intervals[index] as PriceInterval
    if (to <= until - days * dayMs) break
    if (from >= until) continue
    if (lowest === undefined || minor < lowest) {
      lowest = minor
      lowestUntil = to
    }
    if (highest === undefined || minor > highest) highest = minor
  }
  if (lowest === undefined || highest === undefined) return undefined
  return {
    lowest: fromMinor(lowest, currency),
    lowestUntil,
    highest: fromMinor(highest, currency),
    until,
  }
}

function wasMisread(timeline: Timeline | undefined, price: Money): boolean {
  if (!timeline || timeline.misread.length === 0) return false
  const minor = toMinor(price)
  return (
    timeline.misread.some((each) => each.minor === minor) &&
    timeline.samples.every((each) => each.minor !== minor)
  )
}

/** Wraps work so that it is done at most once, when its result is first asked for. */
function once<Result>(work: () => Result): () => Result {
  let done: { readonly result: Result } | undefined
  return () => {
    done ??= { result: work() }
    return done.result
  }
}
