import TinyQueue from 'tinyqueue'
import { dayMs } from '../time/index.js'
import type { PriceInterval } from './timeline.js'

/** The time over which a price becomes the usual one. */
const windowMs = 90 * dayMs

/** The prices of the 90 days before a moment that moves on. */
export interface UsualPriceWindow {
  /** Moves the moment on; never back. */
  moveTo(at: number): void
  /** The price that held longest, the mode by time: gaps do not count, and of two the lower. `undefined` when none is known. */
  usual(): bigint | undefined
}

/** How long a price held in the window, as it was when this was noted. */
interface Held {
  readonly minor: bigint
  readonly ms: number
}

const longestFirst = (one: Held, other: Held): number =>
  other.ms - one.ms || (one.minor < other.minor ? -1 : one.minor > other.minor ? 1 : 0)

/**
 * Opens the window over the holds. Each enters and leaves once, however often the window moves.
 *
 * @param first - no moment before this one is asked about, so that holds that have left by then need not enter.
 */
export function createPriceWindow(
  intervals: readonly PriceInterval[],
  first = Number.NEGATIVE_INFINITY,
): UsualPriceWindow {
  const start = intervals.findLastIndex(({ to }) => to <= first - windowMs) + 1
  const heldMs = new Map<bigint, number>()
  // Every price stands in the queue with as much as it held, or more: what was noted too high sinks when it is met.
  const queue = new TinyQueue<Held>([], longestFirst)
  const change = (minor: bigint, byMs: number): void => {
    const ms = (heldMs.get(minor) ?? 0) + byMs
    if (ms > 0) heldMs.set(minor, ms)
    else heldMs.delete(minor)
    if (byMs > 0) queue.push({ minor, ms })
  }
  const edge = (sign: 1 | -1) => {
    let index = start
    let passed = Number.NEGATIVE_INFINITY
    return (at: number): void => {
      for (let interval = intervals[index]; interval && interval.from < at; interval = intervals[++index]) {
        const ms = Math.min(interval.to, at) - Math.max(interval.from, passed)
        if (ms > 0) change(interval.minor, sign * ms)
        if (interval.to > at) break
      }
      passed = at
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
        const ms = heldMs.get(top.minor) ?? 0
        if (ms === top.ms) return top.minor
        queue.pop()
        if (ms > 0 && ms < top.ms) queue.push({ minor: top.minor, ms })
      }
      return undefined
    },
  }
}
