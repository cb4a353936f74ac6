import type { Money } from '../money/index.js'

/** A car to look up. Makes and models are matched whatever their case, spaces and hyphens. */
export interface CarQuery {
  /** The make, such as `Chevrolet`. */
  readonly make: string
  /** The model, such as `Corvette`. */
  readonly model: string
  /** The model year. */
  readonly year: number
  /** The trim, such as `Stingray`. @default any */
  readonly trim?: string
}

/** The source of a figure. */
export interface FactSource {
  /** The name of the publisher, such as `Chevrolet`. */
  readonly name: string
  /** The address of the publication. */
  readonly url?: string
}

/** A figure with its source, in the unit of the member that holds it. */
export interface CarFact {
  /** The figure. */
  readonly value: number
  /** The source of the figure. */
  readonly source: FactSource
  /** The published figure, when that was in another unit. */
  readonly original?: { readonly value: number; readonly unit: string }
}

/** The specifications of one car, in the units of the member names. Unknown figures are absent. */
export interface CarSpecs extends CarQuery {
  /** Power in SAE net horsepower (hp). */
  readonly horsepower?: CarFact
  /** Seconds from standstill to 60 mph. */
  readonly zeroToSixtySeconds?: CarFact
  /** Torque in pound-feet. */
  readonly torqueLbFt?: CarFact
  /** Miles per US gallon in the city, on the EPA's label; of an electric car the equivalent. */
  readonly cityMpg?: CarFact
  /** Miles per US gallon on the highway, on the EPA's label; of an electric car the equivalent. */
  readonly highwayMpg?: CarFact
  /** Miles per US gallon of both together, on the EPA's label; of an electric car the equivalent. */
  readonly combinedMpg?: CarFact
  /** Miles on one charge, of an electric car. */
  readonly rangeMiles?: CarFact
  /**
   * The trims that the query fits where it does not decide between them, such as `SE V6`. Only the figures in which all of
   * them agree are given.
   */
  readonly ambiguousTrims?: readonly string[]
}

/** The kinds of prices. */
export const priceLevels = ['asking', 'retail', 'tradeIn', 'paid'] as const

/**
 * The kind of a price: what sellers ask, what dealers retail for, what dealers pay for a trade-in, and what buyers paid, at an
 * auction as well. Prices of different levels are not the same figure.
 */
export type PriceLevel = (typeof priceLevels)[number]

/** The value of a car on a market. */
export interface CarValuation {
  /** The estimated price. */
  readonly value: Money
  /** The 80 % interval of the price, in the same currency, where the source gives one. */
  readonly interval?: { readonly low: Money; readonly high: Money }
  /** The source of the valuation. */
  readonly source: FactSource
  /**
   * The typical error of the source, as it states it or as the host measured it: the median of how far its values lie from
   * prices, such as 0.06 for 6 %. @default unknown
   */
  readonly error?: number
  /** The kind of price that the value is. @default unknown */
  readonly priceLevel?: PriceLevel
}
