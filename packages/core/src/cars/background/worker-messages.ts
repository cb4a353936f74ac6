import { ValidationError, type ValidationIssue } from '../../errors/index.js'
import type { MarketState } from '../valuation/market.js'
import type { ComparedFeatures } from '../valuation/market-cars.js'
import type { MarketListing } from '../valuation/market-listing.js'
import type { MarketOptions } from '../valuation/market-options.js'

/** A request to the worker. It answers each with one message, after those of progress. */
export type WorkerRequest =
  /** Opens the work; the options are checked. */
  | { readonly options: MarketOptions }
  /** More listings, which are answered with `undefined`. */
  | { readonly listings: readonly MarketListing[] }
  /** Learns the market, which is answered with `LearnedInWorker`. */
  | 'learn'
  /** Asks for the keys of a level's groups from an index on, which are answered with some texts. */
  | { readonly level: number; readonly from: number }

/** A message of the worker. */
export type WorkerMessage =
  | 'ready'
  | { readonly progress: number }
  | { readonly answer: unknown }
  | { readonly failure: WorkerFailure }

/** The learned market without the listings, which the other side has, and without the keys of groups, which it asks for. */
export interface LearnedInWorker {
  readonly state: Omit<MarketState, 'cars'>
  readonly indexes: Int32Array
  readonly compared?: ComparedFeatures
  /** By level, the number of groups. */
  readonly groupCounts: readonly number[]
}

/** The number of listings in a message: copying more at once would block for milliseconds. */
export const listingsPerMessage = 100
/** The number of keys in a message. */
export const keysPerMessage = 1_000

/** An error on its way from the worker: of those of Telltale, a copy keeps neither class nor members. */
export type WorkerFailure =
  | { readonly error: unknown }
  | { readonly call: string; readonly issues: readonly ValidationIssue[] }

/** Describes an error so that it can be copied. */
export function describeFailure(error: unknown): WorkerFailure {
  if (!(error instanceof ValidationError)) return { error }
  return { call: error.message.slice(0, error.message.indexOf(':')), issues: error.issues }
}

/** Makes the error again that `describeFailure` described. */
export function errorOf(failure: WorkerFailure): unknown {
  return 'issues' in failure ? new ValidationError(failure.call, failure.issues) : failure.error
}
