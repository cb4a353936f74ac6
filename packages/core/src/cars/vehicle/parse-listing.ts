import * as check from '../../options/check.js'
import { checkOptions, isPrice, parseUrl } from '../../options/checks.js'
import { bodies, drivetrains, fuels, transmissions } from './attributes.js'
import type { Listing } from './listing.js'
import { titleStatuses } from './title-status.js'
import { isVehicleUnit, type VehicleUnit } from './units.js'

const trim = (value: unknown): unknown => (typeof value === 'string' ? value.trim() : value)
const filledCheck = check.text({ min: 1 })
const webUrlCheck = check.custom<string>(isWebUrl, 'a URL that begins with http:// or https://')

const text: check.OptionCheck<string> = (value, issues) => filledCheck(trim(value), issues)
const url: check.OptionCheck<string> = (value, issues) => webUrlCheck(trim(value), issues)
const figure = check.number({ min: 0 })
const time = check.integer({ min: 0 })
const unit = check.custom<VehicleUnit>(
  (name) => typeof name === 'string' && isVehicleUnit(name),
  'a unit of a figure',
)
const price = check.refine(
  check.strictObject({ amount: check.text(), currency: check.text() }),
  isPrice,
  "a price such as { amount: '9500.00', currency: 'USD' }",
)

const attribute = check.custom<string | number>(
  (value) => typeof value === 'string' || Number.isFinite(value),
  'a text or a number',
)

function isWebUrl(value: unknown): boolean {
  return typeof value === 'string' && /^https?:$/.test(parseUrl(value)?.protocol ?? '')
}

/** The checks of the members of a listing. */
export const listingMembers = {
  source: text,
  externalId: text,
  make: check.optional(text),
  model: check.optional(text),
  trim: check.optional(text),
  year: check.optional(check.integer({ min: 1886, max: 2100 })),
  vin: check.optional(check.pattern(/^[A-HJ-NPR-Z0-9]{17}$/, 'a VIN of 17 characters')),
  mileageMiles: check.optional(figure),
  horsepower: check.optional(figure),
  torqueLbFt: check.optional(figure),
  body: check.optional(check.oneOf(bodies)),
  fuel: check.optional(check.oneOf(fuels)),
  transmission: check.optional(check.oneOf(transmissions)),
  drivetrain: check.optional(check.oneOf(drivetrains)),
  color: check.optional(text),
  asWritten: check.optional(check.record(check.text(), text)),
  originals: check.optional(check.record(check.text(), check.strictObject({ value: figure, unit }))),
  condition: check.optional(text),
  titleStatus: check.optional(check.oneOf(titleStatuses)),
  accidents: check.optional(check.integer({ min: 0 })),
  owners: check.optional(check.integer({ min: 0 })),
  features: check.optional(check.list(text)),
  attributes: check.optional(check.record(check.text(), attribute)),
  price: check.optional(price),
  priceKind: check.optional(check.oneOf(['asking', 'paid'])),
  heading: check.optional(text),
  seller: check.optional(check.oneOf(['dealer', 'private'])),
  daysListed: check.optional(figure),
  city: check.optional(text),
  state: check.optional(text),
  zip: check.optional(check.pattern(/^\d{5}$/, 'a US ZIP code of five digits')),
  coordinates: check.optional(
    check.pair(check.number({ min: -180, max: 180 }), check.number({ min: -90, max: 90 })),
  ),
  url: check.optional(url),
  images: check.optional(check.list(url)),
  firstSeenAt: check.optional(time),
  lastSeenAt: check.optional(time),
  status: check.optional(check.oneOf(['active', 'gone'])),
} satisfies check.CheckShape<Listing>

const listingCheck: check.OptionCheck<Listing> = check.strictObject(listingMembers)

/**
 * Checks a listing of a source of your own, and returns it with its texts trimmed.
 *
 * @throws `ValidationError` naming every member that is wrong or unknown, and what was expected.
 */
export function parseListing(value: unknown): Listing {
  return checkOptions('parseListing', listingCheck, value)
}
