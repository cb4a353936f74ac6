import { z } from 'zod'
import { type OptionsShape, parseOptions } from '../../options/index.js'
import type { Listing } from '../vehicle/listing.js'
import { decodeVin } from '../vehicle/vin.js'
import { compareListings, type LinkEvidence, maxMileageGap } from './evidence.js'

/** Which listing is meant. */
export interface ListingRef {
  readonly source: string
  readonly externalId: string
}

/** Two listings that are, or may be, of one car. Nothing is merged: a link is a statement beside the listings. */
export interface ListingLink {
  readonly a: ListingRef
  readonly b: ListingRef
  /** Whether they have one VIN, or agree in other things. */
  readonly basis: 'vin' | 'evidence'
  /** The chance that they are of one car: 1 with one VIN. */
  readonly probability: number
  /** What it rests on; none with one VIN. */
  readonly evidence: readonly LinkEvidence[]
}

/** Which links are looked for. */
export interface LinkOptions {
  /** Links less likely than this are left out. @default 0.5 */
  readonly minProbability?: number
  /**
   * The share of the listings that show a car which another of them shows as well, before looking at any. The default
   * is that of US auctions in 2014–15; where several sites show the same cars it is far greater. @default 0.01
   */
  readonly duplicateRate?: number
}

const optionsSchema = z.strictObject({
  minProbability: z.number().min(0).max(1).default(0.5),
  duplicateRate: z.number().gt(0).lt(1).default(0.01),
} satisfies OptionsShape<LinkOptions>)

/**
 * Finds listings that are of one car, across sources and within one: by VIN, else with the probability that what they
 * agree in gives. Only listings of one make, model and year are compared, by canonical names. Two that have different
 * VINs are two cars; a VIN that stands on cars of different makes, models or years is a placeholder and is ignored. A
 * listing that has neither a VIN nor a mileage is not linked.
 *
 * The odds are those that any listing has a double, shared among all of its make, model and year, times how much
 * likelier each agreement or disagreement is for one car than for two, and compete with those of other pairs that cannot
 * be right at the same time.
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
  const { minProbability, duplicateRate } = parseOptions('linkListings', optionsSchema, options)
  // A listing that was handed in twice is one, and no double of itself.
  const distinct = [...groupBy(listings, (listing) => JSON.stringify(refOf(listing))).values()].flatMap(
    ([first]) => first ?? [],
  )
  const blocks = groupBy(distinct, blockKey)
  const trusted = trustedVins(distinct)
  const links = [...blocks.values()].flatMap((block) => {
    const odds = duplicateRate / (1 - duplicateRate) / Math.max(1, block.length - 1)
    return [...vinLinks(block, trusted), ...evidenceLinks(block, trusted, odds, minProbability)]
  })
  return links.sort((a, b) => b.probability - a.probability)
}

/** Groups by a key, in the order of first appearance; what has none is left out. */
function groupBy<Item>(items: readonly Item[], keyOf: (item: Item) => string | undefined) {
  const groups = new Map<string, Item[]>()
  for (const item of items) {
    const key = keyOf(item)
    if (key === undefined) continue
    const group = groups.get(key)
    if (group) group.push(item)
    else groups.set(key, [item])
  }
  return groups
}

/** Makes and models are canonical in a listing, so that only their case is passed over. */
function blockKey({ make, model, year }: Listing): string | undefined {
  if (make === undefined || model === undefined || year === undefined) return undefined
  return JSON.stringify([make.toLowerCase(), model.toLowerCase(), year])
}

/** VINs that are some, and stand on cars of one make, model and year alone. */
function trustedVins(listings: readonly Listing[]): ReadonlySet<string> {
  const byVin = groupBy(listings, ({ vin }) => (vin === undefined ? undefined : decodeVin(vin)?.vin))
  const isOneCar = (shown: readonly Listing[]) => new Set(shown.map(blockKey)).size === 1
  return new Set([...byVin].filter(([, shown]) => isOneCar(shown)).map(([vin]) => vin))
}

const vinOf = ({ vin }: Listing, trusted: ReadonlySet<string>): string | undefined => {
  const read = vin === undefined ? undefined : decodeVin(vin)?.vin
  return read !== undefined && trusted.has(read) ? read : undefined
}

const refOf = ({ source, externalId }: Listing): ListingRef => ({ source, externalId })

function vinLinks(block: readonly Listing[], trusted: ReadonlySet<string>): readonly ListingLink[] {
  const byVin = groupBy(block, (listing) => vinOf(listing, trusted))
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

interface Candidate {
  readonly a: Listing
  readonly b: Listing
  readonly evidence: readonly LinkEvidence[]
  readonly odds: number
}

function evidenceLinks(
  block: readonly Listing[],
  trusted: ReadonlySet<string>,
  priorOdds: number,
  minProbability: number,
): readonly ListingLink[] {
  const candidates = candidatesOf(block, trusted, priorOdds)
  const rivals = rivalOdds(candidates)
  return candidates.flatMap((candidate) => {
    const { a, b, evidence, odds } = candidate
    const probability = odds / (1 + odds + rivals(candidate))
    if (probability < minProbability) return []
    return [{ a: refOf(a), b: refOf(b), basis: 'evidence', probability, evidence }]
  })
}

/** Pairs whose odds are less than this are not even rivals of others. */
const minOdds = 0.01

function candidatesOf(
  block: readonly Listing[],
  trusted: ReadonlySet<string>,
  priorOdds: number,
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
      if (vinOf(a, trusted) !== undefined && vinOf(b, trusted) !== undefined) continue
      const evidence = compareListings(a, b)
      const odds = evidence.reduce((product, { likelihoodRatio }) => product * likelihoodRatio, priorOdds)
      if (odds >= minOdds) candidates.push({ a, b, evidence, odds })
    }
  return candidates
}

/**
 * What speaks for other pairs at the cost of one: the odds of each that shares one of its listings, times the chance
 * that the third listing is not the same car as the other one, in which case only one of the two pairs can be right.
 */
function rivalOdds(candidates: readonly Candidate[]): (candidate: Candidate) => number {
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
