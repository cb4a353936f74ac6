import { excerpt, ValidationError } from '../errors/index.js'

/**
 * A length of time in words: a number and a unit, such as `'250ms'`, `'30s'`, `'5m'`, `'12h'`, `'1d'`, `'2w'`,
 * `'2y'`. A year is 365 days.
 */
export type Duration = `${number}${'ms' | 's' | 'm' | 'h' | 'd' | 'w' | 'y'}`

/** One minute in milliseconds. */
export const minuteMs = 60_000

/** One hour in milliseconds. */
export const hourMs = 3_600_000

/** One day of 24 hours in milliseconds. */
export const dayMs = 86_400_000

const unitMs: Readonly<Record<string, number>> = {
  ms: 1,
  s: 1_000,
  m: minuteMs,
  h: hourMs,
  d: dayMs,
  w: 7 * dayMs,
  y: 365 * dayMs,
}

/** The message for an invalid duration. */
export const durationHint = "expected a duration such as '500ms', '30s', '5m', '2h' or '1d'"

/** Reads a duration as whole milliseconds; returns `undefined` when the text is no duration. A day is 24 hours, a year 365 days. */
export function readDuration(text: unknown): number | undefined {
  const match = typeof text === 'string' ? /^(\d{1,15}(?:\.\d{1,6})?)(ms|[smhdwy])$/.exec(text) : null
  const [, count, unit = ''] = match ?? []
  const ms = Math.round(Number(count) * (unitMs[unit] ?? Number.NaN))
  return ms > 0 && Number.isSafeInteger(ms) ? ms : undefined
}

/**
 * Reads a duration as whole milliseconds. A day is 24 hours, a week seven days, a year 365 days.
 *
 * @throws `ValidationError` when it is not a positive number with one of the units.
 * @example
 * ```ts
 * parseDuration('30s') // 30000
 * ```
 */
export function parseDuration(duration: Duration): number {
  const ms = readDuration(duration)
  if (ms === undefined)
    throw new ValidationError('parseDuration', [
      { path: '', message: `${durationHint}, got ${excerpt(duration)}` },
    ])
  return ms
}

/** Returns a length of time in words, in seconds: up to 30 years of whole milliseconds fit. */
export const toDuration = (ms: number): Duration => `${ms / 1_000}s`
