import type { z } from 'zod'
import { schemaOf } from './schema-of.js'
import { zipCheck } from './zip-check.js'

/** An option that must be a US ZIP code of five digits, as text. */
export const zipOption: z.ZodType<string, string> = schemaOf(zipCheck)
