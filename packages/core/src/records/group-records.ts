import type { BaseRecord, CollectionDefinition } from '../ports/index.js'
import type { BestPrice } from '../prices/group/best-offer.js'

/** The best price of a group, with the time since which it is the best. */
export interface GroupBest extends BestPrice {
  /** The time at which it was first seen, in epoch milliseconds. */
  readonly since: number
}

/** The best price that `group:best-changed` told of last. */
export interface ToldBest {
  /** The time at which it was told, in epoch milliseconds. */
  readonly at: number
  /** The best price; absent when it was told that there is none. */
  readonly best?: BestPrice
}

/** Several tracked pages as one product: the same thing in several shops, or in packs of several sizes. */
export interface ProductGroup extends BaseRecord {
  /** The name of the group. */
  readonly name: string
  /** The ISO 4217 code of the currency of its prices. Pages with prices in others are left out. */
  readonly currency?: string
  /** The best price now; absent while none is known. */
  readonly best?: GroupBest
  /** The best price that was told last; absent while none was. */
  readonly told?: ToldBest
}

/** The table of groups. The products of a group name it. */
export const productGroupsTable: CollectionDefinition<ProductGroup> = {
  name: 'product_groups',
  columns: {
    name: { type: 'text' },
    currency: { type: 'text', optional: true },
    best: { type: 'json', optional: true },
    told: { type: 'json', optional: true },
  },
  unique: [],
  indexes: [],
}
