import type { Offer } from '../sources/source-product.js'

/** Checks for the same amount, in currencies that do not contradict each other. */
export function isSameMoney(one: Offer, other: Offer): boolean {
  const isOtherMoney = one.currency && other.currency && one.currency !== other.currency
  return Number(one.amount) === Number(other.amount) && !isOtherMoney
}

/**
 * Chooses the one price among a source's offers, if there is one: of an aggregate the lowest, else the one of this very page,
 * of new goods, or of what is in stock, where these tell the offers apart.
 */
export function chooseOffer(all: readonly Offer[], pageUrl: string | undefined): Offer | undefined {
  const offers = forSale(all)
  const floor = lowestOf(offers)
  if (floor) return { ...offers.find((offer) => isSameMoney(offer, floor) && offer.availability), ...floor }
  const telling = [
    ({ url }: Offer) => url !== undefined && isAddress(url, pageUrl),
    ({ condition = 'new' }: Offer) => condition === 'new',
    ({ availability }: Offer) => availability !== undefined && !goneStates.has(availability),
  ]
  const candidates = telling.reduce<readonly Offer[]>(narrow, offers)
  const [first] = candidates
  if (!first || candidates.some((offer) => !isSameMoney(first, offer))) return undefined
  return candidates.find(({ availability }) => availability === 'InStock') ?? first
}

const goneStates: ReadonlySet<string> = new Set(['OutOfStock', 'SoldOut', 'Discontinued'])

/** Keeps the offers that a test is true of, unless it is true of none. */
function narrow(offers: readonly Offer[], isMeant: (offer: Offer) => boolean): readonly Offer[] {
  const kept = offers.filter(isMeant)
  return kept.length > 0 ? kept : offers
}

/** Leaves out what is not for sale, and what is not new beside new goods. */
function forSale(all: readonly Offer[]): readonly Offer[] {
  const sold = all.filter(({ isLease }) => !isLease)
  const isOld = ({ condition = 'new' }: Offer) => condition !== 'new'
  const old = sold.filter(isOld)
  const fresh = sold.filter(
    (offer) => !isOld(offer) && !(offer.isLowest && old.some((one) => isSameMoney(one, offer))),
  )
  return fresh.length > 0 ? fresh : sold
}

/** Returns the lowest price of aggregates, where no other offer is lower. */
function lowestOf(offers: readonly Offer[]): Offer | undefined {
  const lowest = offers.filter(({ isLowest }) => isLowest)
  const floor = lowest.find((offer) => lowest.every((other) => isSameMoney(offer, other)))
  return floor && offers.every(({ amount }) => Number(amount) >= Number(floor.amount)) ? floor : undefined
}

/** Checks whether an address is that of a page, whatever its fragment. */
export function isAddress(url: string, pageUrl: string | undefined): boolean {
  const withoutHash = (address: URL) => address.href.replace(/#.*/s, '')
  if (pageUrl === undefined || !URL.canParse(url, pageUrl)) return false
  return withoutHash(new URL(url, pageUrl)) === withoutHash(new URL(pageUrl))
}
