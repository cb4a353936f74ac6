import type { Body, Fuel } from '../cars/vehicle/attributes.js'
import type { SellerKind } from '../cars/vehicle/listing.js'
import type { BaseRecord, CollectionDefinition } from '../ports/index.js'
import type { CronOptions } from '../schedule/cron-slots.js'
import type { MissedRuns } from '../schedule/slot-plan.js'

/** The cars that a search is for. A list that is empty, and a member that is absent, does not restrict it. */
export interface SearchCriteria {
  /** The makes, such as `Ford`. */
  readonly makes: readonly string[]
  /** The models, such as `Mustang`. A model that is known to be of another make is not searched with it. */
  readonly models: readonly string[]
  /** The trims, such as `GT`. */
  readonly trims: readonly string[]
  /** The first model year. */
  readonly yearMin?: number
  /** The last model year. */
  readonly yearMax?: number
  /** The lowest price, in US dollars. */
  readonly priceMin?: number
  /** The highest price, in US dollars. */
  readonly priceMax?: number
  /** The highest odometer reading, in miles. */
  readonly mileageMax?: number
  /** The sources of energy. */
  readonly fuels: readonly Fuel[]
  /** The body styles. */
  readonly bodies: readonly Body[]
  /** The places to search around: US ZIP codes of five digits. */
  readonly locations: readonly string[]
  /** The radius around each place, in miles. */
  readonly radiusMiles: number
  /** The kinds of sellers. A listing that does not say by whom it is counts as either. */
  readonly sellers: readonly SellerKind[]
  /** The sources to ask, by the ids of their adapters. Empty asks every adapter that has listings. */
  readonly sources: readonly string[]
}

/** The bar from which on a car counts as an opportunity. */
export interface DealBar {
  /** The lowest projected profit, in US dollars. */
  readonly minProfitUsd: number
  /** The lowest confidence, from 0 to 1. */
  readonly minConfidence: number
  /** The highest risk, from 0 to 1. */
  readonly maxRisk: number
}

/** A source that failed in a run, with what it did not answer. */
export interface SearchRunError {
  /** The id of the adapter. */
  readonly source: string
  /** The query that it did not answer, in words, such as `Ford Mustang near 60601`. */
  readonly query: string
  /** The error code, such as `ADAPTER_FAILED`. */
  readonly code: string
  /** The reason in words. */
  readonly message: string
}

/** The counts of a run. */
export interface SearchCounts {
  /** The number of listings that the sources gave, those that were refused among them. */
  readonly found: number
  /** The number of them that were not known before. */
  readonly new: number
  /** The number of them whose price changed, or that came back. */
  readonly changed: number
  /** The number of known listings that their source shows no more. */
  readonly gone: number
  /** The number of listings that were refused. */
  readonly refused: number
  /** The refused listings by reason. */
  readonly refusals: Readonly<Record<string, number>>
  /** The number of opportunities that were found or changed. */
  readonly opportunities: number
  /** The cost of the calls to sources, in US dollars. */
  readonly costUsd: number
  /** The failures of sources; the first 100. */
  readonly errors: readonly SearchRunError[]
}

/** The result of the last run of a search. */
export interface LastSearchRun extends SearchCounts {
  /** The id of the run. */
  readonly runId: string
  /** The end: `failed` when no source answered. */
  readonly status: 'finished' | 'failed' | 'cancelled'
  /** The time that it took, in milliseconds. */
  readonly durationMs: number
}

