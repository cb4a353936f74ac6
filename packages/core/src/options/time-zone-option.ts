import { z } from 'zod'
import { excerpt } from '../errors/index.js'
import { isTimeZone } from '../time/index.js'

/** The schema of an IANA time zone, such as `'Europe/Berlin'`. */
export const timeZoneOption: z.ZodType<string, string> = z
  .string({ error: "expected a time zone such as 'Europe/Berlin'" })
  .refine(isTimeZone, {
    error: ({ input }) => `expected a time zone such as 'Europe/Berlin', got ${excerpt(input)}`,
  })
