import type { Span } from '../latency/spans.js'
import { nextSlot, slotGrid } from './slot.js'

/** The times at which something is due. */
export interface SlotPlan {
  /** Returns the first slot strictly after a time, both in epoch milliseconds, or `undefined` after the last slot. */
  next(after: number): number | undefined
  /** Returns the number of slots in a span. */
  count(span: Span): number
}

/** Returns the plan of a record that is due at an interval: the slots of its own grid (see `slotGrid`). */
export function gridPlan(id: string, everyMs: number): SlotPlan {
  const grid = slotGrid(id, everyMs)
  return {
    next: (after) => nextSlot(grid, after),
    count: ({ from, to }) => {
      const first = nextSlot(grid, from - 1)
      return first < to ? Math.floor((to - 1 - first) / everyMs) + 1 : 0
    },
  }
}

/** The number of slots that are counted one by one: a day of minutes and more, which takes a fraction of a second. */
const maxCounted = 2_000

/**
 * Counts slots one by one. From the {@link maxCounted}th on the count is an estimate: as many as fit in, at the mean
 * distance of those that were counted.
 */
export function countOneByOne(next: SlotPlan['next'], { from, to }: Span): number {
  const first = next(from - 1)
  let count = 0
  for (let slot = first; slot !== undefined && slot < to; slot = next(slot)) {
    count += 1
    if (count === maxCounted)
      return count + Math.floor(((to - 1 - slot) * (count - 1)) / (slot - (first as number)))
  }
  return count
}

/**
 * The treatment of slots that passed while the process was down, suspended or busy: `skip` drops them, `once` does the
 * work a single time for all of them.
 */
export type MissedRuns = 'skip' | 'once'

/** The decision about a slot: `run` its work, `catch-up` on all that were missed with one run, or `skip` them. */
export type SlotDecision = 'run' | 'catch-up' | 'skip'

/**
 * Decides what is done about a slot whose time has come. The slot is missed when the one after it has come as well.
 * Before that it is only late, and its work still runs.
 *
 * @example
 * ```ts
 * const plan = cronSlots({ expression: '0 3 * * *', timeZone: 'Europe/Berlin' })
 * const decision = decideSlot(plan, { slotAt, now: clock.now(), missedRuns: 'skip' })
 * ```
 */
export function decideSlot(
  plan: SlotPlan,
  {
    slotAt,
    now,
    missedRuns,
  }: { readonly slotAt: number; readonly now: number; readonly missedRuns: MissedRuns },
): SlotDecision {
  const following = plan.next(slotAt)
  const isMissed = following !== undefined && following <= now
  if (!isMissed) return 'run'
  return missedRuns === 'once' ? 'catch-up' : 'skip'
}
