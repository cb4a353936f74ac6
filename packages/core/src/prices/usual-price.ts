import { dayMs, type Hold } from './timeline.js'

/** The time over which a price becomes the usual one. */
const windowMs = 90 * dayMs

/** The prices of the 90 days before a moment that moves on. */
export interface PriceWindow {
  /** Moves the moment on; never back. */
  moveTo(at: number): void
  /** The price that held longest, the mode by time: gaps do not count, and of two the lower. `undefined` when none is known. */
  usual(): bigint | undefined
}

/** Opens the window over the holds, from the oldest on. Each hold enters and leaves once, however often the window moves. */
export function openWindow(holds: readonly Hold[]): PriceWindow {
  const heldMs = new Map<bigint, number>()
  const edge = (sign: 1 | -1) => {
    let index = 0
    let passed = Number.NEGATIVE_INFINITY
    return (at: number): void => {
      for (let hold = holds[index]; hold && hold.from < at; hold = holds[++index]) {
        const ms = Math.min(hold.to, at) - Math.max(hold.from, passed)
        if (ms > 0) heldMs.set(hold.minor, (heldMs.get(hold.minor) ?? 0) + sign * ms)
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
      let [usual, longestMs]: [bigint | undefined, number] = [undefined, 0]
      for (const [minor, ms] of heldMs)
        if (ms > longestMs || (ms === longestMs && usual !== undefined && minor < usual))
          [usual, longestMs] = [minor, ms]
      return usual
    },
  }
}
