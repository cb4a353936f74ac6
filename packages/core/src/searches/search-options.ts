import { z } from 'zod'
import { stateCosts } from '../cars/costs/state-cost.js'
import { type Body, bodies, type Fuel, fuels } from '../cars/vehicle/attributes.js'
import type { SellerKind } from '../cars/vehicle/listing.js'
import { type Duration, durationOption, type OptionsShape, zipOption } from '../options/index.js'
import type { DealBar, SearchCriteria } from '../records/search-records.js'
import { cronOption } from '../schedule/cron-option.js'
import type { CronOptions } from '../schedule/cron-slots.js'
import type { MissedRuns } from '../schedule/slot-plan.js'
import { dayMs, hourMs } from '../time/index.js'

/** The cars that a search is for. A member that is absent does not restrict it. */
export interface SearchCriteriaOptions {
  /** The makes, such as `['Ford']`; 20 at most. @default any */
  readonly makes?: readonly string[]
  /** The models, such as `['Mustang']`; 50 at most. One that is known to be of one make is searched with it alone. @default any */
  readonly models?: readonly string[]
  /** The trims, such as `['GT']`. A listing that names none counts as well. @default any */
  readonly trims?: readonly string[]
  /** The first model year. @default any */
  readonly yearMin?: number
  /** The last model year. @default any */
  readonly yearMax?: number
  /** The lowest price, in US dollars. @default any */
  readonly priceMin?: number
  /** The highest price, in US dollars. @default any */
  readonly priceMax?: number
  /** The highest odometer reading, in miles. @default any */
  readonly mileageMax?: number
  /** The sources of energy, such as `['electric']`. @default any */
  readonly fuels?: readonly Fuel[]
  /** The body styles, such as `['pickup']`. @default any */
  readonly bodies?: readonly Body[]
  /** The US ZIP codes to search around; 20 at most. @default everywhere */
  readonly locations?: readonly string[]
  /** The radius around each place, in miles. @default 100 */
  readonly radiusMiles?: number
  /** The kinds of sellers. A listing that does not say by whom it is counts as well. @default both */
  readonly sellers?: readonly SellerKind[]
  /** The sources to ask, by the ids of their adapters. @default every adapter that has listings */
  readonly sources?: readonly string[]
}

/** The bar from which on a car counts as an opportunity. */
export interface DealBarOptions {
  /** The lowest projected profit, in US dollars. @default 1000 */
  readonly minProfitUsd?: number
  /** The lowest confidence, from 0 to 1. @default 0.5 */
  readonly minConfidence?: number
  /** The highest risk, from 0 to 1. @default 0.5 */
  readonly maxRisk?: number
}

/** A search to create. */
export interface SearchDefinition {
  /** The name. */
  readonly name: string
  /** The cars that it is for. @default {} */
  readonly criteria?: SearchCriteriaOptions
  /** The time between two runs, from `'1s'` to `'30d'`. @default '6h' */
  readonly every?: Duration
  /** The slots of its runs as a cron expression, in place of `every`. @default none */
  readonly cron?: CronOptions
  /** The treatment of slots that passed while nothing ran: `once` makes up for all of them with one run. @default 'once' */
  readonly missedRuns?: MissedRuns
  /** `true` to begin with a schedule that rests. @default false */
  readonly paused?: boolean
  /** The US ZIP code that cars are brought to. @default none, so that no transport is counted */
  readonly destinationZip?: string
  /** The US state of the buyer, such as `'IL'`, whose tax and fees count. @default none */
  readonly buyerState?: string
  /** The bar from which on a car counts as an opportunity. @default see each member */
  readonly deal?: DealBarOptions
}

/** The changes of a search. An absent member stays; `null` takes one off, or back to its default. */
export interface SearchPatch {
  /** The new name. */
  readonly name?: string
  /** The new criteria, which replace all of the old ones. */
  readonly criteria?: SearchCriteriaOptions | null
  /** The new time between two runs, from which on the schedule begins. */
  readonly every?: Duration | null
  /** The new cron expression. */
  readonly cron?: CronOptions | null
  /** The new treatment of missed slots. */
  readonly missedRuns?: MissedRuns | null
  /** The new destination. */
  readonly destinationZip?: string | null
  /** The new state of the buyer. */
  readonly buyerState?: string | null
  /** The new bar, which replaces all of the old one. */
  readonly deal?: DealBarOptions | null
}

/** The maximum number of queries of a search to one source. */
const maxQueries = 200

