import type { SeriesDefinition, SeriesRow } from '../ports/index.js'

/** One event as a feed keeps it. */
export interface FeedRow extends SeriesRow {
  readonly name: string
  readonly data: unknown
}

/** Where feeds are kept. The time of a row is the id of its event. */
export const feedTable: SeriesDefinition<FeedRow> = {
  name: 'events',
  columns: { name: { type: 'text' }, data: { type: 'json' } },
}

/** The one key of an owner's feed. */
export const feedKey = 'feed'
