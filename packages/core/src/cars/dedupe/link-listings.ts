import * as check from '../../options/check.js'
import { checkOptions } from '../../options/checks.js'
import { groupBy } from '../../statistics/index.js'
import type { Listing } from '../vehicle/listing.js'
import { canonicalMake, canonicalModel } from '../vehicle/make-and-model.js'
import { decodeVin } from '../vehicle/vin.js'
import { compareListings, type LinkEvidence, maxMileageGap } from './evidence.js'
import { stockImages } from './stock-images.js'

/** A reference to a listing. */
export interface ListingRef {
  /** The source that shows the listing, such as `cars.com`. */
  readonly source: string
  /** The id of the listing at its source. */
  readonly externalId: string
}

/** A link between two listings that are, or may be, of one car. The listings themselves are not merged. */
export interface ListingLink {
  /** One listing. */
  readonly a: ListingRef
  /** The other listing. */
  readonly b: ListingRef
  /** `vin` when both have the same VIN, `evidence` when they agree in other features. */
  readonly basis: 'vin' | 'evidence'
  /** The probability that both are of one car: 1 with the same VIN. */
  readonly probability: number
  /** The evidence behind the probability; none with the same VIN. */
  readonly evidence: readonly LinkEvidence[]
}

/** The options of `linkListings`. */
export interface LinkOptions {
  /** The lowest probability of a returned link. @default 0.5 */
  readonly minProbability?: number
  /**
   * The expected share of listings whose car has another listing (the prior of the probabilities). The default is that of
   * US auctions in 2014–15; it is far greater where several websites show the same cars. @default 0.01
   */
  readonly duplicateRate?: number
}

const optionsCheck = check.strictObject({
  minProbability: check.withDefault(check.number({ min: 0, max: 1 }), 0.5),
  duplicateRate: check.withDefault(check.number({ above: 0, below: 1 }), 0.01),
} satisfies check.CheckShape<LinkOptions>)

/**
 * Finds listings of the same car, across sources and within one: by VIN, or by probabilistic record linkage. A VIN links
 * whatever else is said, also where the years differ (by one, unless its check digit is valid), where one model is a shorter
 * name of the other, or where a name is missing; a VIN on cars that differ more is a placeholder and is ignored. Without a VIN, only listings of one make,
 * model and year are compared, by canonical names, and a listing without a mileage is not linked. Listings with different
 * VINs are different cars. Delivery mileage, stock photographs and words for what is not known are no evidence.
 *
 * The odds are the prior odds that a listing has a duplicate, divided among all listings of its make, model and year, times
 * the likelihood ratio of each comparison. They compete with the odds of other pairs that exclude this one.
 *
 * @returns links, the most probable first.
 * @throws `ValidationError` when an option is out of its range.
 * @example
 * ```ts
 * import { linkListings } from '@telltale/core/cars'
 *
 * const camry = { make: 'Toyota', model: 'Camry', year: 2012, trim: 'LE', color: 'silver', state: 'GA' }
 * const [link] = linkListings([
 *   { ...camry, source: 'a.example', externalId: '1', mileageMiles: 71_204 },
 *   { ...camry, source: 'b.example', externalId: '9', mileageMiles: 71_204 },
 * ])
 * console.log(link?.probability, link?.evidence[0]?.description)
 * ```
 */
export function linkListings(
  listings: readonly Listing[],
  options: LinkOptions = {},
): readonly ListingLink[] {
  return linkWithin(listings, checkOptions('linkListings', optionsCheck, options))
}

/** The judgement of links among listings. */
export interface LinkJudgement extends Required<LinkOptions> {
  /**
   * Returns the number of all listings of the make, model and year of a listing, where not all are at hand.
   * @default the number of those at hand
   */
  readonly blockSizeOf?: (listing: Listing) => number
}

/** Finds links as {@link linkListings} does, also where only those listings are at hand that may be of one car. */
export function linkWithin(
  listings: readonly Listing[],
  { minProbability, duplicateRate, blockSizeOf }: LinkJudgement,
): readonly ListingLink[] {
  // A listing that is passed twice counts once, and is no duplicate of itself.
  const distinct = [...groupBy(listings, (listing) => JSON.stringify(refOf(listing))).values()].flatMap(
    ([first]) => first ?? [],
  )
  const blocks = groupBy(distinct, blockKey)
  const trusted = trustedVins(distinct)
  const stock = stockImages(distinct)
  const byEvidence = [...blocks.values()].flatMap((block) => {
    const size = Math.max(block.length, (block[0] && blockSizeOf?.(block[0])) ?? 0)
    const priorOdds = duplicateRate / (1 - duplicateRate) / Math.max(1, size - 1)
    return evidenceLinks(block, { trusted, stock, priorOdds }, minProbability)
  })
  const links = [...vinLinks(distinct, trusted), ...byEvidence]
  return links.sort((a, b) => b.probability - a.probability)
}

/** Returns the key of the listings to compare with: make, model and year. Makes and models are canonical, so that only their case is folded. */
export function blockKey({ make, model, year }: Listing): string | undefined {
  if (make === undefined || model === undefined || year === undefined) return undefined
  return JSON.stringify([make.toLowerCase(), model.toLowerCase(), year])
}

/**
 * Returns the VIN of each listing that can be trusted. Where listings of one VIN differ, those count that can be of one car
 * and are three quarters of them: the VIN of the others was copied. Without such a majority the VIN is a placeholder.
 */
