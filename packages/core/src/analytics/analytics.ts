import { z } from 'zod'
import { canonicalMake, canonicalModel } from '../cars/vehicle/make-and-model.js'
import { defined, type OptionsShape, parseOptions } from '../options/index.js'
import type { Where } from '../ports/index.js'
import { type FoundOpportunity, opportunitiesTable } from '../records/opportunity-records.js'
import { type SearchRun, searchesTable, searchRunsTable } from '../records/search-records.js'
import { type TrackedVehicle, vehiclesTable } from '../records/vehicle-records.js'
import { everyPage, everyRecord, ownedRecords, type Runtime } from '../runtime/index.js'
import { type MarketReport, reportMarket } from './market-report.js'

/** The cars of a market. */
export interface MarketQuery {
  /** The make, such as `Ford`. */
  readonly make: string
  /** The model, such as `Mustang`. */
  readonly model: string
  /** The model year. @default any */
  readonly year?: number
  /** The state or province in which they are for sale, as vehicles have it. @default any */
  readonly state?: string
}

/** The fate of what a search found. */
export interface SearchFunnel {
  /** The number of vehicles that its runs found for the first time. */
  readonly found: number
  /** The number of listings that its runs refused. */
  readonly refused: number
  /** The number of opportunities, those that are none any more among them. */
  readonly opportunities: number
  /** The number of those that meet its `deal` now. */
  readonly active: number
  /** The opportunities by how far the owner came with them. */
  readonly byStatus: Readonly<Record<FoundOpportunity['status'], number>>
  /** The number of cars that were bought. */
  readonly bought: number
  /** The number of cars that were sold again. */
  readonly sold: number
  /** The profit of those, in US dollars. */
  readonly profitUsd: number
  /** The cost of the calls to sources, in US dollars. */
  readonly costUsd: number
}

/** Figures of one owner's vehicles, searches and opportunities. */
export interface Analytics {
  /** Reports on the market of a model: prices, supply, days to sell, price index. */
  market(query: MarketQuery): Promise<MarketReport>
  /** Returns what became of what a search found. Its runs count as long as they are kept. @throws `NotFoundError` */
  funnel(searchId: string): Promise<SearchFunnel>
}

/** The number of vehicles that a report reads at most: those that were found last. */
const maxVehicles = 20_000

const name = z.string().trim().min(1).max(100)
const marketSchema = z.strictObject({
  make: name,
  model: name,
  year: z.int().min(1886).max(2100).optional(),
  state: name.optional(),
} satisfies OptionsShape<MarketQuery>)

/** Makes the analytics of one owner. */
export function createAnalytics(runtime: Runtime, ownerId: string): Analytics {
  const searches = ownedRecords(runtime, searchesTable, ownerId, 'search')
  return {
    market: (query) => runtime.run(() => readMarket(runtime, ownerId, query)),
    funnel: (searchId) =>
      runtime.run(async () => readFunnel(runtime, ownerId, (await searches.find(searchId)).id)),
  }
}

async function readMarket(
  { storage, clock }: Runtime,
  ownerId: string,
  query: MarketQuery,
): Promise<MarketReport> {
  const { make, model, ...rest } = parseOptions('analytics.market', marketSchema, query)
  const where = defined({
    ...rest,
    make: canonicalMake(make) ?? make,
    model: canonicalModel(make, model),
  }) as Where<TrackedVehicle>
  const vehicles: TrackedVehicle[] = []
  const orderBy = { column: 'id', direction: 'desc' } as const
  for await (const page of everyPage(storage.collection(vehiclesTable), ownerId, { where, orderBy })) {
    vehicles.push(...page)
    if (vehicles.length >= maxVehicles) break
  }
  return reportMarket(vehicles, clock.now())
}

async function readFunnel({ storage }: Runtime, ownerId: string, searchId: string): Promise<SearchFunnel> {
  const funnel = {
    found: 0,
    refused: 0,
    opportunities: 0,
    active: 0,
    bought: 0,
    sold: 0,
    profitUsd: 0,
    costUsd: 0,
  }
  const byStatus = { new: 0, alerted: 0, viewed: 0, dismissed: 0 }
  const ofRuns = { searchId } as Where<SearchRun>
  for await (const run of everyRecord(storage.collection(searchRunsTable), ownerId, { where: ofRuns })) {
    funnel.found += run.new
    funnel.refused += run.refused
    funnel.costUsd += run.costUsd
  }
  const where = { searchId } as Where<FoundOpportunity>
  const opportunities = storage.collection(opportunitiesTable)
  for await (const { isActive, status, outcome } of everyRecord(opportunities, ownerId, { where })) {
    funnel.opportunities += 1
    funnel.active += isActive ? 1 : 0
    byStatus[status] += 1
    funnel.bought += outcome ? 1 : 0
    funnel.sold += outcome?.profitUsd === undefined ? 0 : 1
    funnel.profitUsd += outcome?.profitUsd ?? 0
  }
  return { ...funnel, byStatus }
}
