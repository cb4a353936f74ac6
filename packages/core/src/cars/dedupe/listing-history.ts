import type { Money } from '../../money/index.js'
import { defined } from '../../options/index.js'
import { dayMs } from '../../time/index.js'
import type { Listing } from '../vehicle/listing.js'
import type { ListingRef } from './link-listings.js'

/** A listing that came after another of the same source for the same car. */
export interface Relist {
  readonly earlier: ListingRef
  readonly later: ListingRef
  /** How long the source did not show the car. */
  readonly gapMs: number
}

/** What the listings of one car say together. */
export interface ListingHistory {
  /** When the car was first seen on any of them: a re-list makes it no newer. */
  readonly firstSeenAt?: number
  readonly lastSeenAt?: number
  /** From first to last seen, in whole days, gaps included. */
  readonly daysListed?: number
  readonly relists: readonly Relist[]
  /** What was asked, by the first sight of each listing, in the order of time. */
  readonly prices: readonly { readonly at: number; readonly price: Money; readonly listing: ListingRef }[]
  /** Whether any of them is not gone; absent when none says so. */
  readonly isActive?: boolean
}

/**
 * What the listings of one car say together, as a group of `groupListings` has them: since when it is really for sale,
 * where it was taken down and listed again as new, and what was asked for it.
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
    ...(firstSeenAt === undefined || lastSeenAt === undefined
      ? {}
      : { firstSeenAt, lastSeenAt, daysListed: Math.floor((lastSeenAt - firstSeenAt) / dayMs) }),
    relists: relistsOf(ordered),
    prices: ordered.flatMap(({ listing, from }) =>
      listing.price ? [{ at: from, price: listing.price, listing: refOf(listing) }] : [],
    ),
    ...defined({ isActive: states.length > 0 ? states.includes('active') : undefined }),
  }
}

const refOf = ({ source, externalId }: ListingRef): ListingRef => ({ source, externalId })

interface Seen {
  readonly listing: Listing
  readonly from: number
  readonly to: number
}

/** Each listing that began after all earlier ones of its source had ended, with the one that ended last. */
function relistsOf(ordered: readonly Seen[]): readonly Relist[] {
  return ordered.flatMap(({ listing, from }, i) => {
    const before = ordered.slice(0, i).filter((each) => each.listing.source === listing.source)
    const [last] = [...before].sort((a, b) => b.to - a.to)
    if (!last || last.to >= from) return []
    return [{ earlier: refOf(last.listing), later: refOf(listing), gapMs: from - last.to }]
  })
}
