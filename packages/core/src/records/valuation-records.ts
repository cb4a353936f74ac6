import type { CarValuation } from '../cars/car.js'
import type { BaseRecord, CollectionDefinition } from '../ports/index.js'

/** The answer of a source to the question for the value of a car, kept as long as the source's terms allow. */
export interface KeptValuation extends BaseRecord {
  /** The id of the adapter. */
  readonly adapter: string
  /** The car that was asked about, in words that are the same whenever the same is asked. */
  readonly question: string
  /** The value; absent when the source does not know the car. */
  readonly valuation?: CarValuation
  /** The time of the answer, in epoch milliseconds. */
  readonly at: number
  /** The time until which the answer counts as fresh, in epoch milliseconds: the source is not asked again before. */
  readonly freshUntil: number
  /** The time before which the source's terms want it removed, in epoch milliseconds; absent without such terms. */
  readonly keptUntil?: number
}

/** The table of valuations by sources. An owner has the last answer of each source about a car. */
export const valuationsTable: CollectionDefinition<KeptValuation> = {
  name: 'valuations',
  columns: {
    adapter: { type: 'text' },
    question: { type: 'text' },
    valuation: { type: 'json', optional: true },
    at: { type: 'time' },
    freshUntil: { type: 'time' },
    keptUntil: { type: 'time', optional: true },
  },
  unique: [['adapter', 'question']],
  indexes: [['question'], ['freshUntil'], ['keptUntil']],
}
