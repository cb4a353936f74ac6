import { fromMinor, type Money, toMinor } from '../money/index.js'
import * as check from '../options/check.js'
import { checkOptions, defined, omit, priceCheck, timeCheck } from '../options/checks.js'
import { advise } from './advice.js'
import type { CurrentPrice, HistoryAnalysis, ObservedPrice } from './analysis.js'
import { findChangePoints } from './change-points.js'
import { findPackChange, type HistoryPoint, unitPriceOf } from './pack.js'
import { parsePoints } from './parse-points.js'
import { percentileOf } from './percentile.js'
import { countKnownDays, type DirectedPriceChange, findLastPriceChange } from './price-change.js'
import { reviewSales } from './review-sales.js'
import { currentSale, followSales, type PastSale, type SaleHistory, toPastSale } from './sale.js'
import { findSeasonality } from './seasonality.js'
import { summarize } from './summary.js'
import { type PriceRun, type PriceSample, priceValidityMs, type Timeline } from './timeline.js'
import { buildTimeline } from './timeline-builder.js'
import { findTrends, pricesByDay } from './trend/trend.js'
import { volatilityPercent } from './volatility.js'
import { judgeWasPrice, type WasPriceClaim } from './was-price.js'

/** Options of {@link analyzeHistory}. */
export interface AnalyzeHistoryOptions {
  /** The current time in epoch milliseconds. Later points are left out. */
  readonly now: number
  /** The "was" price that the shop advertises now. @default that of the newest point */
  readonly wasPrice?: Money
  /**
   * The time at which the product was first offered, in epoch milliseconds: before it, it is known not to have been
   * for sale. @default unknown
   */
  readonly offeredSince?: number
}

const optionsCheck = check.strictObject({
  now: timeCheck,
  wasPrice: check.optional(priceCheck),
  offeredSince: check.optional(timeCheck),
} satisfies check.CheckShape<AnalyzeHistoryOptions>)

/** Options of {@link detectSales}. */
export interface DetectSalesOptions {
  /** The current time in epoch milliseconds. Later points are left out. @default the time of the last point */
  readonly now?: number
}

const detectCheck = check.strictObject({
  now: check.optional(timeCheck),
} satisfies check.CheckShape<DetectSalesOptions>)

/**
 * Analyzes a price history: the current, lowest, highest and usual price, the trend, the sale that is on and its real
 * depth, and whether an advertised "was" price was ever asked. Pure: the current time comes in as `now`.
 *
 * A price is valid from the time it was seen until the next point, and for eight days at most: a week and a day. After
 * that it is unknown. A point without a price, or at which the product is out of stock, sold out or discontinued, ends
 * the price before it. Points may be in any order. Of several at one time the lowest price counts. Prices in another
 * currency than the newest are left out and named in `otherCurrencies`. A price of more than three times the one
 * before, or less than a third of it, counts once a second reading agrees: until then it is `unconfirmed`, and one that
 * does not come again is `misread`. An empty history gives an analysis without figures.
 *
 * @throws `ValidationError` naming the invalid point or option.
 * @example
 * ```ts
 * const eur = (amount: string) => ({ amount, currency: 'EUR' })
 * const { sale, summary } = analyzeHistory(
 *   [
 *     { at: Date.UTC(2026, 9, 1), price: eur('100') },
 *     { at: Date.UTC(2026, 9, 8), price: eur('100') },
 *     { at: Date.UTC(2026, 9, 15), price: eur('70') },
 *   ],
 *   { now: Date.UTC(2026, 9, 16) },
 * )
 * sale // { startedAt: …, depthPercent: 30, price: 70.00 EUR, usual: 100.00 EUR }
 * ```
 */
export function analyzeHistory(
  points: readonly HistoryPoint[],
  options: AnalyzeHistoryOptions,
): HistoryAnalysis {
  const { now, wasPrice, offeredSince } = checkOptions('analyzeHistory', optionsCheck, options)
  const timeline = buildTimeline(parsePoints('analyzeHistory', points), now, offeredSince)
  const analysis = timeline ? analyze(timeline, now, wasPrice) : emptyAnalysis
  return { ...analysis, summary: summarize(analysis) }
}

/**
 * Returns the sales of a whole history, oldest first: the start and end of each, its depth against the usual price, and
 * the reason why it ended. Pure.
 *
 * It looks back on the whole history. A sale is what {@link analyzeHistory} would have reported at the time, unless the
 * usual price did not come back within 90 days: that was a permanent cut. It also finds any other cut of 5 % or more that
 * was reversed within 90 days, where the price before had been asked for about a week and really came back.
 *
 * @throws `ValidationError` naming the invalid point or option.
 * @example
 * ```ts
 * import { detectSales } from '@telltale/core/prices'
 *
 * const day = 86_400_000
 * const prices = ['100', '100', '100', '70', '70', '100']
 * const points = prices.map((amount, index) => ({ at: index * day, price: { amount, currency: 'EUR' } }))
 * const [sale] = detectSales(points)
 * sale // { startedAt: 3 * day, endedAt: 5 * day, ending: 'price-rose', depthPercent: 30, … }
 * ```
 */
