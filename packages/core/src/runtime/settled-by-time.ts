import type { Clock } from '../time/index.js'

/** The time that closing waits for what is under way. Its signals fire before, after 8 s. */
const maxDrainMs = 9_000

/** Waits for work that is ending, for a limited time: a storage that gives no answer must not hold the process up. */
export async function settledByTime(ending: Promise<unknown>, clock: Clock): Promise<void> {
  let cancel = () => {}
  const late = new Promise<void>((resolve) => {
    cancel = clock.wakeAt(clock.now() + maxDrainMs, resolve)
  })
  try {
    await Promise.race([ending, late])
  } finally {
    cancel()
  }
}
