import { ConflictError } from '../errors/index.js'
import { defined, omit } from '../options/index.js'
import type { BaseRecord, Tables, Where, WriteOperation } from '../ports/index.js'
import { type FoundOpportunity, opportunitiesTable } from '../records/opportunity-records.js'
import type { Search } from '../records/search-records.js'
import { type TrackedVehicle, vehiclesTable } from '../records/vehicle-records.js'
import { type Emit, everyPage, type Runtime } from '../runtime/index.js'
import { parseDuration } from '../time/index.js'
import type { KnownCar } from './car-offers.js'
import type { Judgement } from './evaluate-deal.js'

/** A car that was judged for a search. */
export interface Assessed {
  readonly car: KnownCar
  readonly search: Search
  /** The opportunity that it is or was; absent for none. */
  readonly known: FoundOpportunity | undefined
  readonly judgement: Judgement
}

/** The results of an assessment. */
export interface AssessedBatch {
  readonly ownerId: string
  readonly at: number
  readonly assessed: readonly Assessed[]
  /** The vehicles that are assessed, as they were read. */
  readonly done: readonly TrackedVehicle[]
}

/**
 * Stores the opportunities of a batch with their events, and that its vehicles are assessed: all of it, or nothing. A vehicle that
 * changed meanwhile is assessed again. Resolves to the number of opportunities that were found or changed.
 */
export function storeAssessed(runtime: Runtime, batch: AssessedBatch): Promise<number> {
  const { ownerId, assessed, done } = batch
  const waiting = done.filter(({ needsAssessment }) => needsAssessment)
  if (assessed.length === 0 && waiting.length === 0) return Promise.resolve(0)
  return runtime.commit(ownerId, async (tables, emit) => {
    const count = assessed.length === 0 ? 0 : await storeAll(runtime, { tables, emit }, batch)
    const flagged = waiting.map((vehicle) => ({ update: { ...vehicle, needsAssessment: false } }))
    if (flagged.length > 0) await tables.collection(vehiclesTable).write(flagged)
    return count
  })
}

interface Transaction {
  readonly tables: Tables
  readonly emit: Emit
}

/** An opportunity as it was, and as it will be. */
interface Change {
  readonly before?: FoundOpportunity
  readonly after: FoundOpportunity
}

async function storeAll(
  runtime: Runtime,
  { tables, emit }: Transaction,
  batch: AssessedBatch,
): Promise<number> {
  const { ownerId } = batch
  const stored = await readStored(tables, batch)
  const changes: Change[] = []
  const doubled: string[] = []
  for (const each of batch.assessed) {
    const [before, ...others] = stored.filter(
      ({ id, searchId, carId }) =>
        searchId === each.search.id &&
        (carId === each.car.carId || each.car.opportunities.some((known) => known.id === id)),
    )
    doubled.push(...others.map(({ id }) => id))
    const after = afterJudgement(runtime, each, before, batch)
    if (after) changes.push({ after, ...defined({ before }) })
  }
  const opportunities = tables.collection(opportunitiesTable)
  // Cars that turned out to be one: the opportunity that was found first stays.
  if (doubled.length > 0) await opportunities.delete(ownerId, doubled)
  const results = await opportunities.write(
    changes.map(
      ({ before, after }): WriteOperation<FoundOpportunity> =>
        before ? { update: after } : { insert: after },
    ),
  )
  let count = 0
  for (const [index, result] of results.entries()) {
    if (!result.ok)
      throw new ConflictError('an opportunity changed meanwhile; try again', { retryable: true })
    if (tell(emit, changes[index]?.before, result.record)) count += 1
  }
  return count
}

async function readStored(
  tables: Tables,
  { ownerId, assessed }: AssessedBatch,
): Promise<readonly FoundOpportunity[]> {
  const carIds = new Set(
    assessed.flatMap(({ car }) => [car.carId, ...car.opportunities.map(({ carId }) => carId)]),
  )
  const where = { carId: { in: [...carIds] } } as Where<FoundOpportunity>
  const stored: FoundOpportunity[] = []
  for await (const page of everyPage(tables.collection(opportunitiesTable), ownerId, { where }))
    stored.push(...page)
  return stored
}

/** Returns an opportunity after its judgement; `undefined` for a car that is none and was none. */
function afterJudgement(
  runtime: Runtime,
  { car, search, judgement }: Assessed,
  before: FoundOpportunity | undefined,
  { ownerId, at }: AssessedBatch,
): FoundOpportunity | undefined {
  const { refusal, members } = judgement
  const state = {
    carId: car.carId,
    searchId: search.id,
    isActive: refusal === undefined,
    ...defined({ inactiveReason: refusal }),
    assessedAt: at,
    updatedAt: at,
  }
  if (before) {
    if (!members) return { ...omit(before, 'inactiveReason'), ...state }
    const kept = omit(before, 'inactiveReason', 'bidCeilingUsd', 'keptUntil')
    return { ...kept, ...members, ...state, ...keptUntil(runtime, members, at) }
  }
  if (refusal !== undefined || !members) return undefined
  const base: BaseRecord = { id: runtime.newId(), ownerId, version: 1, createdAt: at, updatedAt: at }
  return { ...base, ...members, ...state, status: 'new', ...keptUntil(runtime, members, at) }
}

/** Returns until when the values of sources may be stored: by the strictest terms of those that give values. */
function keptUntil(
  { adapters }: Runtime,
  { marketAnalysis }: Pick<FoundOpportunity, 'marketAnalysis'>,
  at: number,
): Pick<FoundOpportunity, 'keptUntil'> {
  const { sources, perplexityInsights } = marketAnalysis
  if (sources.length === 0 && !perplexityInsights) return {}
  const limits = adapters.flatMap(({ keepFor, valuations, insights }) =>
    keepFor !== undefined && (valuations || insights) ? [parseDuration(keepFor)] : [],
  )
  return limits.length === 0 ? {} : { keptUntil: at + Math.min(...limits) }
}

/** The change of the profit, as a share of the price, from which on it is told. */
const toldShare = 0.01

/** Tells of an opportunity that is new, or that changed by more than a little. Returns `true` when it does. */
function tell(emit: Emit, before: FoundOpportunity | undefined, opportunity: FoundOpportunity): boolean {
  if (!before) {
    emit('opportunity:found', { opportunity })
    return true
  }
  const { priceUsd, profitUsd, score, isActive } = before
  const isSame =
    isActive === opportunity.isActive &&
    priceUsd === opportunity.priceUsd &&
    Math.abs(profitUsd - opportunity.profitUsd) < toldShare * opportunity.priceUsd
  if (isSame) return false
  emit('opportunity:changed', { opportunity, before: { priceUsd, profitUsd, score, isActive } })
  return true
}
