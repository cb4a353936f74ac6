/** The source of time for the engine. A test replaces it to control the time. */
export interface Clock {
  /** Returns the current time, in epoch milliseconds UTC. */
  now(): number
  /**
   * Calls `wake` once `now()` has reached `at`, never before, and returns a function that cancels the call. A wait may
   * have any length. It does not keep the process alive unless `keepAlive` is set.
   */
  wakeAt(at: number, wake: () => void, options?: { readonly keepAlive?: boolean }): () => void
}

/** The maximum delay of a timer: Node and browsers keep it as a signed 32-bit integer. */
export const maxTimerMs = 2 ** 31 - 1

interface Timers {
  setTimeout(run: () => void, delayMs: number): { unref?: () => void } | number
  clearTimeout(timer: { unref?: () => void } | number): void
}

/** The clock of the machine. */
export const systemClock: Clock = {
  now: () => Date.now(),
  wakeAt(at, wake, { keepAlive = false } = {}) {
    const { setTimeout, clearTimeout } = globalThis as unknown as Timers
    let timer: ReturnType<Timers['setTimeout']>
    const arm = () => {
      timer = setTimeout(
        () => (Date.now() >= at ? wake() : arm()),
        Math.min(Math.max(at - Date.now(), 0), maxTimerMs),
      )
      if (!keepAlive && typeof timer === 'object') timer.unref?.()
    }
    arm()
    return () => clearTimeout(timer)
  },
}
