import { randomUUID } from 'node:crypto'
import type { Storage } from '@telltale/core/ports'
import {
  type FoundOpportunity,
  opportunitiesTable,
} from '../../packages/core/src/records/opportunity-records.js'

/** The members of an opportunity that a test gives. */
interface GivenOpportunity {
  readonly ownerId: string
  /** The id of its vehicle. @default a new one */
  readonly vehicle?: string
  /** The id of its search. @default a new one */
  readonly search?: string
}

/** Stores an opportunity, without the listings of a market that would lead to it. Resolves to its id. */
export async function storeOpportunity(storage: Storage, given: GivenOpportunity): Promise<string> {
  const { ownerId, vehicle = randomUUID(), search = randomUUID() } = given
  const opportunity: FoundOpportunity = {
    id: randomUUID(),
    ownerId,
    version: 1,
    createdAt: 0,
    updatedAt: 0,
    name: `2018 Ford Mustang of ${ownerId}`,
    vehicleId: vehicle,
    carId: vehicle,
    searchId: search,
    priceUsd: 18_000,
    marketAnalysis: {
      value: 22_000,
      interval: { low: 20_000, high: 24_000 },
      words: [],
      comparables: [],
      sources: [],
    },
    costBreakdown: {
      purchasePrice: 18_000,
      totalCost: 18_000,
      unknown: ['salesTax'],
      lines: [{ name: 'price', amountUsd: 18_000 }],
    },
    projectedProfit: {
      expected: 4_000,
      p10: 2_000,
      p50: 4_000,
      p90: 6_000,
      chanceOfLoss: 0.01,
      parts: [
        { name: 'sale', usd: 22_000 },
        { name: 'purchase', usd: -18_000 },
      ],
      unknown: ['selling'],
      notes: [],
    },
    profitUsd: 4_000,
    confidence: 0.99,
    predictedConfidence: 0.99,
    risk: { score: 0.1, reasons: [], unknown: [] },
    score: 80,
    reasons: [],
    status: 'new',
    isActive: true,
    assessedAt: 0,
  }
  await storage.collection(opportunitiesTable).write([{ insert: opportunity }])
  return opportunity.id
}
