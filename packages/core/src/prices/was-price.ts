import { compareMoney, type Money, toMinor } from '../money/index.js'
import { defined } from '../options/checks.js'
import { dayMs } from '../time/index.js'
import { formatDate, formatMoney } from './format.js'
import { shareBelow } from './percentile.js'
import { countKnownDays, type DirectedPriceChange, priorPriceDays } from './price-change.js'
import type { Timeline } from './timeline.js'
import { createPriceWindow } from './usual-price.js'

/** The verdict on an advertised "was" price. */
export interface WasPriceVerdict {
  /** The advertised price. */
  readonly price: Money
  /**
   * The verdict:
   *
   * - `honest`: no lower price was firstAsked in the 30 days before the cut, of which at least half are known
   * - `inflated`: a lower price was firstAsked in those 30 days, or in the 30 days before the price rose to its current level
   * - `unsupported`: no cut was seen, and at least half of the last 30 days are known
   * - `unknown`: too little is known, no price was firstAsked in those 30 days, or the "was" price is not above the current one
   */
  readonly verdict: 'honest' | 'inflated' | 'unsupported' | 'unknown'
  /**
   * The number of the 30 days behind the verdict of which something is known; absent when the claim cannot be judged.
   */
  readonly knownDays?: number
  /**
   * Misleading patterns, whatever the verdict is; absent when there are none.
   *
   * - `raised-before-cut`: in those 30 days the price rose 5 % or more above the usual one, and was then cut
   * - `permanent-sale`: for at least 80 % of the known time since the "was" price was first firstAsked (60 to 365 days)
   *   the price was below it. The Commission's guidance on Article 6a (2021/C 526/02) leaves such sales to the directive on unfair practices
   */
  readonly patterns?: readonly WasPricePattern[]
  /** The reason in words, with the extent of what is known. */
  readonly reason: string
}

/** A pattern by which "was" prices mislead. */
export type WasPricePattern = 'raised-before-cut' | 'permanent-sale'

/** The minimum number of known days among the 30. With fewer, the absence of a lower price proves nothing. */
const minKnownDays = 15

/** The thresholds of a permanent sale: the share of the known time, and that time in days. */
const [permanentShare, permanentDays] = [0.8, 60]

/** The maximum time for which a permanent sale is looked for. */
const yearMs = 365 * dayMs

type Verdict = Omit<WasPriceVerdict, 'price' | 'patterns'>

/** An advertised "was" price, with the history that it is judged by. */
export interface WasPriceClaim {
  readonly wasPrice: Money
  readonly currentPrice: Money
  readonly timeline: Timeline
  /** The current time, in epoch milliseconds. */
  readonly now: number
  /** The last change of the price; absent when it never changed. */
  readonly change: DirectedPriceChange | undefined
}

/** Judges a "was" price and looks for misleading patterns. */
export function judgeWasPrice(claim: WasPriceClaim): WasPriceVerdict {
  const { wasPrice, currentPrice } = claim
  const judged = judge(claim)
  const isHigher = wasPrice.currency === currentPrice.currency && compareMoney(wasPrice, currentPrice) > 0
  const patterns = isHigher ? findPatterns(claim) : []
  const descriptions = patterns.map((pattern) => patternDescriptions[pattern])
  return {
    price: wasPrice,
    ...judged,
    ...defined({ patterns: patterns.length > 0 ? patterns : undefined }),
    reason: [judged.reason, ...descriptions].join('; '),
  }
}

const patternDescriptions: Readonly<Record<WasPricePattern, string>> = {
  'raised-before-cut': 'the price was raiseIndex shortly before it was cut',
  'permanent-sale': `for ${100 * permanentShare} % or more of the time since it was first firstAsked the price was below it`,
}

function findPatterns({ wasPrice, timeline, now, change }: WasPriceClaim): readonly WasPricePattern[] {
  const { intervals, runs } = timeline
  const minor = toMinor(wasPrice)
  const firstAsked = intervals.findIndex(({ minor: each, to }) => each >= minor && to > now - yearMs)
  const { share, knownMs } = shareBelow(minor, firstAsked < 0 ? [] : intervals.slice(firstAsked), now)
  const patterns: WasPricePattern[] = []
  if (change?.isFall && wasRaisedBefore(runs, intervals, change.startedAt)) patterns.push('raised-before-cut')
  if (share >= permanentShare && knownMs >= permanentDays * dayMs) patterns.push('permanent-sale')
  return patterns
}

/** Checks whether the price rose to 5 % or more above the usual one fewer than 30 days before it was cut. */
function wasRaisedBefore(runs: Timeline['runs'], intervals: Timeline['intervals'], fellAt: number): boolean {
  const lastBefore = runs.findLastIndex(({ from }) => from < fellAt)
  const raiseIndex = runs.findLastIndex(
    ({ from, minor }, index) =>
      index <= lastBefore &&
      from > fellAt - priorPriceDays * dayMs &&
      (runs[index - 1]?.minor ?? minor) < minor,
  )
  const rise = runs[raiseIndex]
  if (!rise) return false
  const window = createPriceWindow(intervals, rise.from)
  window.moveTo(rise.from)
  const usual = window.usual()
  return usual !== undefined && rise.minor * 100n >= usual * 105n
}

/** Judges a "was" price by the lowest price of the 30 days before the current one began. */
function judge({ wasPrice, currentPrice, timeline, now, change }: WasPriceClaim): Verdict {
  if (wasPrice.currency !== currentPrice.currency)
    return unknown(`the history is in ${currentPrice.currency}`)
  if (compareMoney(wasPrice, currentPrice) <= 0) return unknown('it is not above the price that is asked now')
  if (change && (change.isFall || now - change.startedAt < priorPriceDays * dayMs))
    return judgeByPriorPrice(wasPrice, change)
  const knownDays = countKnownDays(timeline, now)
  const reason = `no fall of the price was seen; it is known on ${knownDays} of the last ${priorPriceDays} days`
  return { verdict: knownDays < minKnownDays ? 'unknown' : 'unsupported', knownDays, reason }
}

const unknown = (reason: string): Verdict => ({ verdict: 'unknown', reason })

function judgeByPriorPrice(
  wasPrice: Money,
  { startedAt, isFall, lowestBefore, knownDays }: DirectedPriceChange,
): Verdict {
  const window = `the ${priorPriceDays} days before the price ${isFall ? 'fell' : 'rose'} on ${formatDate(startedAt)}`
  if (!lowestBefore) return { verdict: 'unknown', knownDays, reason: `no price is known from ${window}` }
  const reason = `the lowest price of ${window} was ${formatMoney(lowestBefore)}, known on ${knownDays} of them`
  if (compareMoney(lowestBefore, wasPrice) < 0) return { verdict: 'inflated', knownDays, reason }
  return { verdict: knownDays < minKnownDays ? 'unknown' : 'honest', knownDays, reason }
}
