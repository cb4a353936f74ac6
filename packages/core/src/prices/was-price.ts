import { compareMoney, type Money, toMinor } from '../money/index.js'
import { defined } from '../options/index.js'
import { dayMs } from '../time/index.js'
import { formatDate, formatMoney } from './format.js'
import { countKnownDays, type DirectedPriceChange, priorPriceDays } from './price-change.js'
import { shareBelow } from './spread.js'
import type { Timeline } from './timeline.js'
import { createPriceWindow } from './usual-price.js'

/** Whether an advertised "was" price stands up to what was seen. */
export interface WasPriceVerdict {
  /** The advertised price. */
  readonly price: Money
  /**
   * - `honest`: no lower price was asked in the 30 days before the price fell, and at least half of them are known
   * - `inflated`: a lower price was asked in those 30 days, or in the 30 before it rose to what it is now
   * - `unsupported`: no fall was seen, and at least half of the last 30 days are known
   * - `unknown`: too little is known, no price was asked in the 30 days, or nothing above the present price is claimed
   */
  readonly verdict: 'honest' | 'inflated' | 'unsupported' | 'unknown'
  /** On how many of the 30 days that it is judged by something is known; absent when it claims nothing that can be judged. */
  readonly knownDays?: number
  /**
   * What else speaks against it, whatever the verdict is; absent when nothing does.
   *
   * - `raised-before-cut`: in those 30 days the price rose 5 % or more above the usual one, and was then cut
   * - `permanent-sale`: for 80 % of the known time since it was first asked, of at least 60 days and at most the last 365,
   *   the price was below it. The Commission's guidance on Article 6a (2021/C 526/02) leaves such sales to the directive on unfair practices
   */
  readonly patterns?: readonly WasPricePattern[]
  /** Why, in words, with how much is known. */
  readonly reason: string
}

/** A way in which "was" prices mislead. */
export type WasPricePattern = 'raised-before-cut' | 'permanent-sale'

/** On so many of the 30 days the price must be known before silence about a lower one says anything. */
const leastKnownDays = 15

/** When a sale is permanent: the share of the known time, and that time in days. */
const [permanentShare, permanentDays] = [0.8, 60]

/** How far back a permanent sale is looked for. */
const yearMs = 365 * dayMs

type Judgement = Omit<WasPriceVerdict, 'price' | 'patterns'>

/** Judges a "was" price and looks for what else speaks against it. */
export function judgeWasPrice(
  price: Money,
  present: Money,
  timeline: Timeline,
  now: number,
  change: DirectedPriceChange | undefined,
): WasPriceVerdict {
  const judgement = judge(price, present, timeline, now, change)
  const isClaim = price.currency === present.currency && compareMoney(price, present) > 0
  const patterns = isClaim ? findPatterns(price, timeline, now, change) : []
  const words = patterns.map((pattern) => inPatternWords[pattern])
  return {
    price,
    ...judgement,
    ...defined({ patterns: patterns.length > 0 ? patterns : undefined }),
    reason: [judgement.reason, ...words].join('; '),
  }
}

const inPatternWords: Readonly<Record<WasPricePattern, string>> = {
  'raised-before-cut': 'the price was raised shortly before it was cut',
  'permanent-sale': `for ${100 * permanentShare} % or more of the time since it was first asked the price was below it`,
}

function findPatterns(
  price: Money,
  { intervals, runs }: Timeline,
  now: number,
  change: DirectedPriceChange | undefined,
): readonly WasPricePattern[] {
  const minor = toMinor(price)
  const asked = intervals.findIndex(({ minor: each, to }) => each >= minor && to > now - yearMs)
  const { share, knownMs } = shareBelow(minor, asked < 0 ? [] : intervals.slice(asked), now)
  const isPermanent = share >= permanentShare && knownMs >= permanentDays * dayMs
  const isRaised = change?.isFall === true && wasRaised(runs, intervals, change.startedAt)
  return [
    ...(isRaised ? (['raised-before-cut'] as const) : []),
    ...(isPermanent ? (['permanent-sale'] as const) : []),
  ]
}

/** Whether the price that fell had risen to 5 % or more above the usual one, fewer than 30 days before. */
function wasRaised(runs: Timeline['runs'], intervals: Timeline['intervals'], fellAt: number): boolean {
  const fallen = runs.findLastIndex(({ from }) => from < fellAt)
  const raised = runs.findLastIndex(
    ({ from, minor }, index) =>
      index <= fallen && from > fellAt - priorPriceDays * dayMs && (runs[index - 1]?.minor ?? minor) < minor,
  )
  const rise = runs[raised]
  if (!rise) return false
  const window = createPriceWindow(intervals, rise.from)
  window.moveTo(rise.from)
  const usual = window.usual()
  return usual !== undefined && rise.minor * 100n >= usual * 105n
}

/** Judges a "was" price beside the price that is asked now, by the lowest price of the 30 days before that began. */
function judge(
  wasPrice: Money,
  present: Money,
  timeline: Timeline,
  now: number,
  change: DirectedPriceChange | undefined,
): Judgement {
  if (wasPrice.currency !== present.currency) return unknown(`the history is in ${present.currency}`)
  if (compareMoney(wasPrice, present) <= 0) return unknown('it is not above the price that is asked now')
  if (change && (change.isFall || now - change.startedAt < priorPriceDays * dayMs))
    return judgeChange(wasPrice, change)
  const knownDays = countKnownDays(timeline, now)
  const reason = `no fall of the price was seen; it is known on ${knownDays} of the last ${priorPriceDays} days`
  return { verdict: knownDays < leastKnownDays ? 'unknown' : 'unsupported', knownDays, reason }
}

const unknown = (reason: string): Judgement => ({ verdict: 'unknown', reason })

function judgeChange(
  wasPrice: Money,
  { startedAt, isFall, lowestBefore, knownDays }: DirectedPriceChange,
): Judgement {
  const window = `the ${priorPriceDays} days before the price ${isFall ? 'fell' : 'rose'} on ${formatDate(startedAt)}`
  if (!lowestBefore) return { verdict: 'unknown', knownDays, reason: `no price is known from ${window}` }
  const reason = `the lowest price of ${window} was ${formatMoney(lowestBefore)}, known on ${knownDays} of them`
  if (compareMoney(lowestBefore, wasPrice) < 0) return { verdict: 'inflated', knownDays, reason }
  return { verdict: knownDays < leastKnownDays ? 'unknown' : 'honest', knownDays, reason }
}
