import { z } from 'zod'
import type { OptionsShape } from '../options/index.js'
import { type ListOptions, listShape } from '../runtime/index.js'

/** Options of a list of vehicles. Filters that are absent let every vehicle through. */
export interface VehicleListOptions extends ListOptions {
  /** The make, as vehicles have it. @default any */
  readonly make?: string
  /** The model, as vehicles have it. @default any */
  readonly model?: string
  /** The model year. @default any */
  readonly year?: number
  /** The lowest price, in US dollars. @default any */
  readonly priceMin?: number
  /** The highest price, in US dollars. @default any */
  readonly priceMax?: number
  /** The highest odometer reading, in miles. @default any */
  readonly mileageMax?: number
  /** The state or province. @default any */
  readonly state?: string
  /** The source. @default any */
  readonly source?: string
  /** `true` for those that are for sale, `false` for those that are gone. @default both */
  readonly isActive?: boolean
  /** The id of a car, for all of its listings. @default any */
  readonly carId?: string
  /** The vehicle identification number. @default any */
  readonly vin?: string
  /** The id of a search, for what it found. `total` is not counted then. @default any */
  readonly searchId?: string
}

const text = z.string().min(1).max(200).optional()
const amount = z.number().min(0).max(1e9).optional()

/** The schema of {@link VehicleListOptions}. */
export const vehicleListSchema = z.strictObject({
  ...listShape,
  make: text,
  model: text,
  year: z.int().min(1886).max(2100).optional(),
  priceMin: amount,
  priceMax: amount,
  mileageMax: amount,
  state: text,
  source: text,
  isActive: z.boolean().optional(),
  carId: text,
  vin: text,
  searchId: text,
} satisfies OptionsShape<VehicleListOptions>)

/** The schema of a list of observed listings, each of which is checked by itself. */
export const observedSchema = z
  .array(z.unknown())
  .min(1, { error: 'expected at least one listing' })
  .max(100, { error: 'expected at most 100 listings' })