export function detectSales(
  points: readonly HistoryPoint[],
  options: DetectSalesOptions = {},
): readonly PastSale[] {
  const read = parsePoints('detectSales', points)
  const { now = read.reduce((last, { at }) => Math.max(last, at), -Infinity) } = checkOptions(
    'detectSales',
    detectCheck,
    options,
  )
  const timeline = buildTimeline(read, now)
  if (!timeline) return []
  return reviewSales(timeline, now).map((sale) => toPastSale(sale, timeline.currency))
}

type AnalysisFigures = Omit<HistoryAnalysis, 'summary'>

const emptyAnalysis: AnalysisFigures = {
  knownDays: 0,
  changeCount: 0,
  trend: { direction: 'unknown', days: 0 },
  changePoints: [],
}

const recentDays = 90

function analyze(timeline: Timeline, now: number, advertised?: Money): AnalysisFigures {
  const { currency, otherCurrencies, newest, runs, samples, points, misread, unconfirmed } = timeline
  const current = now - newest.at <= priceValidityMs ? currentPrice(timeline) : undefined
  const daily = pricesByDay(samples, now)
  const history = followSales(timeline, now)
  const { usual, alternation } = history
  const observed = ({ at, minor }: PriceSample): ObservedPrice => ({ price: fromMinor(minor, currency), at })
  const currentFigures = current && analyzeCurrent({ timeline, history, now }, current, advertised)
  return {
    ...defined({
      currency,
      otherCurrencies: otherCurrencies.length > 0 ? otherCurrencies : undefined,
      current,
      unconfirmed: unconfirmed && observed(unconfirmed),
      misread: misread.length > 0 ? misread.map(observed) : undefined,
      lowest: observed(samples.reduce((lowest, each) => (each.minor < lowest.minor ? each : lowest))),
      highest: observed(samples.reduce((highest, each) => (each.minor > highest.minor ? each : highest))),
      usual: usual === undefined ? undefined : fromMinor(usual, currency),
      alternation,
      volatilityPercent: volatilityPercent(timeline.intervals, now),
      knownDays: countKnownDays(timeline, now, recentDays),
      changeCount: runs.length - 1,
      seasonality: findSeasonality(timeline),
      packChange: findPackChange(points, currency),
    }),
    ...findTrends(daily, currency),
    changePoints: findChangePoints(daily, currency),
    ...currentFigures,
  }
}

/** A timeline with the sales in it, at a moment. */
interface Followed {
  readonly timeline: Timeline
  readonly history: SaleHistory
  /** The moment, in epoch milliseconds. */
  readonly now: number
}

/** Returns the figures that exist only while the current price is known. */
function analyzeCurrent(
  { timeline, history, now }: Followed,
  current: CurrentPrice,
  advertised?: Money,
): Partial<AnalysisFigures> {
  const { newest, intervals } = timeline
  const sale = currentSale(history.sales, timeline, now)
  const change = findLastPriceChange(timeline, sale?.startedAt)
  const claimed = advertised ?? newest.wasPrice
  return defined({
    percentile: percentileOf(toMinor(current.price), intervals, now),
    reduction: change?.isFall ? omit(change, 'isFall') : undefined,
    sale,
    wasPrice: claimed && judgeWasPrice(claimOn(claimed, { timeline, history, now }, change)),
    ...advise(timeline, now),
    unitPrice: newest.pack ? unitPriceOf(current.price, newest.pack) : undefined,
  })
}

/** Returns the newest "was" price with what it is judged by; `undefined` when there is none, or no current price. */
export function newestClaim(
  timeline: Timeline,
  sales: () => SaleHistory,
  now: number,
): WasPriceClaim | undefined {
  const { newest } = timeline
  if (!newest.wasPrice || now - newest.at > priceValidityMs) return undefined
  const history = sales()
  const change = findLastPriceChange(timeline, currentSale(history.sales, timeline, now)?.startedAt)
  return claimOn(newest.wasPrice, { timeline, history, now }, change)
}

function claimOn(
  claimed: Money,
  { timeline, history, now }: Followed,
  change: DirectedPriceChange | undefined,
): WasPriceClaim {
  return {
    wasPrice: fromMinor(toMinor(claimed), claimed.currency),
    currentPrice: currentPrice(timeline).price,
    timeline,
    rises: history.rises,
    now,
    change,
  }
}

function currentPrice({ currency, newest, runs }: Timeline): CurrentPrice {
  const { minor, from } = runs.at(-1) as PriceRun // A timeline has at least one run.
  return { price: fromMinor(minor, currency), at: from, seenAt: newest.at }
}
