import type { Scheduler } from '../../ports/index.js'
import type { ConformanceCase } from '../conformance-case.js'
import { type TestClock, testClock } from '../test-clock.js'
import { closingCases } from './closing-cases.js'
import { failureCases } from './failure-cases.js'
import { fairnessCases } from './fairness-cases.js'
import { hourMs, makeFixture } from './fixture.js'
import { idCases } from './id-cases.js'
import { slotCases } from './slot-cases.js'

/** A function that makes a new scheduler on a clock. */
export type OpenScheduler = (clock: TestClock) => Scheduler | Promise<Scheduler>

/**
 * Returns the conformance cases of the scheduler port.
 *
 * @param open - makes a scheduler that does not work yet.
 *
 * @example
 * ```ts
 * for (const { name, run } of schedulerCases((clock) => inProcessScheduler({ clock }))) it(name, run)
 * ```
 */
export function schedulerCases(open: OpenScheduler): readonly ConformanceCase[] {
  const proofs = { ...slotCases, ...idCases, ...failureCases, ...fairnessCases, ...closingCases }
  return Object.entries(proofs).map(([name, prove]) => ({
    name,
    run: async () => {
      const clock = testClock()
      const fixture = makeFixture(clock, await open(clock))
      try {
        await prove(fixture)
      } finally {
        for (const { end } of fixture.runs) end()
        await Promise.race([fixture.scheduler.close().catch(() => {}), clock.advance(hourMs)])
      }
    },
  }))
}
