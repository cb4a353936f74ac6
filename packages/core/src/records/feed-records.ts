import type { SeriesDefinition, SeriesRow } from '../ports/index.js'

/** An event as a row of a feed. */
export interface FeedRow extends SeriesRow {
  /** The name of the event. */
  readonly name: string
  /** The payload of the event. */
  readonly data: unknown
}

/** The series of feeds. The time of a row is the id of its event. */
export const feedTable: SeriesDefinition<FeedRow> = {
  name: 'events',
  columns: { name: { type: 'text' }, data: { type: 'json' } },
}

/** The key of an owner's feed. */
export const feedKey = 'feed'
