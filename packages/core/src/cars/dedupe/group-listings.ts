import * as check from '../../options/check.js'
import { checkOptions, marketSize } from '../../options/checks.js'
import { groupBy } from '../../statistics/index.js'
import type { Listing } from '../vehicle/listing.js'
import { decodeVin } from '../vehicle/vin.js'
import type { ListingLink, ListingRef } from './link-listings.js'

/** The options of `groupListings`. */
export interface GroupOptions {
  /** The lowest probability of a link that joins listings. @default 0.95 */
  readonly minProbability?: number
  /** Pairs that are two cars by manual review: they never share a group. Removing a pair undoes that. @default none */
  readonly apart?: readonly (readonly [ListingRef, ListingRef])[]
  /** Pairs that are one car by manual review, whatever the probability. Removing a pair undoes that. @default none */
  readonly together?: readonly (readonly [ListingRef, ListingRef])[]
}

const refCheck = check.object({ source: check.text(), externalId: check.text() })
const pairsCheck = check.withDefault(check.list(check.pair(refCheck, refCheck), 'a list of pairs'), [])
const optionsCheck = check.strictObject({
  minProbability: check.withDefault(check.number({ min: 0, max: 1 }), 0.95),
  apart: pairsCheck,
  together: pairsCheck,
} satisfies check.CheckShape<GroupOptions>)

/**
 * Groups listings by car, from their links. Listings and links are not changed, and groups are computed anew each time:
 * leaving out a link, or adding a pair to `apart`, undoes its effect. The most probable links come first. No link joins two
 * groups that contain a pair of `apart`, or two different VINs.
 *
 * @returns groups of one or more listings, in the order of the first listing of each.
 * @throws `ValidationError` when an option is out of its range.
 * @example
 * ```ts
 * import { groupListings, linkListings } from '@telltale/core/cars'
 *
 * const listings = [
 *   { source: 'a.example', externalId: '1', make: 'Toyota', model: 'Camry', year: 2012, vin: '4T1BF1FK8CU030085' },
 *   { source: 'b.example', externalId: '9', make: 'Toyota', model: 'Camry', year: 2012, vin: '4T1BF1FK8CU030085' },
 * ]
 * const links = linkListings(listings)
 * console.log(groupListings(listings, links).length) // 1
 * const apart = [[{ source: 'a.example', externalId: '1' }, { source: 'b.example', externalId: '9' }]] as const
 * console.log(groupListings(listings, links, { apart }).length) // 2
 * ```
 */
export function groupListings(
  listings: readonly Listing[],
  links: readonly ListingLink[],
  options: GroupOptions = {},
): readonly (readonly Listing[])[] {
  const { minProbability, apart, together } = checkOptions('groupListings', optionsCheck, options, marketSize)
  const groups = groupBy(listings, keyOf)
  const apartFrom = new Map<string, Set<string>>()
  for (const [a, b] of apart.flatMap(([x, y]) => [[x, y] as const, [y, x] as const])) {
    const others = apartFrom.get(keyOf(a)) ?? new Set()
    apartFrom.set(keyOf(a), others.add(keyOf(b)))
  }
  const join = (a: ListingRef, b: ListingRef) => {
    const [one, other] = [groups.get(keyOf(a)), groups.get(keyOf(b))]
    if (!one || !other || one === other || !mayJoin(one, other, apartFrom)) return
    one.push(...other)
    for (const listing of other) groups.set(keyOf(listing), one)
  }
  for (const [a, b] of together) join(a, b)
  const accepted = links.filter(({ probability }) => probability >= minProbability)
  for (const { a, b } of [...accepted].sort((x, y) => y.probability - x.probability)) join(a, b)
  return [...new Set(groups.values())]
}

const keyOf = ({ source, externalId }: ListingRef): string => JSON.stringify([source, externalId])

function mayJoin(
  one: readonly Listing[],
  other: readonly Listing[],
  apartFrom: ReadonlyMap<string, ReadonlySet<string>>,
): boolean {
  const isApart = one.some((a) => other.some((b) => apartFrom.get(keyOf(a))?.has(keyOf(b))))
  const vins = new Set([...one, ...other].flatMap(({ vin }) => (vin && decodeVin(vin)?.vin) || []))
  return !isApart && vins.size < 2
}
