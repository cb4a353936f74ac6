import { z } from 'zod'
import { isMarketVehicle } from '../cars/valuation/vehicle-shape.js'
import {
  type CallOptions,
  defined,
  type OptionsShape,
  parseOptions,
  signalOption,
  zipOption,
} from '../options/index.js'
import type { MarketCounts } from '../records/market-records.js'
import type { MissingAnswer } from '../records/missing-answer.js'
import { vehiclesTable } from '../records/vehicle-records.js'
import {
  adaptersWith,
  MissingAnswers,
  ownedRecords,
  type Runtime,
  type VehicleValue,
} from '../runtime/index.js'
import { askInsights, type SourceInsight } from './ask-insights.js'
import { askSources, type SourceValuation } from './ask-sources.js'
import type { Markets } from './markets.js'
import { segmentOf } from './segment.js'
import { type CarToValue, joinValues, nameOf, queryOf, valueByMarket } from './value-car.js'

/** The options of `valuations.value`. */
export interface ValuationOptions extends CallOptions {
  /** `true` to ask every source of valuations as well, which may cost lookups. @default false */
  readonly sources?: boolean
  /** `true` to ask every source of research on the market of such cars and on the region. @default false */
  readonly insights?: boolean
}

/** The value of a car, by all that is known of it. */
export interface FullValuation extends Omit<VehicleValue, 'vehicleId' | 'sources'> {
  /** The valuations of sources, each with the time of its answer. */
  readonly sources: readonly SourceValuation[]
  /** The research on the market and on the region, in the sources' words. */
  readonly insights: readonly SourceInsight[]
  /** The answers that sources did not give. */
  readonly missing: readonly MissingAnswer[]
}

/** The options of `valuations.market`: the segment of the owner's listings. */
export interface SegmentQuery {
  /** The ISO 4217 code of its prices. @default 'USD' */
  readonly currency?: string
  /** The kind of its prices. @default 'asking' */
  readonly kind?: 'asking' | 'paid'
}

/** The state of a market. */
export interface MarketOverview {
  /** The ISO 4217 code of its prices. */
  readonly currency: string
  /** The kind of its prices. */
  readonly kind: 'asking' | 'paid'
  /** `true` when it values cars. */
  readonly isLearned: boolean
  /** The number of listings that it has. */
  readonly listings: number
  /** The number that it needs before it values anything. */
  readonly needed: number
  /** The time at which it was learned, in epoch milliseconds; absent before. */
  readonly learnedAt?: number
  /** The time at which it is looked at next, in epoch milliseconds; absent while no vehicle of the segment came. */
  readonly nextAt?: number
  /** The counts of the listings that it was learned from, and of those that it refused, by reason. */
  readonly report?: MarketCounts
}

/** The values of cars, by the market of one owner's listings and by sources. */
export interface CarValuations {
  /**
   * Values a vehicle that a search found, by its id, or any other car. The market of the owner's own listings says what
   * such cars are asked for, with an interval; until it has enough listings, `notYet` says how many it has and needs. With
   * `sources`, each source of valuations is asked, and `value` joins what all of them say. A source that fails is named in
   * `missing`.
   *
   * @throws `ValidationError` when the car or an option is wrong, `NotFoundError` for the id of no vehicle.
   */
  value(vehicle: string | CarToValue, options?: ValuationOptions): Promise<FullValuation>
  /** Returns the state of a market: what it has, when it was learned and when it is looked at next. */
  market(query?: SegmentQuery): Promise<MarketOverview>
}

const optionsSchema = z.strictObject({
  sources: z.boolean().default(false),
  insights: z.boolean().default(false),
  signal: signalOption.optional(),
} satisfies OptionsShape<ValuationOptions>)

const name = z.string().min(1).max(100)

const carSchema = z
  .looseObject({ make: name, model: name, year: z.int().min(1886).max(2100), zip: zipOption.optional() })
  .refine(isMarketVehicle, { error: 'expected the members of a vehicle, each of its type' })

const marketSchema = z.strictObject({
  currency: z
    .string()
    .regex(/^[A-Z]{3}$/, { error: "expected an ISO 4217 code such as 'USD'" })
    .default('USD'),
  kind: z.enum(['asking', 'paid']).default('asking'),
} satisfies OptionsShape<SegmentQuery>)

/** Makes the valuations service of one owner. */
export function createValuations(runtime: Runtime, markets: Markets, ownerId: string): CarValuations {
  const vehicles = ownedRecords(runtime, vehiclesTable, ownerId, 'vehicle')

  const value = async (
    car: CarToValue,
    { sources: asksSources, insights: asksInsights }: z.output<typeof optionsSchema>,
    signal: AbortSignal,
  ): Promise<FullValuation> => {
    const state = await markets.open(ownerId, segmentOf(car))
    const byMarket = valueByMarket(state, car)
    const missing = new MissingAnswers(runtime, { signal, car: nameOf(car) })
    let costUsd = 0
    const onSpent = (usd: number) => {
      costUsd += usd
    }
    const query = asksSources ? queryOf(car) : undefined
    const asked = { ownerId, signal, missing, onSpent }
    const [sources, insights] = await Promise.all([
      query ? askSources(runtime, { ...asked, query }) : [],
      asksInsights ? askInsights(runtime, { ...asked, car }) : [],
    ])
    if (query && sources.length === 0)
      missing.unknown('valuation', adaptersWith(runtime.adapters, 'valuations'))
    const joined = joinValues(state, byMarket.market, sources)
    return { ...byMarket, sources, insights, missing: missing.list, costUsd, ...defined({ value: joined }) }
  }

  return {
    value: (given, givenOptions = {}) =>
      runtime.run(async () => {
        const options = parseOptions('valuations.value', optionsSchema, givenOptions)
        const car =
          typeof given === 'object' && given !== null
            ? (parseOptions('valuations.value', carSchema, given) as CarToValue)
            : await vehicles.find(given)
        return runtime.abortable(options.signal, (signal) => value(car, options, signal))
      }),
    market: (query = {}) =>
      runtime.run(async () => {
        const segment = parseOptions('valuations.market', marketSchema, query)
        const record = await markets.find(ownerId, segment)
        const { listings, needed } = await markets.progress(ownerId, segment, record)
        const { learnedAt, report, dueAt: nextAt } = record ?? {}
        const isLearned = learnedAt !== undefined
        return { ...segment, isLearned, listings, needed, ...defined({ learnedAt, nextAt, report }) }
      }),
  }
}
