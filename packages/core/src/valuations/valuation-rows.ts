import { z } from 'zod'
import { amountColumn, idColumn, type RowSchemas } from '../runtime/row-schemas.js'
import { valuationAnswer } from '../runtime/valuation-answer.js'
import { segmentName } from './segment.js'

const count = z.int().min(0)

const market = z
  .looseObject({
    segment: z.string(),
    currency: z.string().regex(/^[A-Z]{3}$/),
    kind: z.enum(['asking', 'paid']),
    everyMs: z.int().min(60_000),
    paused: z.literal(false),
    vehicles: count,
    listings: count,
    report: z.looseObject({ accepted: count, refused: z.record(z.string(), count) }).optional(),
    revision: idColumn.optional(),
    parts: count.optional(),
  })
  .refine((row) => row.segment === segmentName(row), {
    path: ['segment'],
    error: 'expected the name of the currency and the kind',
  })

const part = z.looseObject({ marketId: idColumn, revision: idColumn, position: count, text: z.string() })

const valuation = z.looseObject({
  adapter: z.string().min(1),
  question: z.string().min(1),
  valuation: valuationAnswer.optional(),
  at: amountColumn,
  freshUntil: amountColumn,
})

/** The schemas of the rows of markets and of valuations by sources. */
export const valuationRows: RowSchemas = { markets: market, market_parts: part, valuations: valuation }
