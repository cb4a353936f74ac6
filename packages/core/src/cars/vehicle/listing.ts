import type { Money } from '../../money/index.js'
import type { Body, Drivetrain, Fuel, Transmission } from './attributes.js'
import type { TitleStatus } from './title-status.js'
import type { Quantity } from './units.js'

/** A car as a source describes it, with canonical names and in the units of the member names. Unknown members are absent. */
export interface Vehicle {
  /** The make by `canonicalMake`, or as written when that is unknown. */
  readonly make?: string
  /** The model by `canonicalModel`. */
  readonly model?: string
  /** The trim, such as `XLT`. */
  readonly trim?: string
  /** The model year. */
  readonly year?: number
  /** The vehicle identification number: 17 characters in capitals. */
  readonly vin?: string
  /** The odometer reading in miles. */
  readonly mileageMiles?: number
  /** The power in mechanical horsepower (hp). */
  readonly horsepower?: number
  /** The torque in pound-feet. */
  readonly torqueLbFt?: number
  /** The body style. */
  readonly body?: Body
  /** The fuel or other source of energy. */
  readonly fuel?: Fuel
  /** The transmission. */
  readonly transmission?: Transmission
  /** The driven wheels. */
  readonly drivetrain?: Drivetrain
  /** The color as written by the source, such as `Midnight Black Metallic`. */
  readonly color?: string
  /** The source's own words for members that are canonical now, by member: `{ body: 'Crew Cab' }` of a pickup. */
  readonly asWritten?: Readonly<Record<string, string>>
  /** The figures that were published in another unit, by the member that holds the converted figure. */
  readonly originals?: Readonly<Record<string, Quantity>>
  /** The condition as written by the source, such as `excellent`. */
  readonly condition?: string
  /** The state of the title. */
  readonly titleStatus?: TitleStatus
  /** The number of reported accidents. */
  readonly accidents?: number
  /** The number of owners so far. */
  readonly owners?: number
  /** The features as written by the source. */
  readonly features?: readonly string[]
  /**
   * Further features in which cars differ, each a number or a category. `engineLitres`, `cylinders` and `fuel` tell engines
   * apart for a market; `submodel`, `body`, `transmission`, `drivetrain`, `fuelEconomy`, `roadTax` and `fourWheelDrive`
   * versions.
   */
  readonly attributes?: Readonly<Record<string, string | number>>
}

/** The kinds of sellers of cars. */
export type SellerKind = 'dealer' | 'private'

/** A listing of a car that is or was for sale. */
export interface Listing extends Vehicle {
  /** The source that shows the listing, such as `cars.com`. */
  readonly source: string
  /** The id of the listing at its source. */
  readonly externalId: string
  /** The price. */
  readonly price?: Money
  /** `asking` for the price of the seller, `paid` for the price of the sale. Do not mix both. */
  readonly priceKind?: 'asking' | 'paid'
  /** The heading of the listing, such as `New 2025 Jeep Compass Latitude`. */
  readonly heading?: string
  /** The kind of the seller, where the source states it. */
  readonly seller?: SellerKind
  /** The days for which the source has listed the car. */
  readonly daysListed?: number
  /** The city where the car is for sale. */
  readonly city?: string
  /** The state or province where the car is for sale. */
  readonly state?: string
  /** The US ZIP code of five digits where the car is for sale. */
  readonly zip?: string
  /** The location: `[longitude, latitude]` in degrees. */
  readonly coordinates?: readonly [number, number]
  /** The address of the listing. */
  readonly url?: string
  /** The addresses of its images. */
  readonly images?: readonly string[]
  /** The first time that the listing was seen, in epoch milliseconds. */
  readonly firstSeenAt?: number
  /** The last time that the listing was seen, in epoch milliseconds. */
  readonly lastSeenAt?: number
  /** `active` while the source shows the listing, `gone` afterwards. */
  readonly status?: 'active' | 'gone'
}
