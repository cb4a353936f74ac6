export {
  type Body,
  canonicalBody,
  canonicalDrivetrain,
  canonicalFuel,
  canonicalTransmission,
  type Drivetrain,
  type Fuel,
  type Transmission,
} from './attributes.js'
export { type CarPrice, type CarPriceInput, type CarPriceKind, readCarPrice } from './car-price.js'
export { type DataQuality, type DataQualityPart, dataQuality } from './data-quality.js'
export type { Listing, SellerKind, Vehicle } from './listing.js'
export { canonicalMake, canonicalModel, type SplitModel, splitModel } from './make-and-model.js'
export { matchTrim, type TrimMatch } from './match-trim.js'
export { type NormalizedVehicle, normalizeVehicle } from './normalize-vehicle.js'
export { type CarTitle, parseCarTitle } from './parse-car-title.js'
export { parseListing } from './parse-listing.js'
export { type RedactContactsOptions, redactContacts } from './redact-contacts.js'
export { canonicalTitleStatus, type TitleStatus } from './title-status.js'
export {
  convertUnit,
  isVehicleUnit,
  type Quantity,
  type UnitKind,
  unitKind,
  type VehicleUnit,
} from './units.js'
export { type CarNames, usualNames } from './usual-names.js'
