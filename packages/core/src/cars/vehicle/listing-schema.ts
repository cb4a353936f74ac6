import { z } from 'zod'
import { minorDigits } from '../../money/index.js'
import type { OptionsShape } from '../../options/index.js'
import { bodies, drivetrains, fuels, transmissions } from './attributes.js'
import type { Listing } from './listing.js'
import { isVehicleUnit, type VehicleUnit } from './units.js'

const text = z.string().trim().min(1)
const figure = z.number().nonnegative()
const time = z.int().nonnegative()
const hasNoFinerDigits = ({ amount, currency }: { amount: string; currency: string }) =>
  (amount.split('.')[1] ?? '').length <= minorDigits(currency)
const price = z
  .strictObject({ amount: z.string().regex(/^\d+(\.\d+)?$/), currency: z.string().regex(/^[A-Z]{3}$/) })
  .refine(hasNoFinerDigits, { error: 'expected no more digits than the currency has' })
const unit = z.custom<VehicleUnit>((name) => typeof name === 'string' && isVehicleUnit(name))

/** The shape of a listing. */
export const listingShape = {
  source: text,
  externalId: text,
  make: text.exactOptional(),
  model: text.exactOptional(),
  trim: text.exactOptional(),
  year: z.int().min(1886).max(2100).exactOptional(),
  vin: z
    .string()
    .regex(/^[A-HJ-NPR-Z0-9]{17}$/)
    .exactOptional(),
  mileageMiles: figure.exactOptional(),
  horsepower: figure.exactOptional(),
  torqueLbFt: figure.exactOptional(),
  body: z.enum(bodies).exactOptional(),
  fuel: z.enum(fuels).exactOptional(),
  transmission: z.enum(transmissions).exactOptional(),
  drivetrain: z.enum(drivetrains).exactOptional(),
  color: text.exactOptional(),
  asWritten: z.record(z.string(), text).exactOptional(),
  originals: z.record(z.string(), z.strictObject({ value: figure, unit })).exactOptional(),
  condition: text.exactOptional(),
  features: z.array(text).exactOptional(),
  price: price.exactOptional(),
  priceKind: z.enum(['asking', 'paid']).exactOptional(),
  city: text.exactOptional(),
  state: text.exactOptional(),
  coordinates: z
    .tuple([z.number().min(-180).max(180), z.number().min(-90).max(90)])
    .readonly()
    .exactOptional(),
  url: z.url({ protocol: /^https?$/ }).exactOptional(),
  images: z.array(z.url({ protocol: /^https?$/ })).exactOptional(),
  firstSeenAt: time.exactOptional(),
  lastSeenAt: time.exactOptional(),
  status: z.enum(['active', 'gone']).exactOptional(),
} satisfies OptionsShape<Listing>

/** The schema of a listing: all members of `Listing`, and no others. */
export const listingSchema: z.ZodType<Listing, Listing> = z.strictObject(listingShape)
