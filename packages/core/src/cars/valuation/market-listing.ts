import type { Money } from '../../money/index.js'
import type { Vehicle } from '../vehicle/listing.js'

/** A vehicle that a market can value. A `Listing` fits. What is not known is absent. */
export interface MarketVehicle extends Vehicle {
  /** The state or region in which it stands, as the source writes it. */
  readonly state?: string
  /** The time of the first sighting in epoch milliseconds. */
  readonly firstSeenAt?: number
  /** The time of the last sighting in epoch milliseconds; for a sale, the time of the sale. */
  readonly lastSeenAt?: number
  /** The vehicle's own price. `market.value` rates it and does not use it otherwise. */
  readonly price?: Money
  /**
   * The words beside the price, such as the title and the terms of payment. They tell an instalment, a down payment, a
   * deposit or a lease from the price of the car; see `readCarPrice`.
   */
  readonly priceWords?: string
  /**
   * `'asking'` for a price that a seller asks, `'paid'` for one that a buyer paid.
   * @default the kind of the market
   */
  readonly priceKind?: 'asking' | 'paid'
  /** Valuations by others, by their name, such as `{ mmr: { amount: '12300.00', currency: 'USD' } }`. */
  readonly valuations?: Readonly<Record<string, Money>>
}

/** A car whose price a market learns from. */
export interface MarketListing extends MarketVehicle {
  /** The site or the file that it comes from, such as `cars.com`. */
  readonly source?: string
  /** The source's own name for the listing. */
  readonly externalId?: string
}
