import { type Money, toMinor } from '../money/index.js'
import { dayMs, extreme, type Held, knownMs } from './timeline.js'

/** Whether a price that a shop says it asked before was ever asked. */
export interface WasVerdict {
  readonly wasPrice: Money
  /**
   * - `honest`: it was asked within the 30 days before the reduction
   * - `unsupported`: it was asked, but not within those 30 days
   * - `inflated`: on the days that are known, no price was as high
   * - `unknown`: too few of those days are known to tell
   */
  readonly verdict: 'honest' | 'unsupported' | 'inflated' | 'unknown'
  /** On how many of the 30 days the price was known. */
  readonly knownDays: number
  /** The verdict and what it rests on, in words. */
  readonly reason: string
}

/** A "was" price counts as asked when the price came within 1 % of it. */
const tolerance = 0.99
/** Saying that something was never asked takes this many known days of 30. */
const enoughDays = 15

/** Judges a "was" price by what was asked before the reduction that began at `since`. */
export function judgeWasPrice(held: readonly Held[], wasPrice: Money, since: number): WasVerdict {
  const claimed = Number(toMinor(wasPrice)) * tolerance
  const from = since - 30 * dayMs
  const before = held.filter(({ at }) => at < since)
  const askedIn = (list: readonly Held[]) => list.some(({ minor }) => Number(minor) >= claimed)
  const knownDays = Math.round(knownMs(before, from, since) / dayMs)
  const seen = `the price is known on ${knownDays} of the 30 days before`
  const was = `${wasPrice.amount} ${wasPrice.currency}`
  const say = (verdict: WasVerdict['verdict'], reason: string): WasVerdict => ({
    wasPrice,
    verdict,
    knownDays,
    reason,
  })
  if (askedIn(before.filter(({ until }) => until > from))) return say('honest', `${was} was asked; ${seen}`)
  if (knownDays < enoughDays) return say('unknown', `too little is known to judge ${was}: ${seen}`)
  if (askedIn(before)) return say('unsupported', `${was} was asked, but longer ago than 30 days; ${seen}`)
  const highest = extreme(before, -1)?.price.amount
  return say('inflated', `${was} was not asked, the highest was ${highest}; ${seen}`)
}
