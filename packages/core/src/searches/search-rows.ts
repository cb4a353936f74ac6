import { z } from 'zod'
import { timeOption } from '../options/index.js'
import { amountColumn, checkBy, idColumn, type RowSchemas } from '../runtime/row-schemas.js'
import { cronOption } from '../schedule/cron-option.js'
import { criteriaSchema, dealSchema } from './search-options.js'

const count = z.int().min(0)

const counts = {
  found: count,
  new: count,
  changed: count,
  gone: count,
  refused: count,
  refusals: z.record(z.string().max(100), count),
  opportunities: count,
  costUsd: amountColumn,
  errors: z
    .array(z.strictObject({ source: z.string(), query: z.string(), code: z.string(), message: z.string() }))
    .max(100),
}

const ends = ['finished', 'failed', 'cancelled'] as const

const search = z
  .looseObject({
    name: z.string().min(1).max(200),
    criteria: z.looseObject({}),
    deal: dealSchema,
    everyMs: z.int().min(1_000),
    cron: cronOption().optional(),
    missedRuns: z.enum(['skip', 'once']),
    lastRun: z
      .strictObject({ runId: idColumn, status: z.enum(ends), durationMs: amountColumn, ...counts })
      .optional(),
  })
  .superRefine(({ criteria }, context) => checkBy(criteriaSchema, criteria, context, ['criteria']))

const run = z.looseObject({
  ...counts,
  searchId: idColumn,
  runningOf: idColumn.optional(),
  status: z.enum(['running', ...ends]),
  tasks: z.array(
    z.strictObject({
      source: z.string(),
      make: z.string().optional(),
      model: z.string().optional(),
      trim: z.string().optional(),
      zip: z.string().optional(),
      status: z.enum(['open', 'done', 'failed']),
      after: z.string().optional(),
      found: count,
    }),
  ),
  progress: z.strictObject({ total: count, done: count, endsAt: timeOption.optional() }),
})

/** The schemas of the rows of searches. */
export const searchRows: RowSchemas = { searches: search, search_runs: run }
