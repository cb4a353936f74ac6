import { z } from 'zod'
import { timeOption } from '../options/index.js'
import { inactiveReasons, opportunityStatuses } from '../records/opportunity-records.js'
import { amountColumn, idColumn, type RowSchemas } from '../runtime/row-schemas.js'

const share = z.number().min(0).max(1)
const texts = z.array(z.string())

const comparable = z.looseObject({
  name: z.string(),
  url: z.string().optional(),
  price: amountColumn,
  adjustedPrice: z.number(),
  similarity: share,
})

const marketAnalysis = z.looseObject({
  value: amountColumn,
  interval: z.strictObject({ low: amountColumn, high: amountColumn }),
  words: texts,
  marketValue: amountColumn.optional(),
  marketAverage: z.number().optional(),
  comparables: z.array(comparable),
  comparableCount: amountColumn.optional(),
  sources: z.array(z.strictObject({ source: z.string(), value: amountColumn })),
  kbbValue: amountColumn.optional(),
  edmundsValue: amountColumn.optional(),
  perplexityInsights: z
    .strictObject({
      text: z.string(),
      citations: z.array(z.strictObject({ name: z.string(), url: z.string().optional() })).min(1),
      adapter: z.string(),
      at: timeOption,
    })
    .optional(),
})

const costBreakdown = z.looseObject({
  purchasePrice: amountColumn,
  salesTax: amountColumn.optional(),
  titleFee: amountColumn.optional(),
  registrationFee: amountColumn.optional(),
  dealerFee: amountColumn.optional(),
  transportationCost: amountColumn.optional(),
  totalCost: amountColumn,
  unknown: texts,
  lines: z.array(z.looseObject({ name: z.string(), amountUsd: amountColumn.optional() })),
})

const projectedProfit = z.looseObject({
  expected: z.number(),
  p10: z.number(),
  p50: z.number(),
  p90: z.number(),
  chanceOfLoss: share,
  parts: z.array(z.strictObject({ name: z.string(), usd: z.number() })),
  unknown: texts,
  notes: texts,
})

const outcome = z.strictObject({
  boughtAt: timeOption,
  boughtFor: amountColumn,
  soldAt: timeOption.optional(),
  soldFor: amountColumn.optional(),
  profitUsd: z.number().optional(),
  predicted: share,
  projectedUsd: z.number(),
})

/** The schemas of the rows of opportunities. */
export const opportunityRows: RowSchemas = {
  opportunities: z.looseObject({
    vehicleId: idColumn,
    carId: idColumn,
    searchId: idColumn,
    priceUsd: amountColumn,
    marketAnalysis,
    costBreakdown,
    projectedProfit,
    bidCeilingUsd: amountColumn.optional(),
    confidence: share,
    predictedConfidence: share,
    risk: z.strictObject({ score: share, reasons: texts, unknown: texts }),
    score: z.number().min(0).max(100),
    reasons: texts,
    status: z.enum(opportunityStatuses),
    inactiveReason: z.enum(inactiveReasons).optional(),
    outcome: outcome.optional(),
  }),
}
