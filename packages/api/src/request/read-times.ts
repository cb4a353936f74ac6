import type { InputTimes } from '../routes/route.js'
import { readTime } from './read-query.js'

/** Converts the times of a body, which may be texts of ISO 8601, to the epoch milliseconds that services take. */
export function readTimes(value: unknown, times: InputTimes | true): unknown {
  if (Array.isArray(value)) return value.map((item) => readTimes(item, times))
  if (times === true) return typeof value === 'string' ? (readTime(value) ?? value) : value
  if (typeof value !== 'object' || value === null) return value
  const read: Record<string, unknown> = { ...value }
  for (const [name, within] of Object.entries(times))
    if (Object.hasOwn(read, name)) read[name] = readTimes(read[name], within)
  return read
}
