import { z } from 'zod'
import { fromMinor, type Money, toMinor } from '../money/index.js'
import { defined, type OptionsShape, parseOptions } from '../options/index.js'
import { advise } from './advice.js'
import type { CurrentPrice, HistoryAnalysis, ObservedPrice } from './analysis.js'
import { findChangePoints } from './change-points.js'
import { findPackChange, type HistoryPoint, unitPriceOf } from './pack.js'
import { parsePoints, priceOption, timestampOption } from './parse-points.js'
import {
  countKnownDays,
  type DirectedPriceChange,
  findLastPriceChange,
  type PriceChange,
} from './price-change.js'
import { reviewSales } from './review-sales.js'
import { currentSale, findSales, type PastSale, toPastSale } from './sale.js'
import { findSeasonality } from './seasonality.js'
import { percentileOf, volatilityPercent } from './spread.js'
import { summarize } from './summary.js'
import { buildTimeline, type PriceRun, type PriceSample, priceValidityMs, type Timeline } from './timeline.js'
import { findTrends, pricesByDay } from './trend/trend.js'
import { createPriceWindow } from './usual-price.js'
import { judgeWasPrice } from './was-price.js'

/** How a history is judged. */
export interface AnalyzeHistoryOptions {
  /** The time now, in epoch milliseconds. Points after it are left out. */
  readonly now: number
  /** The "was" price that the shop advertises now. @default that of the newest price */
  readonly wasPrice?: Money
  /** When the product was first offered, in epoch milliseconds: before that it is known not to have been for sale. */
  readonly offeredSince?: number
}

const schema = z.strictObject({
  now: timestampOption,
  wasPrice: priceOption.exactOptional(),
  offeredSince: timestampOption.exactOptional(),
} satisfies OptionsShape<AnalyzeHistoryOptions>)

/** How the sales of a history are looked for. */
export interface DetectSalesOptions {
  /** The time now, in epoch milliseconds. Points after it are left out. @default the time of the last point */
  readonly now?: number
}

const detectSchema = z.strictObject({
  now: timestampOption.optional(),
} satisfies OptionsShape<DetectSalesOptions>)

/**
 * Says what a price history means: the current, lowest, highest and usual price, the trend, whether a sale is on and how
 * deep it really is, and whether an advertised "was" price was ever asked. Pure: the time comes in as `now`.
 *
 * A price holds from when it was seen until the next point, but at most for eight days, a week and a day; after that it
 * is unknown. A point without a price, or at which the product is out of stock, sold out or discontinued, ends the price
 * before it. Points may be in any order; of several at one moment the lowest price counts, and points after `now` do not.
 * Prices in another currency than the newest are left out, which `otherCurrencies` says. An empty history is an analysis
 * that knows nothing.
 *
 * @throws `ValidationError` naming the point or option that is wrong.
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
  const { now, wasPrice, offeredSince } = parseOptions('analyzeHistory', schema, options)
  const timeline = buildTimeline(parsePoints('analyzeHistory', points), now, offeredSince)
  const analysis = timeline ? analyze(timeline, now, wasPrice) : nothing
  return { ...analysis, summary: summarize(analysis) }
}

/**
 * Returns the sales of a whole history, the oldest first: when each began and ended, how deep it was against the usual
 * price and why it ended. Looks back on all of it: a sale is what {@link analyzeHistory} would have called one at the
 * time, unless the usual price did not come back within 90 days, which was a lasting cut; and any other fall of 5 % or more that
 * was undone within 90 days, from a price that was asked for a week or so and was really back. Pure.
 *
 * @throws `ValidationError` naming the point or option that is wrong.
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
  const { now = read.reduce((last, { at }) => Math.max(last, at), -Infinity) } = parseOptions(
    'detectSales',
    detectSchema,
    options,
  )
  const timeline = buildTimeline(read, now)
  if (!timeline) return []
  return reviewSales(timeline, now).map((sale) => toPastSale(sale, timeline.currency))
}

type Judged = Omit<HistoryAnalysis, 'summary'>

const nothing: Judged = {
  knownDays: 0,
  changeCount: 0,
  trend: { direction: 'unknown', days: 0 },
  changePoints: [],
}

const recentDays = 90

function analyze(timeline: Timeline, now: number, advertised?: Money): Judged {
  const { currency, otherCurrencies, newest, runs, samples, points } = timeline
  const current = now - newest.at <= priceValidityMs ? currentPrice(timeline) : undefined
  const daily = pricesByDay(samples, now)
  const usual = usualPrice(timeline, now)
  const volatility = volatilityPercent(timeline.intervals, now)
  const seasonality = findSeasonality(timeline)
  const packChange = findPackChange(points, currency)
  const seen = ({ at, minor }: PriceSample): ObservedPrice => ({ price: fromMinor(minor, currency), at })
  return {
    currency,
    ...defined({ otherCurrencies: otherCurrencies.length > 0 ? otherCurrencies : undefined, current }),
    lowest: seen(samples.reduce((lowest, each) => (each.minor < lowest.minor ? each : lowest))),
    highest: seen(samples.reduce((highest, each) => (each.minor > highest.minor ? each : highest))),
    ...defined({
      usual: usual === undefined ? undefined : fromMinor(usual, currency),
      volatilityPercent: volatility,
    }),
    knownDays: countKnownDays(timeline, now, recentDays),
    changeCount: runs.length - 1,
    ...findTrends(daily, currency),
    changePoints: findChangePoints(daily, currency),
    ...defined({ seasonality }),
    ...(current && judgeCurrent(timeline, current, now, advertised)),
    ...defined({ packChange }),
  }
}

/** What can be said only while the price is known. */
function judgeCurrent(
  timeline: Timeline,
  current: CurrentPrice,
  now: number,
  advertised?: Money,
): Partial<Judged> {
  const { newest, intervals } = timeline
  const sale = currentSale(findSales(timeline, now), timeline)
  const change = findLastPriceChange(timeline, sale?.startedAt)
  const percentile = percentileOf(toMinor(current.price), intervals, now)
  const advice = advise(timeline, now)
  const claimed = advertised ?? newest.wasPrice
  const wasPrice = claimed && fromMinor(toMinor(claimed), claimed.currency)
  return defined({
    percentile,
    reduction: change?.isFall ? withoutDirection(change) : undefined,
    sale,
    wasPrice: wasPrice ? judgeWasPrice(wasPrice, current.price, timeline, now, change) : undefined,
    advice,
    unitPrice: newest.pack ? unitPriceOf(current.price, newest.pack) : undefined,
  })
}

function currentPrice({ currency, newest, runs }: Timeline): CurrentPrice {
  const { minor, from } = runs.at(-1) as PriceRun // always there: a timeline has one at least
  return { price: fromMinor(minor, currency), at: from, seenAt: newest.at }
}

function usualPrice({ intervals }: Timeline, now: number): bigint | undefined {
  const window = createPriceWindow(intervals, now)
  window.moveTo(now)
  return window.usual()
}

const withoutDirection = ({ isFall: _, ...change }: DirectedPriceChange): PriceChange => change
