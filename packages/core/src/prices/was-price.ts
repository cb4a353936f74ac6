import { compareMoney, fromMinor, type Money, toMinor } from '../money/index.js'
import { defined } from '../options/checks.js'
import { dayMs } from '../time/index.js'
import { formatDate, formatMoney } from './format.js'
import { shareBelow } from './percentile.js'
import { countKnownDays, type DirectedPriceChange, priorPriceDays } from './price-change.js'
import type { Rise } from './sale.js'
import type { PriceRun, Timeline } from './timeline.js'

/** The verdict on an advertised "was" price. */
export interface WasPriceVerdict {
  /** The advertised price. */
  readonly price: Money
  /**
   * The verdict:
   *
   * - `honest`: no lower price was asked in the 30 days before the cut, of which at least half are known
   * - `inflated`: a lower price was asked in those 30 days, or in the 30 days before the price rose to its current level
   * - `unsupported`: no cut was seen, and at least half of the last 30 days are known
   * - `unknown`: too little is known, no price was asked in those 30 days, or the "was" price is not above the current one
   */
  readonly verdict: 'honest' | 'inflated' | 'unsupported' | 'unknown'
  /**
   * The number of the 30 days behind the verdict of which something is known; absent when the claim cannot be judged.
   */
  readonly knownDays?: number
  /**
   * Misleading patterns, whatever the verdict is; absent when there are none.
   *
   * - `raised-before-cut`: in the 90 days before the cut the price rose 5 % or more above the usual one, and stayed there
   *   until it was cut. The law looks back on 30 days only, so that the verdict may be `honest`
   * - `permanent-sale`: for at least 80 % of the known time since the "was" price was first asked (60 to 365 days)
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

/** The days before a cut in which a raise is looked for. */
const raiseDays = 90

/** The maximum time for which a permanent sale is looked for. */
const yearMs = 365 * dayMs

/** A verdict without its patterns. */
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
  /** The rises of the price, with what was usual before each. */
  readonly rises: readonly Rise[]
}

/** Judges a "was" price and looks for misleading patterns. */
export function judgeWasPrice(claim: WasPriceClaim): WasPriceVerdict {
  const { wasPrice, currentPrice } = claim
  const judged = judgeClaim(claim)
  const isHigher = wasPrice.currency === currentPrice.currency && compareMoney(wasPrice, currentPrice) > 0
  const found = isHigher ? [...findRaise(claim), ...findPermanentSale(claim)] : []
  const patterns = found.map(({ pattern }) => pattern)
  return {
    price: wasPrice,
    ...judged,
    ...defined({ patterns: patterns.length > 0 ? patterns : undefined }),
    reason: [judged.reason, ...found.map(({ reason }) => reason)].join('; '),
  }
}

interface FoundPattern {
  readonly pattern: WasPricePattern
  readonly reason: string
}

/**
 * Finds a rise to 5 % or more above the usual price, in the 90 days before the price was cut, from which it did not come
 * back before.
 */
function findRaise({ timeline, change, rises }: WasPriceClaim): readonly FoundPattern[] {
  if (!change?.isFall) return []
  const { runs, currency } = timeline
  const fellAt = change.startedAt
  const start = fellAt - raiseDays * dayMs
  let lowest: bigint | undefined
  let next = rises.findLastIndex(({ at }) => at < fellAt)
  for (let index = runs.findLastIndex(({ from }) => from < fellAt); index > 0; index--) {
    const { from, minor } = runs[index] as PriceRun
    if (from <= start) break
    if (lowest === undefined || minor < lowest) lowest = minor
    while (next >= 0 && (rises[next] as Rise).at > from) next -= 1
    const rise = rises[next]
    if (rise?.at !== from || rise.usual === undefined || lowest * 100n < rise.usual * 105n) continue
    const [usual, raised] = [fromMinor(rise.usual, currency), fromMinor(minor, currency)]
    const days = Math.round((fellAt - from) / dayMs)
    const reason =
      `the price was raised from the usual ${formatMoney(usual)} to ${formatMoney(raised)} on ${formatDate(from)}, ` +
      `${days} ${days === 1 ? 'day' : 'days'} before it was cut on ${formatDate(fellAt)}`
    return [{ pattern: 'raised-before-cut', reason }]
  }
  return []
}

/** Finds a price that was below the "was" price for most of the time since that was first asked. */
function findPermanentSale({ wasPrice, timeline, now }: WasPriceClaim): readonly FoundPattern[] {
  const { intervals } = timeline
  const minor = toMinor(wasPrice)
  const index = intervals.findIndex(({ minor: each, to }) => each >= minor && to > now - yearMs)
  const asked = intervals[index]
  if (!asked) return []
  const { share, knownMs } = shareBelow(minor, intervals.slice(index), now)
  if (share < permanentShare || knownMs < permanentDays * dayMs) return []
  const [below, known] = [share * knownMs, knownMs].map((ms) => Math.round(ms / dayMs))
  const reason =
    `since ${formatMoney(wasPrice)} was first asked, on ${formatDate(asked.from)}, the price was below it ` +
    `on ${below} of ${known} known days`
  return [{ pattern: 'permanent-sale', reason }]
}

/** Judges a "was" price by the lowest price of the 30 days before the current one began. */
export function judgeClaim({ wasPrice, currentPrice, timeline, now, change }: WasPriceClaim): Verdict {
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
