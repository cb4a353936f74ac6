import { compareMoney, type Money } from '../money/index.js'
import { inWords, onDate } from './in-words.js'
import { countKnownDays, type LastChange, priorDays } from './reduction.js'
import { dayMs, type Timeline } from './timeline.js'

/** Whether an advertised "was" price stands up to what was seen. */
export interface WasPriceVerdict {
  /** The advertised price. */
  readonly price: Money
  /**
   * - `honest`: no lower price was asked in the 30 days before the price fell, and at least half of them are known
   * - `inflated`: a lower price was asked in those 30 days, or in the 30 before it rose to what it is now
   * - `unsupported`: no fall was seen, and at least half of the last 30 days are known
   * - `unknown`: too little is known, or nothing above the present price is claimed
   */
  readonly verdict: 'honest' | 'inflated' | 'unsupported' | 'unknown'
  /** Why, in words, with how much is known. */
  readonly reason: string
}

/** On so many of the 30 days the price must be known before silence about a lower one says anything. */
const leastKnownDays = 15

type Judgement = Omit<WasPriceVerdict, 'price'>

/** Judges a "was" price beside the price that is asked now, by the lowest price of the 30 days before that began. */
export function judgeWasPrice(
  wasPrice: Money,
  present: Money,
  timeline: Timeline,
  now: number,
  change: LastChange | undefined,
): Judgement {
  if (wasPrice.currency !== present.currency) return unknown(`the history is in ${present.currency}`)
  if (compareMoney(wasPrice, present) <= 0) return unknown('it is not above the price that is asked now')
  if (change && (change.isFall || now - change.startedAt < priorDays * dayMs))
    return judgeChange(wasPrice, change)
  const knownDays = countKnownDays(timeline, now)
  const reason = `no fall of the price was seen; it is known on ${knownDays} of the last ${priorDays} days`
  return { verdict: knownDays < leastKnownDays ? 'unknown' : 'unsupported', reason }
}

const unknown = (reason: string): Judgement => ({ verdict: 'unknown', reason })

function judgeChange(wasPrice: Money, { startedAt, isFall, lowestBefore, knownDays }: LastChange): Judgement {
  const window = `the ${priorDays} days before the price ${isFall ? 'fell' : 'rose'} on ${onDate(startedAt)}`
  if (!lowestBefore) return unknown(`no price is known from ${window}`)
  const reason = `the lowest price of ${window} was ${inWords(lowestBefore)}, known on ${knownDays} of them`
  if (compareMoney(lowestBefore, wasPrice) < 0) return { verdict: 'inflated', reason }
  return { verdict: knownDays < leastKnownDays ? 'unknown' : 'honest', reason }
}
