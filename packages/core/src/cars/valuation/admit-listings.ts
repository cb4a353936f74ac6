import type { MarketListing } from './market-listing.js'

/** Why a listing was not taken in. */
export type RefusalReason =
  | 'no-make-or-model'
  | 'no-price'
  | 'other-currency'
  | 'other-kind'
  | 'year-out-of-range'
  | 'mileage-out-of-range'
  | 'price-out-of-proportion'
  | 'duplicate'
  | 'not-a-listing'

/** What became of the listings that a market was given. */
export interface DoorReport {
  /** How many were taken in. */
  readonly accepted: number
  /** How many were not, by reason. */
  readonly refused: Readonly<Partial<Record<RefusalReason, number>>>
  /** The first of those, by their place in what was given. */
  readonly examples: readonly { readonly index: number; readonly reason: RefusalReason }[]
}

/** A listing that was taken in. */
export interface AcceptedListing {
  readonly listing: MarketListing
  /** In major units. */
  readonly price: number
  /** What the car goes by. */
  readonly identity: string
}

/** What a market takes in. */
export interface DoorOptions {
  readonly currency: string
  readonly kind: 'asking' | 'paid'
  /** No model year is later. */
  readonly latestYear: number
}

const texts = [
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
] as const satisfies readonly (keyof MarketListing)[]
const figures = [
  'year',
  'mileageMiles',
  'horsepower',
  'torqueLbFt',
  'firstSeenAt',
  'lastSeenAt',
] as const satisfies readonly (keyof MarketListing)[]

/** Whether a value has the members of a market's vehicle in the right types. By hand, since every car passes here. */
export function isReadable(value: unknown): boolean {
  if (!isObject(value)) return false
  for (const name of texts) if (value[name] !== undefined && typeof value[name] !== 'string') return false
  for (const name of figures) if (value[name] !== undefined && !Number.isFinite(value[name])) return false
  const { price, priceKind = 'asking', attributes, valuations } = value
  return (
    (priceKind === 'asking' || priceKind === 'paid') &&
    (price === undefined || isMoney(price)) &&
    (attributes === undefined || areAll(attributes, isTold)) &&
    (valuations === undefined || areAll(valuations, isMoney))
  )
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const isMoney = (value: unknown): boolean =>
  isObject(value) &&
  typeof value.currency === 'string' &&
  typeof value.amount === 'string' &&
  /^\d+(\.\d+)?$/.test(value.amount)

const isTold = (value: unknown): boolean => typeof value === 'string' || Number.isFinite(value)

function areAll(members: unknown, isRight: (member: unknown) => boolean): boolean {
  if (!isObject(members)) return false
  for (const name in members) if (!isRight(members[name])) return false
  return true
}

/** No car is older. */
export const earliestYear = 1886
/** No car has run further. */
export const mostMiles = 1_000_000
/** A price further from the median of all than this many times is a placeholder or a slip: 1, 999,999,999. */
const proportion = 300
const mostExamples = 20

/** Takes listings in, or says of each why not. */
export function enter(
  listings: readonly MarketListing[],
  options: DoorOptions,
  known: Set<string>,
  usualPrice?: number,
): { accepted: AcceptedListing[]; report: DoorReport } {
  const refused: Partial<Record<RefusalReason, number>> = {}
  const examples: { index: number; reason: RefusalReason }[] = []
  const refuse = (index: number, reason: RefusalReason) => {
    refused[reason] = (refused[reason] ?? 0) + 1
    if (examples.length < mostExamples) examples.push({ index, reason })
  }
  const candidates: (AcceptedListing & { readonly index: number })[] = []
  for (const [index, listing] of listings.entries()) {
    const reason = refusalOf(listing, options)
    if (reason) refuse(index, reason)
    else
      candidates.push({ index, listing, price: Number(listing.price?.amount), identity: identityOf(listing) })
  }
  const median = usualPrice ?? medianOf(candidates.map(({ price }) => price))
  const accepted: AcceptedListing[] = []
  for (const { index, ...car } of candidates) {
    const key = `${car.identity}|${car.price}`
    if (car.price * proportion < median || car.price > proportion * median)
      refuse(index, 'price-out-of-proportion')
    else if (known.has(key)) refuse(index, 'duplicate')
    else {
      known.add(key)
      accepted.push(car)
    }
  }
  return { accepted, report: { accepted: accepted.length, refused, examples } }
}

function refusalOf(listing: MarketListing, options: DoorOptions): RefusalReason | undefined {
  if (!isReadable(listing)) return 'not-a-listing'
  const { make, model, year, mileageMiles, price, priceKind = options.kind } = listing
  if (!make?.trim() || !model?.trim()) return 'no-make-or-model'
  if (price === undefined || !(Number(price.amount) > 0)) return 'no-price'
  if (price.currency !== options.currency) return 'other-currency'
  if (priceKind !== options.kind) return 'other-kind'
  if (year === undefined || year < earliestYear || year > options.latestYear) return 'year-out-of-range'
  if (mileageMiles !== undefined && (mileageMiles < 0 || mileageMiles > mostMiles))
    return 'mileage-out-of-range'
  return undefined
}

/** What a car goes by: its VIN, or all that tells it from others and does not change. */
export function identityOf({
  vin,
  make,
  model,
  trim,
  year,
  mileageMiles,
  attributes,
}: MarketListing): string {
  if (vin !== undefined) return vin.toUpperCase()
  const names = `${make}|${model}|${trim ?? ''}|${year}|${mileageMiles ?? ''}`.toLowerCase()
  return mileageMiles === undefined ? `${names}|${JSON.stringify(attributes ?? {})}` : names
}

/** The middle of some figures; NaN of none. */
export function medianOf(figures: readonly number[]): number {
  const sorted = Float64Array.from(figures).sort()
  return sorted[sorted.length >> 1] ?? Number.NaN
}
