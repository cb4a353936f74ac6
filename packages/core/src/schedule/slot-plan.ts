import { defined } from '../options/index.js'
import { nextSlot, slotGrid } from './slot.js'

/** When something is due, time after time. */
export interface SlotPlan {
  /** The first slot strictly after a time, both in epoch milliseconds; `undefined` when none comes any more. */
  next(after: number): number | undefined
}

/** Returns the plan of a record that is due at an interval, on the grid of its own (see `slotGrid`). */
export function gridPlan(id: string, everyMs: number): SlotPlan {
  const grid = slotGrid(id, everyMs)
  return { next: (after) => nextSlot(grid, after) }
}

/**
 * What becomes of slots that nobody was there for, because the process was down, suspended or busy: `skip` lets them
 * go, `once` does a single piece of work for all of them.
 */
export type MissedRuns = 'skip' | 'once'

/** What is to be done about a slot that has come. */
export interface SlotDecision {
  /** Whether its work is to be done now. */
  readonly runs: boolean
  /** The next slot, which is still to come; absent when there is none. */
  readonly nextAt?: number
}

/**
 * Decides what is done about a slot. It was missed when the one after it has come as well; until then it is late, and
 * its work is done. Whatever becomes of it, the next slot lies ahead, so that nobody runs after what is past.
 *
 * @example
 * ```ts
 * const plan = cronSlots({ expression: '0 3 * * *', timeZone: 'Europe/Berlin' })
 * const { runs, nextAt } = decideSlot(plan, { slotAt, now: clock.now(), missed: 'skip' })
 * ```
 */
export function decideSlot(
  plan: SlotPlan,
  { slotAt, now, missed }: { readonly slotAt: number; readonly now: number; readonly missed: MissedRuns },
): SlotDecision {
  const following = plan.next(slotAt)
  const isMissed = following !== undefined && following <= now
  const nextAt = isMissed ? plan.next(now) : following
  return { runs: !isMissed || missed === 'once', ...defined({ nextAt }) }
}
