import type { Money } from '../money/index.js'

/** Which car is meant. Makes and models are matched without regard to case, spaces and hyphens. */
export interface CarQuery {
  /** Such as `Chevrolet`. */
  readonly make: string
  /** Such as `Corvette`. */
  readonly model: string
  /** The model year. */
  readonly year: number
  /** Such as `Stingray`; any when absent. */
  readonly trim?: string
}

/** Who says so. */
export interface FactSource {
  /** The publisher, such as `Chevrolet`. */
  readonly name: string
  /** Where it can be read. */
  readonly url?: string
}

/** A figure, in the unit its name says, and who says so. */
export interface CarFact {
  readonly value: number
  readonly source: FactSource
  /** The figure as it was published, when that was in another unit. */
  readonly original?: { readonly value: number; readonly unit: string }
}

/** Specifications of one car, in the units of their names. What is not known is absent. */
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
}

/** What a car is worth on a market. */
export interface CarValuation {
  readonly value: Money
  /** The interval around it that holds 8 times in 10, in the same currency, where the source gives one. */
  readonly interval?: { readonly low: Money; readonly high: Money }
  readonly source: FactSource
}
