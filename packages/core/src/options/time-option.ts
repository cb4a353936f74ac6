import type { z } from 'zod'
import { schemaOf } from './schema-of.js'
import { timeCheck } from './time-check.js'

/** The schema of a moment: whole epoch milliseconds, within the years 1970 to 9999. */
export const timeOption: z.ZodType<number, number> = schemaOf(timeCheck)
