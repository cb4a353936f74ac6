/** The source of time for the engine. A test replaces it to control the time. */
export interface Clock {
  /** Returns the current time, in epoch milliseconds UTC. */
  now(): number
  /**
   * Calls `wake` once `now()` has reached `at`, and returns a function that cancels the call. Somebody may put the clock
   * forward or back meanwhile: the call then comes when as much time has passed as there was to wait, whatever `now()` says.
   * A wait may have any length. It does not keep the process alive unless `keepAlive` is set.
   */
  wakeAt(at: number, wake: () => void, options?: { readonly keepAlive?: boolean }): () => void
}

/** The maximum delay of a timer: Node and browsers keep it as a signed 32-bit integer. */
export const maxTimerMs = 2 ** 31 - 1

interface Timers {
  setTimeout(run: () => void, delayMs: number): { unref?: () => void } | number
  clearTimeout(timer: { unref?: () => void } | number): void
}

/** The clock of the machine. It waits by the monotonic clock, which nobody can put back. */
export const systemClock: Clock = {
  now: () => Date.now(),
  wakeAt(at, wake, { keepAlive = false } = {}) {
    const { setTimeout, clearTimeout } = globalThis as unknown as Timers
    const endsAt = performance.now() + Math.max(at - Date.now(), 0)
    let timer: ReturnType<Timers['setTimeout']>
    const arm = () => {
      const leftMs = Math.ceil(endsAt - performance.now())
      timer = setTimeout(
        () => (performance.now() >= endsAt ? wake() : arm()),
        Math.min(Math.max(leftMs, 0), maxTimerMs),
      )
      if (!keepAlive && typeof timer === 'object') timer.unref?.()
    }
    arm()
    return () => clearTimeout(timer)
  },
}
