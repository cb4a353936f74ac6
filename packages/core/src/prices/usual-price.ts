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

/** The time that a price held in the window, when this entry was made. */
interface PriceDuration {
  readonly minor: bigint
  readonly durationMs: number
}

const byDurationDescending = (one: PriceDuration, other: PriceDuration): number =>
  other.durationMs - one.durationMs || (one.minor < other.minor ? -1 : one.minor > other.minor ? 1 : 0)

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
  const durations = new Map<bigint, number>()
  // An entry of the queue may overstate the time of its price; it is corrected when it reaches the top.
  const queue = new TinyQueue<PriceDuration>([], byDurationDescending)
  const change = (minor: bigint, deltaMs: number): void => {
    const durationMs = (durations.get(minor) ?? 0) + deltaMs
    if (durationMs > 0) durations.set(minor, durationMs)
    else durations.delete(minor)
    if (deltaMs > 0) queue.push({ minor, durationMs })
  }
  const edge = (sign: 1 | -1) => {
    let index = start
    let reached = Number.NEGATIVE_INFINITY
    return (at: number): void => {
      for (let interval = intervals[index]; interval && interval.from < at; interval = intervals[++index]) {
        const durationMs = Math.min(interval.to, at) - Math.max(interval.from, reached)
        if (durationMs > 0) change(interval.minor, sign * durationMs)
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
        const durationMs = durations.get(top.minor) ?? 0
        if (durationMs === top.durationMs) return top.minor
        queue.pop()
        if (durationMs > 0 && durationMs < top.durationMs) queue.push({ minor: top.minor, durationMs })
      }
      return undefined
    },
  }
}
