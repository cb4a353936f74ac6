import { type Duration, dayMs, toDuration } from '../../time/index.js'
import type { Notes } from './imported-monitor.js'

/** The limits of a monitor: see `MonitorOptions`. */
const limits = {
  every: { minMs: 1_000, maxMs: 30 * dayMs },
  timeout: { minMs: 50, maxMs: 60_000 },
  retry: { minMs: 1_000, maxMs: 30 * dayMs },
} as const

/**
 * Returns a time as an option of a monitor, clamped to its limits. Adds a note when that changes it; checks that are
 * rarer than before are weaker.
 */
export function durationFrom(
  setting: keyof typeof limits,
  ms: number,
  field: string,
  notes: Notes,
): Duration {
  const { minMs, maxMs } = limits[setting]
  const clamped = Math.round(Math.min(Math.max(ms, minMs), maxMs))
  const isChanged = clamped !== Math.round(ms)
  const isWeaker = isChanged && setting !== 'timeout' && clamped > ms
  const message = `${ms} ms became ${clamped} ms: it is from ${minMs} to ${maxMs} ms`
  if (isWeaker) notes.weaken(field, message)
  else if (isChanged) notes.tell(field, message)
  return toDuration(clamped)
}
