import TinyQueue from 'tinyqueue'
import { dayMs } from '../time/index.js'
import type { Hold } from './timeline.js'

/** The time over which a price becomes the usual one. */
const windowMs = 90 * dayMs

/** The prices of the 90 days before a moment that moves on. */
export interface PriceWindow {
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
export function openWindow(holds: readonly Hold[], first = Number.NEGATIVE_INFINITY): PriceWindow {
  const start = holds.findLastIndex(({ to }) => to <= first - windowMs) + 1
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
      for (let hold = holds[index]; hold && hold.from < at; hold = holds[++index]) {
        const ms = Math.min(hold.to, at) - Math.max(hold.from, passed)
        if (ms > 0) change(hold.minor, sign * ms)
        if (hold.to > at) break
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
