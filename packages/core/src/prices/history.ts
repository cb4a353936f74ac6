import { ValidationError } from '../errors/index.js'
import type { Money } from '../money/index.js'
import { minorDigits } from '../money/index.js'
import type { PricePoint } from './product.js'
import { type Sale, saleAt } from './sale.js'
import { dayMs, extreme, type Held, timeline, usualPrice } from './timeline.js'
import { type Trend, trendOf } from './trend.js'
import { judgeWasPrice, type WasVerdict } from './was-price.js'

/** How a history is judged. */
export interface HistoryAnalysisOptions {
  /** The time to judge from, in epoch milliseconds; later points are left out. */
  readonly now: number
  /** An advertised "was" price to judge. @default the one of the newest point, where it has one */
  readonly wasPrice?: Money
}

/** A price and when it was first seen. */
export interface SeenPrice {
  readonly price: Money
  readonly at: number
}

/** What a price history says. What is not known is absent. */
export interface HistoryAnalysis {
  /** How many points have a price in the currency of the newest one; only these are judged. */
  readonly priced: number
  /** The newest price; absent when the newest point has none. */
  readonly current?: SeenPrice
  readonly lowest?: SeenPrice
  readonly highest?: SeenPrice
  /** The price that was in force longest in the last 90 days. */
  readonly usual?: Money
  /** How often the price changed. */
  readonly changes: number
  readonly trend: Trend
  /** The reduction that is on now. */
  readonly sale?: Sale
  /** Whether the advertised "was" price was ever asked. */
  readonly was?: WasVerdict
  /** The most important of it, in words. */
  readonly summary: string
}

/**
 * Says what a price history means. A price counts as known from the point at which it was seen until the next point, for
 * seven days at most; what lies beyond is a gap, and a point without a price begins one. Points may come in any order.
 *
 * @throws `ValidationError` when `now` is not a time.
 * @example
 * ```ts
 * import { analyzeHistory } from '@telltale/core/prices'
 *
 * const price = { amount: '100.00', currency: 'EUR' }
 * const { usual, sale, summary } = analyzeHistory([{ at: Date.UTC(2026, 0, 1), price }], { now: Date.UTC(2026, 0, 2) })
 * ```
 */
export function analyzeHistory(
  points: readonly PricePoint[],
  options: HistoryAnalysisOptions,
): HistoryAnalysis {
  const { now, wasPrice } = parseNow(options)
  const held = timeline(points, now)
  const newest = newestPoint(points, now)
  const last = held.at(-1)
  const current = newest?.price && last
  const [lowest, highest] = [extreme(held, 1), extreme(held, -1)]
  const usual = usualPrice(held, now - 90 * dayMs, now + 1)
  const sale = current && saleAt(held, now)
  const claimed = wasPrice ?? newest?.wasPrice
  const was =
    current &&
    claimed?.currency === current.price.currency &&
    judgeWasPrice(held, claimed, sale?.since ?? current.at)
  const known = {
    priced: held.length,
    changes: held.filter(({ minor }, index) => index > 0 && minor !== held[index - 1]?.minor).length,
    trend: trendOf(held, 10 ** minorDigits(last?.price.currency ?? '')),
    ...(current && { current: seen(current) }),
    ...(lowest && { lowest: seen(lowest) }),
    ...(highest && { highest: seen(highest) }),
    ...(usual && { usual: usual.price }),
    ...(sale && { sale }),
    ...(was && { was }),
  }
  return { ...known, summary: inWords(known) }
}

const seen = ({ price, at }: Held): SeenPrice => ({ price, at })

function parseNow(options: HistoryAnalysisOptions): HistoryAnalysisOptions {
  if (Number.isFinite(options?.now)) return options
  throw new ValidationError('analyzeHistory', [{ path: 'now', message: 'expected epoch milliseconds' }])
}

function newestPoint(points: readonly PricePoint[], now: number): PricePoint | undefined {
  return points.reduce<PricePoint | undefined>(
    (newest, point) => (point.at <= now && point.at >= (newest?.at ?? point.at) ? point : newest),
    undefined,
  )
}

function inWords({
  priced,
  current,
  lowest,
  highest,
  usual,
  sale,
  trend,
}: Omit<HistoryAnalysis, 'summary'>): string {
  if (!lowest || !highest) return 'no price was seen yet'
  const spread =
    lowest.price.amount === highest.price.amount
      ? `always ${lowest.price.amount} ${lowest.price.currency}`
      : `${lowest.price.amount} to ${highest.price.amount} ${lowest.price.currency}, usually ${usual?.amount ?? 'unknown'}`
  const now = !current
    ? 'now unknown'
    : sale
      ? `now ${current.price.amount}, ${sale.depthPercent} % below the usual ${sale.usual.amount}`
      : `now ${current.price.amount}`
  const heading = trend.direction === 'rising' || trend.direction === 'falling' ? `, ${trend.direction}` : ''
  return `${now}; ${spread} in ${priced} sightings${heading}`
}
