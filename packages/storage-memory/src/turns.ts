import { setImmediate } from 'node:timers/promises'

/** The time that a long loop, or writes one after another, may take before other work gets its turn. */
export const maxTurnMs = 10

/** Makes the pause of a long loop: it gives other work its turn once the loop has taken 10 ms. */
export function turns(): () => Promise<void> {
  let began = performance.now()
  return async () => {
    if (performance.now() - began < maxTurnMs) return
    await setImmediate()
    began = performance.now()
  }
}