const names = (max: number) => z.array(z.string().trim().min(1).max(100)).max(max).exactOptional()
const year = z.int().min(1886).max(2100).exactOptional()
const usd = z.number().min(0).max(1e9).exactOptional()
const share = z.number().min(0).max(1).exactOptional()

/** Criteria that restrict nothing. */
const everyCar: SearchCriteria = {
  makes: [],
  models: [],
  trims: [],
  fuels: [],
  bodies: [],
  locations: [],
  radiusMiles: 100,
  sellers: [],
  sources: [],
}

const isRange = (from: number | undefined, to: number | undefined): boolean =>
  from === undefined || to === undefined || from <= to

/** The schema of {@link SearchCriteriaOptions}. */
export const criteriaSchema = z
  .strictObject({
    makes: names(20),
    models: names(50),
    trims: names(50),
    yearMin: year,
    yearMax: year,
    priceMin: usd,
    priceMax: usd,
    mileageMax: z.number().min(0).max(10_000_000).exactOptional(),
    fuels: z.array(z.enum(fuels)).max(20).exactOptional(),
    bodies: z.array(z.enum(bodies)).max(20).exactOptional(),
    locations: z.array(zipOption).max(20).exactOptional(),
    radiusMiles: z.number().min(1).max(5_000).exactOptional(),
    sellers: z
      .array(z.enum(['dealer', 'private']))
      .max(2)
      .exactOptional(),
    sources: names(100),
  } satisfies OptionsShape<SearchCriteriaOptions>)
  .refine(({ yearMin, yearMax }) => isRange(yearMin, yearMax), {
    path: ['yearMin'],
    error: 'expected a year no later than `yearMax`',
  })
  .refine(({ priceMin, priceMax }) => isRange(priceMin, priceMax), {
    path: ['priceMin'],
    error: 'expected a price no higher than `priceMax`',
  })
  .refine((given) => queriesOf(given) <= maxQueries, {
    error: `expected at most ${maxQueries} queries: makes × models × locations`,
  })
  .transform((given): SearchCriteria => ({ ...everyCar, ...given }))

const queriesOf = ({
  makes = [],
  models = [],
  locations = [],
}: Pick<SearchCriteriaOptions, 'makes' | 'models' | 'locations'>): number =>
  Math.max(makes.length, 1) * Math.max(models.length, 1) * Math.max(locations.length, 1)

/** The schema of {@link DealBarOptions}. */
export const dealSchema = z
  .strictObject({
    minProfitUsd: z.number().min(-1e9).max(1e9).exactOptional(),
    minConfidence: share,
    maxRisk: share,
  } satisfies OptionsShape<DealBarOptions>)
  .transform((given): DealBar => ({ minProfitUsd: 1_000, minConfidence: 0.5, maxRisk: 0.5, ...given }))

const state = z
  .string()
  .refine((code) => Object.hasOwn(stateCosts, code), { error: "expected a US state such as 'IL'" })

const name = z.string().trim().min(1).max(200)
const every = durationOption({ minMs: 1_000, maxMs: 30 * dayMs })
const missedRuns = z.enum(['skip', 'once'])

/** The time between two runs unless the options say otherwise, in milliseconds. */
export const defaultEveryMs = 6 * hourMs

const hasOneSchedule = ({ every, cron }: { readonly every?: unknown; readonly cron?: unknown }): boolean =>
  !every || !cron
const twoSchedules = { path: ['cron'], error: 'expected `every` or `cron`, not both' }

/** The schema of {@link SearchDefinition}. */
export const searchSchema = z
  .strictObject({
    name,
    criteria: criteriaSchema.prefault({}),
    every: every.exactOptional(),
    cron: cronOption().exactOptional(),
    missedRuns: missedRuns.default('once'),
    paused: z.boolean().default(false),
    destinationZip: zipOption.exactOptional(),
    buyerState: state.exactOptional(),
    deal: dealSchema.prefault({}),
  } satisfies OptionsShape<SearchDefinition>)
  .refine(hasOneSchedule, twoSchedules)

/** The schema of {@link SearchPatch}. */
export const searchPatchSchema = z
  .strictObject({
    name: name.exactOptional(),
    criteria: criteriaSchema.nullable().exactOptional(),
    every: every.nullable().exactOptional(),
    cron: cronOption().nullable().exactOptional(),
    missedRuns: missedRuns.nullable().exactOptional(),
    destinationZip: zipOption.nullable().exactOptional(),
    buyerState: state.nullable().exactOptional(),
    deal: dealSchema.nullable().exactOptional(),
  } satisfies OptionsShape<SearchPatch>)
  .refine(hasOneSchedule, twoSchedules)
