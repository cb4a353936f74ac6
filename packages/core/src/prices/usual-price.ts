import TinyQueue from 'tinyqueue'
import { dayMs } from '../time/index.js'
import type { PriceInterval } from './timeline.js'

/** The length of the window that decides the usual price. */
const windowMs = 90 * dayMs

/** A sliding window over the prices of the last 90 days. */
export interface UsualPriceWindow {
  /** Moves the end of the window forward. It never moves back. */
  moveTo(at: number): void
  /**
   * Returns the price that held longest in the window (the mode by time). Gaps do not count; of a tie the lower price
   * wins. `undefined` when none is known.
   */
  usual(): bigint | undefined
}

/** A price, with the time that it holds in the window. */
interface PriceDuration {
  readonly minor: bigint
  durationMs: number
}

/** The time that a price held in the window, when this entry was made. */
interface DurationEntry {
  readonly price: PriceDuration
  readonly durationMs: number
}

const byDurationDescending = (one: DurationEntry, other: DurationEntry): number =>
  other.durationMs - one.durationMs ||
  (one.price.minor < other.price.minor ? -1 : one.price.minor > other.price.minor ? 1 : 0)

/** Returns the price of each interval, the same object for equal ones: it is looked up once. */
function pricesOf(intervals: readonly PriceInterval[]): readonly PriceDuration[] {
  const prices = new Map<bigint, PriceDuration>()
  return intervals.map(({ minor }) => {
    const known = prices.get(minor)
    if (known) return known
    const price = { minor, durationMs: 0 }
    prices.set(minor, price)
    return price
  })
}

/**
 * Makes a window over the intervals. Each interval enters and leaves once, however often the window moves.
 *
 * @param first - the earliest end of the window that will be asked about; intervals that lie before its start are skipped.
 */
export function createPriceWindow(
  intervals: readonly PriceInterval[],
  first = Number.NEGATIVE_INFINITY,
): UsualPriceWindow {
  const start = intervals.findLastIndex(({ to }) => to <= first - windowMs) + 1
  const prices = pricesOf(intervals)
  // An entry of the queue may overstate the time of its price; it is corrected when it reaches the top.
  const queue = new TinyQueue<DurationEntry>([], byDurationDescending)
  const change = (price: PriceDuration, deltaMs: number): void => {
    price.durationMs += deltaMs
    if (deltaMs > 0) queue.push({ price, durationMs: price.durationMs })
  }
  const edge = (sign: 1 | -1) => {
    let index = start
    let reached = Number.NEGATIVE_INFINITY
    return (at: number): void => {
      for (let interval = intervals[index]; interval && interval.from < at; interval = intervals[++index]) {
        const durationMs = Math.min(interval.to, at) - Math.max(interval.from, reached)
        if (durationMs > 0) change(prices[index] as PriceDuration, sign * durationMs)
        if (interval.to > at) break
      }
      reached = at
    }
  }
  const [enter, leave] = [edge(1), edge(-1)]
  return {
    moveTo(at) {
      enter(at)
      leave(at - windowMs)
    },
    usual() {
      for (let top = queue.peek(); top; top = queue.peek()) {
        const { price } = top
        if (price.durationMs === top.durationMs) return price.minor
        queue.pop()
        if (price.durationMs > 0 && price.durationMs < top.durationMs)
          queue.push({ price, durationMs: price.durationMs })
      }
      return undefined
    },
  }
}
