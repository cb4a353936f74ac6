import { setImmediate } from 'node:timers/promises'
import type { Clock } from '../time/index.js'

/** A clock that stands still until a test moves it. */
export interface TestClock extends Clock {
  /** Advances the time by `ms`; see {@link TestClock.advanceTo}. With 0 it only lets pending promises settle. */
  advance(ms: number): Promise<void>
  /**
   * Advances the time to `at`, and stops at each wake-up on the way in the order of their times, also at those that are set
   * on the way. After each one, promise chains run as far as they can. Real I/O is not awaited.
   */
  advanceTo(at: number): Promise<void>
  /** The number of wake-ups that are neither called nor cancelled: 0 once nothing waits. */
  readonly pending: number
}

/** Options of {@link testClock}. */
export interface TestClockOptions {
  /** The initial time, in epoch milliseconds. @default 2026-01-01T00:00:00Z */
  readonly now?: number
}

interface Wake {
  readonly at: number
  readonly wake: () => void
}

/**
 * Makes a clock that the test moves. As on a real clock, a wake-up for a time that is already reached comes by itself,
 * after the call that set it.
 *
 * @example
 * ```ts
 * const clock = testClock()
 * const scheduler = inProcessScheduler({ clock })
 * await clock.advance(60_000) // a minute of jobs, in no time
 * ```
 */
export function testClock({ now: startAt = Date.UTC(2026, 0, 1) }: TestClockOptions = {}): TestClock {
  let now = startAt
  const wakes = new Set<Wake>()

  const earliest = (): Wake | undefined => {
    let first: Wake | undefined
    for (const wake of wakes) if (!first || wake.at < first.at) first = wake
    return first
  }
  const call = (wake: Wake): void => {
    if (wakes.delete(wake)) wake.wake()
  }
  const advanceTo = async (at: number): Promise<void> => {
    await setImmediate()
    for (let next = earliest(); next && next.at <= at; next = earliest()) {
      now = Math.max(now, next.at)
      call(next)
      await setImmediate()
    }
    now = Math.max(now, at)
  }
  return {
    now: () => now,
    wakeAt: (at, wake) => {
      const entry = { at, wake }
      wakes.add(entry)
      if (at <= now) void setImmediate().then(() => call(entry))
      return () => void wakes.delete(entry)
    },
    advance: (ms) => advanceTo(now + ms),
    advanceTo,
    get pending() {
      return wakes.size
    },
  }
}
