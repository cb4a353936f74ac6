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
  /** Puts the clock forward, or back when `ms` is negative. No time passes: waits are as long as before. */
  jump(ms: number): void
  /** The number of wake-ups that are neither called nor cancelled: 0 once nothing waits. */
  readonly pending: number
}

/**
 * The turns of the event loop after each wake-up. One is enough for promises; a storage in memory may take a turn for each
 * of its steps, when a busy machine makes it pause for others.
 */
const settlingTurns = 8

async function settle(): Promise<void> {
  for (let turn = 0; turn < settlingTurns; turn++) await setImmediate()
}

/** Options of {@link testClock}. */
export interface TestClockOptions {
  /** The initial time, in epoch milliseconds. @default 2026-01-01T00:00:00Z */
  readonly now?: number
}

interface Wake {
  /** The time by a clock that nobody puts forward or back. */
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
  let elapsed = 0
  let offset = startAt
  const now = () => offset + elapsed
  const wakes = new Set<Wake>()

  const earliest = (): Wake | undefined => {
    let first: Wake | undefined
    for (const wake of wakes) if (!first || wake.at < first.at) first = wake
    return first
  }
  const call = (wake: Wake): void => {
    if (wakes.delete(wake)) wake.wake()
  }
  const advance = async (ms: number): Promise<void> => {
    const end = elapsed + ms
    await settle()
    for (let next = earliest(); next && next.at <= end; next = earliest()) {
      elapsed = Math.max(elapsed, next.at)
      call(next)
      await settle()
    }
    elapsed = Math.max(elapsed, end)
  }
  return {
    now,
    wakeAt: (at, wake) => {
      const entry = { at: at - offset, wake }
      wakes.add(entry)
      if (at <= now()) void setImmediate().then(() => call(entry))
      return () => void wakes.delete(entry)
    },
    advance,
    advanceTo: (at) => advance(at - now()),
    jump: (ms) => {
      offset += ms
    },
    get pending() {
      return wakes.size
    },
  }
}
