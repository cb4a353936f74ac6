import { defined } from '@telltale/core/options'
import type { Scalar } from './state-object.js'

/** A car as a page states it, in the page's own words. Unknown members are absent. */
export interface StatedCar {
  /** The id of the listing. */
  readonly id?: Scalar
  readonly vin?: Scalar
  readonly year?: Scalar
  readonly make?: Scalar
  readonly model?: Scalar
  readonly trim?: Scalar
  readonly mileage?: Scalar
  /** The unit of the mileage. @default that of the site */
  readonly mileageUnit?: 'mi' | 'km'
  readonly price?: Scalar
  /** The code of the currency. @default that of the site */
  readonly currency?: Scalar
  readonly url?: Scalar
  readonly heading?: Scalar
  readonly condition?: Scalar
  readonly body?: Scalar
  readonly fuel?: Scalar
  readonly transmission?: Scalar
  readonly drivetrain?: Scalar
  readonly color?: Scalar
  readonly city?: Scalar
  readonly state?: Scalar
  /** The postal code. */
  readonly zip?: Scalar
  readonly seller?: 'dealer' | 'private'
  readonly powerKw?: Scalar
  readonly horsepower?: Scalar
  readonly owners?: Scalar
  readonly daysListed?: Scalar
  readonly images?: readonly unknown[]
  /** The names of the seller, which are taken out of the heading. */
  readonly sellers?: readonly string[]
}

/** Checks whether a statement is of a car for sale: it has an id or a VIN, a name, and a price or a mileage. */
export function isCarForSale({ id, vin, make, model, year, heading, price, mileage }: StatedCar): boolean {
  const isNamed =
    vin !== undefined ||
    (make !== undefined && (model !== undefined || year !== undefined)) ||
    /\b(?:19|20)\d\d\b/.test(String(heading))
  return (id !== undefined || vin !== undefined) && isNamed && (price !== undefined || mileage !== undefined)
}

/** Adds the members that the first statement of a car lacks. */
export function completed(car: StatedCar, other: StatedCar | undefined): StatedCar {
  return { ...other, ...defined(car) }
}

/** Returns each car once, with the members of all its statements: pages describe a car in several places. */
export function uniqueCars(cars: readonly StatedCar[]): readonly StatedCar[] {
  const byKey = new Map<unknown, StatedCar>()
  for (const car of cars) {
    const key = car.vin ?? car.id ?? car.url ?? car
    const known = byKey.get(key)
    byKey.set(key, known ? completed(known, car) : car)
  }
  return [...byKey.values()]
}
