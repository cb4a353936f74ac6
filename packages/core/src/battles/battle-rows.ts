import { z } from 'zod'
import { defined } from '../options/index.js'
import { valuationAnswer } from '../runtime/index.js'
import { checkBy, type RowSchemas } from '../runtime/row-schemas.js'
import { fightSchema } from './battles.js'
import { specsSchema } from './source-answers.js'

const entry = z.looseObject({
  name: z.string(),
  query: z.looseObject({}),
  specs: specsSchema.optional(),
  valuation: valuationAnswer.optional(),
  keptUntil: z.number().optional(),
})

const missing = z.looseObject({
  adapter: z.string(),
  what: z.enum(['specs', 'valuation', 'distance']),
  code: z.string(),
  car: z.string().optional(),
})

const scoreCard = z.looseObject({
  cars: z.array(z.looseObject({ name: z.string(), points: z.number(), rank: z.int().min(1) })),
  categories: z.array(
    z.looseObject({
      id: z.string(),
      label: z.string(),
      unit: z.string(),
      weight: z.number(),
      isScored: z.boolean(),
      entries: z.array(z.looseObject({ name: z.string(), points: z.number() })),
      reason: z.string(),
    }),
  ),
  winner: z.string().optional(),
  summary: z.string(),
})

/** The schemas of the rows of battles. A battle meets the checks of the options that it was fought with. */
export const battleRows: RowSchemas = {
  battles: z
    .looseObject({
      entries: z.array(entry),
      categories: z.unknown(),
      missing: z.array(missing).optional(),
      scoreCard,
      zip: z.unknown().optional(),
    })
    .superRefine(({ entries, categories, zip }, context) =>
      checkBy(fightSchema, defined({ cars: entries.map(({ query }) => query), categories, zip }), context),
    ),
}
