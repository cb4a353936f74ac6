import type { CarPriceKind } from '../../vehicle/car-price.js'
import type { MarketVehicle } from '../market-listing.js'

/** A difference between a car and a comparable that a line is about. */
export type DifferenceName = 'year' | 'age' | 'mileage' | 'trim' | 'engine' | 'version' | 'VIN' | 'title'

/** A figure or a name of the car beside that of a comparable, as written. */
export interface Difference {
  readonly own: MarketVehicle
  readonly other: MarketVehicle
}

/** The sentences and units of one language and region. Each gives plain text. */
export interface ValuationWords {
  /** Writes a distance in the region's unit, such as `42,000 miles`. */
  distance(miles: number): string
  /** Writes a whole number, such as `42,000`. */
  whole(figure: number): string
  /** Describes the car that `base` is the value of. */
  base(vehicle: MarketVehicle, basis: ValueBasis): string
  /** Describes an adjustment of the value by its name. */
  adjustment(name: string, vehicle: MarketVehicle, basis: ValueBasis): string
  /** Describes a line between a car and a comparable. */
  difference(name: DifferenceName, cars: Difference): string
  /** The reasons for a refusal. */
  readonly refusals: {
    noMake(): string
    noModel(): string
    noYear(): string
    yearOutOfRange(year: number | undefined, first: number, last: number): string
    unknownMake(make: string, cars: number, near: string | undefined): string
    unknownModel(name: string, cars: number, near: string | undefined): string
    unseenYear(name: string, year: number, seen: SeenYears): string
    tooFew(found: number, needed: number, near: string | undefined): string
    noPrice(): string
  }
  /** The notes beside a value. */
  readonly notes: {
    mileageUnknown(): string
    mileageImplausible(miles: number): string
    noneNear(): string
    outsideYears(year: number, seen: SeenYears): string
    samePrice(): string
    oldMarket(days: number): string
    outsideComparables(side: 'above' | 'below', count: number, also: readonly string[]): string
  }
  /** The words about the vehicle's own price. */
  readonly prices: {
    otherCurrency(own: string, market: string): string
    otherKind(own: string, market: string): string
    notPositive(): string
    notWhole(price: number, kind: CarPriceKind): string
    belowFloor(price: number, percent: number, value: number): string
    rare(): string
    tooWide(): string
  }
}

/** The car that a base value is of: one with the usual mileage, or the mean of some comparables. */
export interface ValueBasis {
  /** The usual mileage, or the mean of the comparables', in miles. */
  readonly miles: number
  /** The comparables that the base is the mean of; absent where it is of a car of the same year. */
  readonly mean?: { readonly cars: number; readonly year: number }
}

/** The model years of a model that a market has seen. */
export interface SeenYears {
  readonly cars: number
  readonly first: number
  readonly last: number
}
