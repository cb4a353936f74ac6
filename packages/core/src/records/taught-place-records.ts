import type { BaseRecord, CollectionDefinition } from '../ports/index.js'

/** The place of the price on the pages of one shop, as an owner taught it. */
export interface TaughtPlace extends BaseRecord {
  /** The host of the shop. */
  readonly host: string
  /** The CSS selector whose first match shows the price. */
  readonly selector: string
}

/** The table of taught places. An owner has at most one for each shop. */
export const taughtPlacesTable: CollectionDefinition<TaughtPlace> = {
  name: 'taught_places',
  columns: { host: { type: 'text' }, selector: { type: 'text' } },
  unique: [['host']],
  indexes: [],
}
