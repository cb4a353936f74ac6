import type { Scheduler } from '../../ports/index.js'
import type { ConformanceCase } from '../conformance-case.js'
import { type TestClock, testClock } from '../test-clock.js'
import { hourMs, makeBench } from './bench.js'
import { closingCases } from './closing-cases.js'
import { failureCases } from './failure-cases.js'
import { idCases } from './id-cases.js'
import { slotCases } from './slot-cases.js'

/** Makes a fresh scheduler that takes the time from `clock`. */
export type OpenScheduler = (clock: TestClock) => Scheduler | Promise<Scheduler>

/**
 * Returns the promises of the scheduler port. `open` makes a scheduler that is not yet working.
 *
 * @example
 * ```ts
 * for (const { name, run } of schedulerCases((clock) => inProcessScheduler({ clock }))) it(name, run)
 * ```
 */
export function schedulerCases(open: OpenScheduler): readonly ConformanceCase[] {
  const proofs = { ...slotCases, ...idCases, ...failureCases, ...closingCases }
  return Object.entries(proofs).map(([name, prove]) => ({
    name,
    run: async () => {
      const clock = testClock()
      const bench = makeBench(clock, await open(clock))
      try {
        await prove(bench)
      } finally {
        for (const { end } of bench.runs) end()
        await Promise.race([bench.scheduler.close().catch(() => {}), clock.advance(hourMs)])
      }
    },
  }))
}
