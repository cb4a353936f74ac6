import type { Money } from '../../money/index.js'
import type { Vehicle } from '../vehicle/listing.js'

/** A vehicle that a market can value. A `Listing` fits. What is not known is absent. */
export interface MarketVehicle extends Vehicle {
  readonly state?: string
  /** Epoch milliseconds. */
  readonly firstSeenAt?: number
  /** Epoch milliseconds; of a sale, when it was sold. */
  readonly lastSeenAt?: number
  readonly price?: Money
  /** Whether the price is what a seller asks or what a buyer paid. */
  readonly priceKind?: 'asking' | 'paid'
  /**
   * What else the market's cars differ by: a number is a measure, a text one of several kinds. `engineLitres`,
   * `cylinders` and `fuel` tell engines apart; `submodel`, `body`, `transmission`, `drivetrain`, `fuelEconomy`,
   * `roadTax` and `fourWheelDrive` versions.
   */
  readonly attributes?: Readonly<Record<string, string | number>>
  /** What others say it is worth, by their name, such as `{ mmr: { amount: '12300.00', currency: 'USD' } }`. */
  readonly valuations?: Readonly<Record<string, Money>>
}

/** A car whose price a market learns from. */
export interface MarketListing extends MarketVehicle {
  readonly source?: string
  readonly externalId?: string
}
