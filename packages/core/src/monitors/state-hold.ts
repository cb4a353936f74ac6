import type { Monitor } from '../records/monitor-records.js'
import { farFuture, planOf } from '../runtime/index.js'

/** The time that a check which is due may take to be stored, beside its own time limit. */
const storingMs = 10_000

/**
 * The interval to the next slot, in multiples of the one after that, from which on the schedule rests between them, as
 * that of working hours does at night.
 */
const restFactor = 2.5

/**
 * Returns the time from which on the state that a check tells is not known any more; `undefined` where the monitor's
 * interval tells it. That of a cron expression holds until the next slot. Where the schedule rests until then, it holds
 * for the usual interval: a monitor of working hours knows nothing of the weekend. That of a heartbeat holds until the next
 * one is late.
 *
 * @param check - `after`: the time of the check, or its slot where that is later.
 */
export function staleAtOf(
  monitor: Pick<Monitor, 'id' | 'everyMs' | 'cron' | 'heartbeat' | 'timeoutMs'>,
  { after, dueAt }: { readonly after: number; readonly dueAt: number },
): number | undefined {
  if (monitor.heartbeat) return Math.min(dueAt + storingMs, farFuture)
  if (!monitor.cron) return undefined
  const plan = planOf(monitor)
  const next = plan.next(after)
  if (next === undefined) return after
  const following = plan.next(next)
  const usualMs = following === undefined ? next - after : following - next
  const isRest = next - after > restFactor * usualMs
  return isRest ? after + usualMs : next + monitor.timeoutMs + storingMs
}
