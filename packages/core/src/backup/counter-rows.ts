import { z } from 'zod'
import type { RowSchemas } from '../runtime/row-schemas.js'

/** The schemas of counters. Their times are checked like all others. */
export const counterRows: RowSchemas = {
  counters: z.object({ key: z.string().min(1).max(1_000), value: z.number() }),
}
