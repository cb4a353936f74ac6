import type { z } from 'zod'
import { schemaOf } from './schema-of.js'
import { signalCheck } from './signal-check.js'

/** The schema of a signal. */
export const signalOption: z.ZodType<AbortSignal, AbortSignal> = schemaOf(signalCheck)