/** A saved search for cars. */
export interface Search extends BaseRecord {
  /** The name. */
  readonly name: string
  /** The cars that it is for. */
  readonly criteria: SearchCriteria
  /** The interval, in milliseconds; for a cron expression the longest one between its next slots. */
  readonly everyMs: number
  /** The cron expression that takes the place of the interval. */
  readonly cron?: CronOptions
  /** The treatment of slots that passed while nothing ran. */
  readonly missedRuns: MissedRuns
  /** The time at which the next run is due, in epoch milliseconds. */
  readonly dueAt: number
  /** `true` while the schedule rests. */
  readonly paused: boolean
  /** The US ZIP code that cars are brought to. */
  readonly destinationZip?: string
  /** The US state of the buyer, such as `IL`, whose tax and fees count. */
  readonly buyerState?: string
  /** The bar from which on a car counts as an opportunity. */
  readonly deal: DealBar
  /** The start of the last run, in epoch milliseconds; absent before the first. */
  readonly lastExecutedAt?: number
  /** The result of the last run that ended; absent before. */
  readonly lastRun?: LastSearchRun
}

/** A part of a run: one query to one source. */
export interface SearchTask {
  /** The id of the adapter. */
  readonly source: string
  /** The make that is asked for. */
  readonly make?: string
  /** The model that is asked for. */
  readonly model?: string
  /** The trim that is asked for. */
  readonly trim?: string
  /** The ZIP code that is searched around. */
  readonly zip?: string
  /** `done` when the source answered whole. */
  readonly status: 'open' | 'done' | 'failed'
  /** The place in the source's answer from which on nothing is stored yet; absent at its beginning. */
  readonly after?: string
  /** The number of listings that it gave so far. */
  readonly found: number
}

/** The progress of a run. */
export interface SearchProgress {
  /** The number of queries to sources. */
  readonly total: number
  /** The number of queries that are answered or failed. */
  readonly done: number
  /** The time at which it is likely to end, in epoch milliseconds; absent while nothing is known. */
  readonly endsAt?: number
}

/** A run of a search. */
export interface SearchRun extends BaseRecord, SearchCounts {
  /** The id of the search. */
  readonly searchId: string
  /** The id of the search while the run goes on, so that there is one at a time; absent when it ended. */
  readonly runningOf?: string
  /** The state: `failed` when no source answered. */
  readonly status: 'running' | 'finished' | 'failed' | 'cancelled'
  /** The start, in epoch milliseconds. */
  readonly startedAt: number
  /** The end, in epoch milliseconds; absent while it goes on. */
  readonly endedAt?: number
  /** The time that it took, in milliseconds; absent while it goes on. */
  readonly durationMs?: number
  /** The parts of the run, with what is stored of each. */
  readonly tasks: readonly SearchTask[]
  /** The progress. */
  readonly progress: SearchProgress
}

/** The table of searches. */
export const searchesTable: CollectionDefinition<Search> = {
  name: 'searches',
  columns: {
    name: { type: 'text' },
    criteria: { type: 'json' },
    everyMs: { type: 'integer' },
    cron: { type: 'json', optional: true },
    missedRuns: { type: 'text' },
    dueAt: { type: 'time' },
    paused: { type: 'boolean' },
    destinationZip: { type: 'text', optional: true },
    buyerState: { type: 'text', optional: true },
    deal: { type: 'json' },
    lastExecutedAt: { type: 'time', optional: true },
    lastRun: { type: 'json', optional: true },
  },
  unique: [],
  indexes: [['paused', 'dueAt']],
}

/** The table of runs. A run goes with its search. */
export const searchRunsTable: CollectionDefinition<SearchRun> = {
  name: 'search_runs',
  columns: {
    searchId: { type: 'text', references: 'searches' },
    runningOf: { type: 'text', optional: true },
    status: { type: 'text' },
    startedAt: { type: 'time' },
    endedAt: { type: 'time', optional: true },
    durationMs: { type: 'integer', optional: true },
    tasks: { type: 'json' },
    progress: { type: 'json' },
    found: { type: 'integer' },
    new: { type: 'integer' },
    changed: { type: 'integer' },
    gone: { type: 'integer' },
    refused: { type: 'integer' },
    refusals: { type: 'json' },
    opportunities: { type: 'integer' },
    costUsd: { type: 'real' },
    errors: { type: 'json' },
  },
  unique: [['runningOf']],
  indexes: [['searchId', 'startedAt'], ['status', 'startedAt'], ['startedAt']],
}
