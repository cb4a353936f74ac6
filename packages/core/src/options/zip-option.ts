import { z } from 'zod'

/** An option that must be a US ZIP code of five digits, as text. */
export const zipOption: z.ZodType<string, string> = z
  .string({ error: 'expected a ZIP code as text' })
  .regex(/^\d{5}$/, { error: "expected a ZIP code of five digits, such as '75146'" })
