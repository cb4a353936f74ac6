import { defined } from '../../options/checks.js'
import { medianHigh } from '../../statistics/index.js'
import { readCarPrice } from '../vehicle/car-price.js'
import type { MarketListing } from './market-listing.js'
import { faultOf, isPlausibleMileage } from './plausibility.js'
import type { Steps } from './steps.js'
import { isMarketVehicle } from './vehicle-shape.js'

/**
 * The reason for which a listing is refused. `'no-whole-price'`: its price is an instalment, a down payment, a deposit, the
 * payment of a lease, or a placeholder such as 1,234; prices paid are taken as they are.
 */
export type RefusalReason =
  | 'no-make-or-model'
  | 'no-price'
  | 'no-whole-price'
  | 'other-currency'
  | 'other-kind'
  | 'year-out-of-range'
  | 'mileage-out-of-range'
  | 'price-out-of-proportion'
  | 'duplicate'
  | 'not-a-listing'

/** The count of listings that a market accepted and refused, with examples. */
export interface AdmissionReport {
  /** The number of listings that were accepted. */
  readonly accepted: number
  /** The number of listings that were refused, by reason. Reasons that did not occur are absent. */
  readonly refused: Readonly<Partial<Record<RefusalReason, number>>>
  /** The first 20 refused listings, by their index in the input. */
  readonly examples: readonly { readonly index: number; readonly reason: RefusalReason }[]
}

/** A listing that was accepted. */
export interface AcceptedListing {
  readonly listing: MarketListing
  /** The price in major units. */
  readonly price: number
  /** The car's identity, as `identityOf` gives it. */
  readonly identity: string
}

/** The conditions on which a market accepts a listing. */
export interface AdmissionRules {
  /** An ISO 4217 code. */
  readonly currency: string
  readonly kind: 'asking' | 'paid'
  /** The latest model year. */
  readonly maxModelYear: number
  /** The median price, for a market that has one; that of the new listings otherwise. */
  readonly medianPrice?: number
}

/** The largest ratio of a price to the median price, either way: beyond are placeholders and slips, such as 1 or 999,999,999. */
const maxPriceRatio = 300
const maxExamples = 20
/** The number of listings that are looked at in a step. */
const listingsPerStep = 200

/** Listings that were accepted, and the report on all. */
export interface Admission {
  readonly accepted: AcceptedListing[]
  /** The index in the input of each accepted listing. */
  readonly indexes: readonly number[]
  /** The median price, by which placeholders and slips are told; absent without listings. */
  readonly medianPrice?: number
  readonly report: AdmissionReport
}

/**
 * Accepts listings, or refuses each with a reason.
 *
 * @param known - the keys of cars at a price that the market has; keys of accepted listings are added.
 */
export function* admitListings(
  listings: readonly MarketListing[],
  rules: AdmissionRules,
  known: Set<string>,
): Steps<Admission> {
  const refused: Partial<Record<RefusalReason, number>> = {}
  const examples: { index: number; reason: RefusalReason }[] = []
  const refuse = (index: number, reason: RefusalReason) => {
    refused[reason] = (refused[reason] ?? 0) + 1
    if (examples.length < maxExamples) examples.push({ index, reason })
  }
  const candidates: (AcceptedListing & { readonly index: number })[] = []
  for (const [index, listing] of listings.entries()) {
    if (index % listingsPerStep === listingsPerStep - 1) yield index / listings.length
    const reason = refusalOf(listing, rules)
    if (reason) refuse(index, reason)
    else
      candidates.push({ index, listing, price: Number(listing.price?.amount), identity: identityOf(listing) })
  }
  const medianPrice = rules.medianPrice ?? medianHigh(candidates.map(({ price }) => price))
  const accepted: AcceptedListing[] = []
  const indexes: number[] = []
  for (const { index, ...car } of candidates) {
    const key = admissionKey(car)
    if (!isInProportion(car.price, medianPrice)) refuse(index, 'price-out-of-proportion')
    else if (known.has(key)) refuse(index, 'duplicate')
    else {
      known.add(key)
      accepted.push(car)
      indexes.push(index)
    }
  }
  return {
    accepted,
    indexes,
    ...defined({ medianPrice }),
    report: { accepted: accepted.length, refused, examples },
  }
}

const isInProportion = (price: number, medianPrice = price): boolean =>
  price * maxPriceRatio >= medianPrice && price <= maxPriceRatio * medianPrice

/** Returns the key of a car at a price: a second listing with the same key is a duplicate. */
export const admissionKey = ({ identity, price }: AcceptedListing): string => `${identity}|${price}`

function refusalOf(listing: MarketListing, rules: AdmissionRules): RefusalReason | undefined {
  if (!isMarketVehicle(listing)) return 'not-a-listing'
  const { mileageMiles, price, priceKind = rules.kind, priceWords } = listing
  const fault = faultOf(listing, rules.maxModelYear)
  if (fault === 'no-make' || fault === 'no-model') return 'no-make-or-model'
  if (price === undefined || !(Number(price.amount) > 0)) return 'no-price'
  if (price.currency !== rules.currency) return 'other-currency'
  if (priceKind !== rules.kind) return 'other-kind'
  if (priceKind === 'asking' && !isWholePrice(Number(price.amount), priceWords)) return 'no-whole-price'
  if (fault) return 'year-out-of-range'
  if (mileageMiles !== undefined && !isPlausibleMileage(mileageMiles)) return 'mileage-out-of-range'
  return undefined
}

/** Returns `true` for the price of a whole car; `false` for an instalment, a deposit or a placeholder. */
const isWholePrice = (price: number, words: string | undefined): boolean =>
  readCarPrice({ price, words }).kind === 'price'

/** Returns the identity of a car: its VIN, or all that tells it from others and does not change. */
export function identityOf(listing: MarketListing): string {
  const { vin, make, model, trim, year, mileageMiles, attributes } = listing
  if (vin !== undefined) return vin.toUpperCase()
  const names = `${make}|${model}|${trim ?? ''}|${year}|${mileageMiles ?? ''}`.toLowerCase()
  return mileageMiles === undefined ? `${names}|${JSON.stringify(attributes ?? {})}` : names
}
