import { defined, parseOptions } from '../options/index.js'
import type { Tables, Where } from '../ports/index.js'
import {
  type FoundOpportunity,
  type OpportunityOutcome,
  type OpportunityStatus,
  opportunitiesTable,
} from '../records/opportunity-records.js'
import {
  type ListPage,
  listPage,
  ownedRecords,
  type PageList,
  pageList,
  type Runtime,
  storeRecord,
} from '../runtime/index.js'
import { calibrateByOutcomes, type OutcomeCalibration } from './calibration.js'
import { explainOpportunity, type OpportunityExplanation } from './explain.js'
import {
  type OpportunityListOptions,
  type OutcomeOptions,
  opportunityListSchema,
  outcomeSchema,
  statusSchema,
} from './opportunity-options.js'

/** The opportunities of one owner. An unknown id and another owner's id both give a `NotFoundError`. */
export interface Opportunities {
  /** Returns opportunities, the best first. */
  list(options?: OpportunityListOptions): PageList<FoundOpportunity>
  /** Returns one opportunity. @throws `NotFoundError` */
  get(id: string): Promise<FoundOpportunity>
  /** Sets how far the owner came with it: `viewed`, `dismissed`, or back. */
  setStatus(id: string, status: OpportunityStatus): Promise<FoundOpportunity>
  /** Explains its value, costs, profit and risks in words. */
  explain(id: string): Promise<OpportunityExplanation>
  /**
   * Records what became of it: that the car was bought, and later that it was sold, with both prices. Sales are what
   * `calibration` learns from.
   *
   * @throws `ValidationError` when the sale is half given, or before the purchase.
   */
  recordOutcome(id: string, outcome: OutcomeOptions): Promise<FoundOpportunity>
  /** Compares what was predicted of the cars that were sold with what became of them. */
  calibration(): Promise<OutcomeCalibration>
}

/** Makes the opportunities service of one owner. */
export function createOpportunities(runtime: Runtime, ownerId: string): Opportunities {
  const { run, storage, clock } = runtime
  const opportunities = ownedRecords(runtime, opportunitiesTable, ownerId, 'opportunity')
  const change = (
    id: string,
    changed: (opportunity: FoundOpportunity) => FoundOpportunity,
  ): Promise<FoundOpportunity> =>
    runtime.commit(ownerId, async (tables: Tables) => {
      const opportunity =
        typeof id === 'string' ? await tables.collection(opportunitiesTable).get(ownerId, id) : undefined
      if (!opportunity) throw opportunities.notFound(id)
      return storeRecord(tables, opportunitiesTable, {
        ...changed(opportunity),
        updatedAt: clock.now(),
      })
    })
  return {
    list: (options) => pageList((query = {}) => run(() => readPage(runtime, ownerId, query)), options),
    get: (id) => run(() => opportunities.find(id)),
    setStatus: (id, given) =>
      run(() => {
        const { status } = parseOptions('opportunities.setStatus', statusSchema, { status: given })
        return change(id, (opportunity) => ({ ...opportunity, status }))
      }),
    explain: (id) => run(async () => explainOpportunity(await opportunities.find(id))),
    recordOutcome: (id, given) =>
      run(() => {
        const outcome = defined(parseOptions('opportunities.recordOutcome', outcomeSchema, given))
        return change(id, (opportunity) => ({
          ...opportunity,
          outcome: outcomeOf(opportunity, outcome),
          outcomeAt: clock.now(),
        }))
      }),
    calibration: () => run(() => calibrateByOutcomes(storage, ownerId)),
  }
}

const columns = { score: 'score', profit: 'profitUsd', confidence: 'confidence', found: 'id' } as const

function readPage(
  { storage }: Runtime,
  ownerId: string,
  given: OpportunityListOptions,
): Promise<ListPage<FoundOpportunity>> {
  const { minProfit, minConfidence, orderBy, limit, after, total, ...rest } = parseOptions(
    'opportunities.list',
    opportunityListSchema,
    given,
  )
  const where = defined({
    ...rest,
    profitUsd: minProfit === undefined ? undefined : { gte: minProfit },
    confidence: minConfidence === undefined ? undefined : { gte: minConfidence },
  }) as Where<FoundOpportunity>
  return listPage(storage.collection(opportunitiesTable), ownerId, {
    where,
    limit,
    after,
    total,
    orderBy: { column: columns[orderBy], direction: 'desc' },
  })
}

/** Returns an outcome with its profit, and what was predicted of it. The first prediction stays. */
function outcomeOf(
  { outcome, predictedConfidence, profitUsd, priceUsd, costBreakdown }: FoundOpportunity,
  given: OutcomeOptions,
): OpportunityOutcome {
  const { boughtFor, soldFor } = given
  const otherCostsUsd = costBreakdown.totalCost - costBreakdown.purchasePrice
  const profit = soldFor === undefined ? undefined : cents(soldFor - boughtFor - otherCostsUsd)
  return {
    ...given,
    ...defined({ profitUsd: profit }),
    predicted: outcome?.predicted ?? predictedConfidence,
    projectedUsd: outcome?.projectedUsd ?? cents(profitUsd + priceUsd - boughtFor),
  }
}

const cents = (usd: number): number => Math.round(usd * 100) / 100