function trustedVins(listings: readonly Listing[]): ReadonlyMap<Listing, string> {
  const trusted = new Map<Listing, string>()
  const byVin = groupBy(listings, ({ vin }) => (vin === undefined ? undefined : decodeVin(vin)?.vin))
  for (const [vin, shown] of byVin) {
    const cars: Listing[][] = []
    for (const listing of shown) {
      const car = cars.find((others) => others.every((other) => canBeOne(other, listing, vin)))
      if (car) car.push(listing)
      else cars.push([listing])
    }
    const majority = cars.find((car) => car.length >= minAgreeing * shown.length) ?? []
    for (const listing of majority) trusted.set(listing, vin)
  }
  return trusted
}

/** The share of the listings of a VIN that have to be of one car. */
const minAgreeing = 0.75

/** The difference of model years that one car can have: sources take the year of make or of registration. */
const maxYearGap = 1

/**
 * Checks whether two listings of one VIN can be of one car: what is missing agrees with anything. With a valid check digit
 * the VIN was typed right, and a year that is farther off was not.
 */
function canBeOne(a: Listing, b: Listing, vin: string): boolean {
  const [one, other] = [namesOf(a), namesOf(b)]
  const areNamesNear = (x: string, y: string) => x.startsWith(y) || y.startsWith(x)
  return (
    areNamesNear(one.make, other.make) &&
    areNamesNear(one.model, other.model) &&
    (a.year === undefined ||
      b.year === undefined ||
      Math.abs(a.year - b.year) <= maxYearGap ||
      decodeVin(vin)?.hasValidCheckDigit === true)
  )
}

function namesOf({ make = '', model = '' }: Listing) {
  const fold = (name: string) => name.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '')
  return { make: fold(canonicalMake(make) ?? make), model: fold(canonicalModel(make, model)) }
}

const refOf = ({ source, externalId }: Listing): ListingRef => ({ source, externalId })

function vinLinks(
  listings: readonly Listing[],
  trusted: ReadonlyMap<Listing, string>,
): readonly ListingLink[] {
  const byVin = groupBy(listings, (listing) => trusted.get(listing))
  return [...byVin.values()].flatMap((shown) =>
    shown.slice(1).map(
      (listing, i): ListingLink => ({
        a: refOf(shown[i] ?? listing),
        b: refOf(listing),
        basis: 'vin',
        probability: 1,
        evidence: [],
      }),
    ),
  )
}

/** A pair of listings that may be of one car. */
interface Candidate {
  readonly a: Listing
  readonly b: Listing
  readonly evidence: readonly LinkEvidence[]
  readonly odds: number
}

/** The facts of all listings that count when those of one model and year are compared. */
interface LinkContext {
  /** The VINs that can be trusted, by their listings. */
  readonly trusted: ReadonlyMap<Listing, string>
  /** The images that show no single car. */
  readonly stock: ReadonlySet<string>
  readonly priorOdds: number
}

function evidenceLinks(
  block: readonly Listing[],
  context: LinkContext,
  minProbability: number,
): readonly ListingLink[] {
  const candidates = candidatesOf(block, context)
  const competingOdds = competingOddsOf(candidates)
  return candidates.flatMap((candidate) => {
    const { a, b, evidence, odds } = candidate
    const probability = odds / (1 + odds + competingOdds(candidate))
    if (probability < minProbability) return []
    return [{ a: refOf(a), b: refOf(b), basis: 'evidence', probability, evidence }]
  })
}

/** The lowest odds of a candidate. Weaker pairs do not compete with others either. */
const minOdds = 0.01

function candidatesOf(
  block: readonly Listing[],
  { trusted, stock, priorOdds }: LinkContext,
): readonly Candidate[] {
  const miles = ({ mileageMiles = Number.NaN }: Listing) => mileageMiles
  const read = block.filter((listing) => !Number.isNaN(miles(listing))).sort((a, b) => miles(a) - miles(b))
  const farthest = maxMileageGap(
    priorOdds,
    minOdds,
    block.some(({ images = [] }) => images.length > 0),
  )
  const candidates: Candidate[] = []
  for (const [i, a] of read.entries())
    for (let j = i + 1; j < read.length; j += 1) {
      const b = read[j]
      if (!b || miles(b) - miles(a) > farthest) break
      if (trusted.has(a) && trusted.has(b)) continue
      const evidence = compareListings(a, b, stock)
      const odds = evidence.reduce((product, { likelihoodRatio }) => product * likelihoodRatio, priorOdds)
      if (odds >= minOdds) candidates.push({ a, b, evidence, odds })
    }
  return candidates
}

/**
 * Returns a function that sums the odds of the pairs that compete with a candidate. A pair competes when it shares one
 * listing: its odds count times the probability that its third listing is not the same car as the candidate's other one,
 * since only then do both pairs exclude each other.
 */
function competingOddsOf(candidates: readonly Candidate[]): (candidate: Candidate) => number {
  const partners = new Map<Listing, Map<Listing, number>>()
  const note = (one: Listing, other: Listing, odds: number) => {
    const known = partners.get(one) ?? new Map<Listing, number>()
    partners.set(one, known.set(other, odds))
  }
  for (const { a, b, odds } of candidates) {
    note(a, b, odds)
    note(b, a, odds)
  }
  const against = (one: Listing, other: Listing) =>
    [...(partners.get(one) ?? [])]
      .filter(([third]) => third !== other)
      .reduce((sum, [third, odds]) => sum + odds / (1 + (partners.get(other)?.get(third) ?? 0)), 0)
  return ({ a, b }) => Math.max(against(a, b), against(b, a))
}
