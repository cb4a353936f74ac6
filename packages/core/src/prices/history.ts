import { z } from 'zod'
import { fromMinor, type Money, toMinor } from '../money/index.js'
import { type OptionsShape, parseOptions } from '../options/index.js'
import type { CurrentPrice, HistoryAnalysis, SeenPrice } from './analysis.js'
import type { Availability, PricePoint } from './product.js'
import { findLastChange, type LastChange, type PriceChange } from './reduction.js'
import { findSale } from './sale.js'
import { summarize } from './summary.js'
import { layOut, longestHoldMs, type Run, type Sighting, type Timeline } from './timeline.js'
import { findTrend } from './trend.js'
import { openWindow } from './usual-price.js'
import { judgeWasPrice } from './was-price.js'

/** How a history is judged. */
export interface AnalyzeHistoryOptions {
  /** The time now, in epoch milliseconds. Points after it are left out. */
  readonly now: number
  /** The "was" price that the shop advertises now. @default that of the newest price */
  readonly wasPrice?: Money
}

const isPrice = (value: unknown): value is Money => {
  const { amount, currency = '' } = (value ?? {}) as Partial<Money>
  // An absent price is asked about as well; throwing and catching for each takes most of the time of an analysis.
  if (typeof amount !== 'string' || !/^[A-Z]{3}$/.test(currency)) return false
  try {
    return toMinor({ amount, currency }) >= 0n
  } catch {
    return false
  }
}

const price = z.custom<Money>(
  isPrice,
  "expected a price such as { amount: '1299.00', currency: 'INR' }, no finer than the currency's smallest unit",
)

/** What a `Date` can hold, so that every moment can be named. */
const moment = z.int().min(-8.64e15).max(8.64e15)

const point = z.object({
  at: moment,
  price: price.exactOptional(),
  wasPrice: price.exactOptional(),
  availability: z.custom<Availability>((value) => typeof value === 'string').exactOptional(),
} satisfies OptionsShape<PricePoint>)

const schema = z.strictObject({
  points: z.array(point),
  now: moment,
  wasPrice: price.exactOptional(),
} satisfies OptionsShape<AnalyzeHistoryOptions & { readonly points: readonly PricePoint[] }>)

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
  points: readonly PricePoint[],
  options: AnalyzeHistoryOptions,
): HistoryAnalysis {
  const { now, ...given } = parseOptions('analyzeHistory', schema, { ...options, points })
  const timeline = layOut(given.points, now)
  const analysis = timeline ? analyze(timeline, now, given.wasPrice) : nothing
  return { ...analysis, summary: summarize(analysis) }
}

const nothing: Omit<HistoryAnalysis, 'summary'> = { changeCount: 0, trend: { direction: 'unknown', days: 0 } }

function analyze(timeline: Timeline, now: number, advertised?: Money): Omit<HistoryAnalysis, 'summary'> {
  const { currency, otherCurrencies, newest, runs, sightings } = timeline
  const isCurrent = now - newest.at <= longestHoldMs
  const current = isCurrent ? currentPrice(timeline) : undefined
  const sale = isCurrent ? findSale(timeline, now) : undefined
  const change = isCurrent ? findLastChange(timeline, sale?.startedAt) : undefined
  const usual = usualPrice(timeline, now)
  const claimed = advertised ?? newest.wasPrice
  const wasPrice = claimed && fromMinor(toMinor(claimed), claimed.currency)
  const seen = ({ at, minor }: Sighting): SeenPrice => ({ price: fromMinor(minor, currency), at })
  return {
    currency,
    ...(otherCurrencies.length > 0 && { otherCurrencies }),
    ...(current && { current }),
    lowest: seen(sightings.reduce((lowest, each) => (each.minor < lowest.minor ? each : lowest))),
    highest: seen(sightings.reduce((highest, each) => (each.minor > highest.minor ? each : highest))),
    ...(usual !== undefined && { usual: fromMinor(usual, currency) }),
    changeCount: runs.length - 1,
    trend: findTrend(timeline, now),
    ...(change?.isFall && { reduction: withoutDirection(change) }),
    ...(sale && { sale }),
    ...(current &&
      wasPrice && {
        wasPrice: { price: wasPrice, ...judgeWasPrice(wasPrice, current.price, timeline, now, change) },
      }),
  }
}

function currentPrice({ currency, newest, runs }: Timeline): CurrentPrice {
  const { minor, from } = runs.at(-1) as Run // always there: a timeline has one at least
  return { price: fromMinor(minor, currency), at: from, seenAt: newest.at }
}

function usualPrice({ holds }: Timeline, now: number): bigint | undefined {
  const window = openWindow(holds)
  window.moveTo(now)
  return window.usual()
}

const withoutDirection = ({ isFall: _, ...change }: LastChange): PriceChange => change
