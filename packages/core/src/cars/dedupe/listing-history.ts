import type { Money } from '../../money/index.js'
import { defined } from '../../options/checks.js'
import { dayMs } from '../../time/index.js'
import type { Listing } from '../vehicle/listing.js'
import type { ListingRef } from './link-listings.js'

/** A re-listing: a listing that follows another one of the same source for the same car. */
export interface Relist {
  /** The earlier listing. */
  readonly earlier: ListingRef
  /** The later listing. */
  readonly later: ListingRef
  /** The milliseconds between both, in which the source did not show the car. */
  readonly gapMs: number
}

/** The history of one car on the market, from all of its listings. */
export interface ListingHistory {
  /** The first time that any listing was seen, in epoch milliseconds. A re-listing does not reset it. */
  readonly firstSeenAt?: number
  /** The last time that any listing was seen, in epoch milliseconds. */
  readonly lastSeenAt?: number
  /** The whole days from the first time to the last, gaps included. */
  readonly daysListed?: number
  /** The re-listings, in order of time. */
  readonly relists: readonly Relist[]
  /** The price asked by each listing when it was first seen, in order of time. */
  readonly prices: readonly { readonly at: number; readonly price: Money; readonly listing: ListingRef }[]
  /** `true` when any listing is active, `false` when all are gone; absent when no listing has a status. */
  readonly isActive?: boolean
}

/**
 * Returns the history of one car from a group of `groupListings`: the time since it is really for sale, its re-listings,
 * and the prices asked for it.
 *
 * @example
 * ```ts
 * import { listingHistory } from '@telltale/core/cars'
 *
 * const { daysListed, relists } = listingHistory([
 *   { source: 'a.example', externalId: '1', firstSeenAt: Date.UTC(2026, 0, 1), lastSeenAt: Date.UTC(2026, 0, 31) },
 *   { source: 'a.example', externalId: '7', firstSeenAt: Date.UTC(2026, 1, 2), lastSeenAt: Date.UTC(2026, 1, 10) },
 * ])
 * console.log(daysListed, relists.length) // 40 1
 * ```
 */
export function listingHistory(listings: readonly Listing[]): ListingHistory {
  const seen = listings.flatMap((listing) => {
    const { firstSeenAt, lastSeenAt = firstSeenAt } = listing
    return firstSeenAt === undefined ? [] : [{ listing, from: firstSeenAt, to: lastSeenAt ?? firstSeenAt }]
  })
  const ordered = [...seen].sort((a, b) => a.from - b.from)
  const firstSeenAt = ordered[0]?.from
  const lastSeenAt = ordered.reduce<number | undefined>((last, { to }) => Math.max(last ?? to, to), undefined)
  const states = listings.flatMap(({ status }) => status ?? [])
  return {
    relists: relistsOf(ordered),
    prices: ordered.flatMap(({ listing, from }) =>
      listing.price ? [{ at: from, price: listing.price, listing: refOf(listing) }] : [],
    ),
    ...defined({
      firstSeenAt,
      lastSeenAt,
      daysListed:
        firstSeenAt === undefined || lastSeenAt === undefined
          ? undefined
          : Math.floor((lastSeenAt - firstSeenAt) / dayMs),
      isActive: states.length > 0 ? states.includes('active') : undefined,
    }),
  }
}

const refOf = ({ source, externalId }: ListingRef): ListingRef => ({ source, externalId })

/** A listing with the times of its first and last observation. */
interface SeenListing {
  readonly listing: Listing
  readonly from: number
  readonly to: number
}

/** Finds the listings that began after all earlier ones of their source had ended, each with the one that ended last. */
function relistsOf(ordered: readonly SeenListing[]): readonly Relist[] {
  return ordered.flatMap(({ listing, from }, i) => {
    const before = ordered.slice(0, i).filter((each) => each.listing.source === listing.source)
    const [last] = [...before].sort((a, b) => b.to - a.to)
    if (!last || last.to >= from) return []
    return [{ earlier: refOf(last.listing), later: refOf(listing), gapMs: from - last.to }]
  })
}
