import { vi } from 'vitest'

/** Makes the time of timers and of `performance` stand still, until the test is over. */
export function stopTime(): void {
  vi.useFakeTimers({
    toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'performance'],
  })
}

const realTimeout = setTimeout

/**
 * Lets time pass, a second at a time, until a promise has settled or `maxSeconds` are over. Returns the seconds.
 *
 * @param realMs - the real time of each, in which answers of the server arrive.
 */
export async function fastForward(
  promise: Promise<unknown>,
  maxSeconds: number,
  realMs = 30,
): Promise<number> {
  let isOver = false
  const end = () => {
    isOver = true
  }
  promise.then(end, end)
  for (let seconds = 0; ; seconds++) {
    await new Promise((resolve) => realTimeout(resolve, realMs))
    if (isOver || seconds === maxSeconds) return seconds
    vi.advanceTimersByTime(1_000)
  }
}
