import { fail, type OptionCheck } from './check.js'

/** The last millisecond of the year 9999, in epoch milliseconds: later times have no ISO 8601 form of four digits. */
export const maxTimeMs = 253_402_300_799_999

/** Checks a moment: whole epoch milliseconds, within the years 1970 to 9999. */
export const timeCheck: OptionCheck<number> = (value, issues) => {
  if (!Number.isSafeInteger(value)) return fail(issues, value, 'a time in whole epoch milliseconds')
  const time = value as number
  if (time < 0) return fail(issues, value, 'a time from 1970 on, in epoch milliseconds')
  if (time > maxTimeMs) return fail(issues, value, 'a time before the year 10000, in epoch milliseconds')
  return time
}
