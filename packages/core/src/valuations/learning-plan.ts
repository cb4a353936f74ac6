import { minComparables } from '../cars/valuation/small-sample.js'
import type { SegmentMarket } from '../records/market-records.js'
import { dayMs, hourMs } from '../time/index.js'

/** The number of listings below which nothing is valued: with fewer, the engine has no comparables to rest on. */
export const minListings = minComparables

/** The time between two readings of the vehicles while there are too few, or twice as many as at the last one. */
const burstMs = 10_000
/** The growth that is worth learning anew: a fifth, or so many vehicles. */
const [grownShare, grownBy] = [0.2, 500]

/**
 * Returns the time from which on a market has to be learned, given the number of the owner's vehicles. One that has doubled is learned soon, so that the first listings of a search
 * do not stand for all for an hour; else it is learned once in an hour where it has grown, and once a day. A market is thus
 * learned a few times while it grows from nothing to any size.
 */
export function learningTime(
  { vehicles: before, readAt, learnedAt }: Pick<SegmentMarket, 'vehicles' | 'readAt' | 'learnedAt'>,
  vehicles: number,
): number {
  if (readAt === undefined) return 0
  const grown = vehicles - before
  if (learnedAt === undefined) return readAt + (grown > 0 ? burstMs : hourMs)
  if (grown >= before) return readAt + burstMs
  return readAt + (grown >= Math.min(grownBy, grownShare * before) ? hourMs : dayMs)
}
