import type { MarketListing } from './market-listing.js'

const textMembers = [
  'make',
  'model',
  'trim',
  'vin',
  'body',
  'fuel',
  'transmission',
  'drivetrain',
  'condition',
  'state',
  'priceWords',
  'color',
  'titleStatus',
] as const satisfies readonly (keyof MarketListing)[]

const numberMembers = [
  'year',
  'mileageMiles',
  'horsepower',
  'torqueLbFt',
  'accidents',
  'owners',
  'firstSeenAt',
  'lastSeenAt',
] as const satisfies readonly (keyof MarketListing)[]

/** Returns `true` when a value has the members of a `MarketVehicle` in their types. Checked by hand, since every listing comes here. */
export function isMarketVehicle(value: unknown): boolean {
  if (!isObject(value)) return false
  for (const name of textMembers)
    if (value[name] !== undefined && typeof value[name] !== 'string') return false
  for (const name of numberMembers)
    if (value[name] !== undefined && !Number.isFinite(value[name])) return false
  const { price, priceKind = 'asking', attributes, asWritten, valuations } = value
  return (
    (priceKind === 'asking' || priceKind === 'paid') &&
    (price === undefined || isMoney(price)) &&
    (attributes === undefined || hasOnly(attributes, isAttribute)) &&
    (asWritten === undefined || hasOnly(asWritten, isAttribute)) &&
    (valuations === undefined || hasOnly(valuations, isMoney))
  )
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const isMoney = (value: unknown): boolean =>
  isObject(value) &&
  typeof value.currency === 'string' &&
  typeof value.amount === 'string' &&
  /^\d+(\.\d+)?$/.test(value.amount)

const isAttribute = (value: unknown): boolean => typeof value === 'string' || Number.isFinite(value)

/** Returns `true` when a value is an object whose members all pass a test. */
function hasOnly(value: unknown, isValid: (member: unknown) => boolean): boolean {
  if (!isObject(value)) return false
  for (const name in value) if (!isValid(value[name])) return false
  return true
}
