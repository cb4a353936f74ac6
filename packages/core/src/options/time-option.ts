import { z } from 'zod'

/** The last millisecond of the year 9999, in epoch milliseconds: later times have no ISO 8601 form of four digits. */
export const maxTimeMs = 253_402_300_799_999

/** The schema of a moment: whole epoch milliseconds, within the years 1970 to 9999. */
export const timeOption: z.ZodType<number, number> = z
  .int({ error: 'expected a time in whole epoch milliseconds' })
  .min(0, { error: 'expected a time from 1970 on, in epoch milliseconds' })
  .max(maxTimeMs, { error: 'expected a time before the year 10000, in epoch milliseconds' })
