import { z } from 'zod'
import { excerpt } from '../errors/index.js'
import { type Duration, dayMs, durationHint, readDuration } from '../time/index.js'

/** The longest duration of an option, unless another is given: a hundred years. */
const maxDurationMs = 36_500 * dayMs

/** Makes the schema of a duration option such as `'30s'`: it parses into milliseconds, from `minMs` to `maxMs`. */
export function durationOption({ minMs = 1, maxMs = maxDurationMs } = {}): z.ZodType<number, Duration> {
  return z
    .custom<Duration>((value) => readDuration(value) !== undefined, {
      error: (issue) => `${durationHint}, got ${excerpt(issue.input)}`,
    })
    .transform((value, context) => {
      const ms = readDuration(value) ?? Number.NaN
      if (ms >= minMs && ms <= maxMs) return ms
      context.addIssue({
        code: 'custom',
        message: `expected between ${minMs} ms and ${maxMs} ms, got '${value}'`,
      })
      return z.NEVER
    })
}
