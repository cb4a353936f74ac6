import type { Money } from '../../money/index.js'
import type { Body, Drivetrain, Fuel, Transmission } from './attributes.js'
import type { Quantity } from './units.js'

/** A car as it is described somewhere, with canonical names and in the units of the names. What is not known is absent. */
export interface Vehicle {
  /** As `canonicalMake` gives it, or as it was written when it is not known. */
  readonly make?: string
  /** As `canonicalModel` gives it. */
  readonly model?: string
  readonly trim?: string
  /** The model year. */
  readonly year?: number
  /** 17 signs in capitals. */
  readonly vin?: string
  readonly mileageMiles?: number
  /** Power in mechanical horsepower (hp). */
  readonly horsepower?: number
  /** Torque in pound-feet. */
  readonly torqueLbFt?: number
  readonly body?: Body
  readonly fuel?: Fuel
  readonly transmission?: Transmission
  readonly drivetrain?: Drivetrain
  /** In the words of the source, such as `Midnight Black Metallic`. */
  readonly color?: string
  /** What stood where now a canonical word does, by the name of the member: `{ body: 'Crew Cab' }` of a pickup. */
  readonly asWritten?: Readonly<Record<string, string>>
  /** Figures that were published in another unit, as they were, by the name of the member they became. */
  readonly originals?: Readonly<Record<string, Quantity>>
  /** In the words of the source, such as `excellent`. */
  readonly condition?: string
  /** In the words of the source. */
  readonly features?: readonly string[]
}

/** A car for sale, or one that was. */
export interface Listing extends Vehicle {
  /** Who shows it, such as `cars.com`. */
  readonly source: string
  /** What the source calls it by; one for each of its listings. */
  readonly externalId: string
  readonly price?: Money
  /** Whether the price is what a seller asks or what a buyer paid; the two are never to be mixed. */
  readonly priceKind?: 'asking' | 'paid'
  readonly city?: string
  readonly state?: string
  /** `[longitude, latitude]` in degrees. */
  readonly coordinates?: readonly [number, number]
  readonly url?: string
  /** The addresses of its images. */
  readonly images?: readonly string[]
  /** Epoch milliseconds. */
  readonly firstSeenAt?: number
  /** Epoch milliseconds. */
  readonly lastSeenAt?: number
  /** Whether the source still shows it. */
  readonly status?: 'active' | 'gone'
}
