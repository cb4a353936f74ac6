import { defined } from '@telltale/core/ports'
import type { Money } from '@telltale/core/prices'
import type { Offer, PageSource, SourceProduct } from '../sources/source-product.js'
import type { VisibleProduct } from '../sources/visible/visible-product.js'
import { toMoney } from '../values/price-text.js'

/** The price that one source states. */
export interface Claim {
  /** The source. */
  readonly source: PageSource
  /** Its offer. */
  readonly offer: Offer
}

/** The settled price with the claims for it, or the reason why there is none. */
export type Settlement =
  | { readonly price: Money; readonly wasPrice?: Money; readonly claims: readonly Claim[] }
  | { readonly reason: 'no-price' | 'ambiguous'; readonly message: string }

/**
 * Settles the price between the sources: they agree, or one of them explains the others, or there is none.
 *
 * @param structured - the sources that state prices in fields of their own.
 * @param visible - the prices by the title.
 */
export function settlePrice(
  structured: readonly SourceProduct[],
  visible: VisibleProduct,
  pageUrl: string | undefined,
): Settlement {
  const priced = [
    ...structured.filter(({ offers }) => offers.length > 0),
    ...(isUsable(visible) ? [visible] : []),
  ]
  const counting = priced.some(isReliable)
    ? priced.filter((product) => isReliable(product) || isConfirmed(product, priced))
    : priced
  const chosen = counting.map((product) => ({ ...product, offer: chooseOffer(product.offers, pageUrl) }))
  const claims = chosen.flatMap(({ source, offer }) => (offer ? [{ source, offer }] : []))
  const split = chosen.find(
    ({ offer, offers }) => !offer && !offers.some((one) => claims.some((claim) => isSame(one, claim.offer))),
  )
  if (split) return ambiguous(split.offers.map((offer) => ({ source: split.source, offer })))
  const groups = groupClaims(claims)
  const unexplained = groups.filter((group) => !claims.some((claim) => explains(claim, group)))
  if (unexplained.length > 1) return ambiguous(unexplained.flat())
  return toSettlement(unexplained[0] ?? [])
}

/** Scripts and unmarked text may be about something else: the scripts of other firms use their own currency. */
const isReliable = (product: SourceProduct): boolean =>
  product.source !== 'state' && !('isMarked' in product && !product.isMarked)

const isConfirmed = (product: SourceProduct, all: readonly SourceProduct[]): boolean =>
  product.offers.every((offer) =>
    all.some((other) => isReliable(other) && other.offers.some((one) => isSame(one, offer))),
  )

/** The maximum number of prices by one title; more equal ones are those of a list. */
const maxVisiblePrices = 3

/**
 * Checks whether the visible prices count. A page that is sold out shows the prices of other products instead of its
 * own.
 */
function isUsable({ offers, isAmbiguous, availability }: VisibleProduct): boolean {
  return (
    offers.length > 0 && offers.length <= maxVisiblePrices && !isAmbiguous && availability !== 'OutOfStock'
  )
}

/**
 * Chooses the one price among a source's offers, if there is one: of an aggregate the lowest, else that of this very
 * page.
 */
function chooseOffer(offers: readonly Offer[], pageUrl: string | undefined): Offer | undefined {
  const lowest = offers.filter(({ isLowest }) => isLowest)
  const floor = lowest.find((offer) => lowest.every((other) => isSame(offer, other)))
  if (floor && offers.every(({ amount }) => Number(amount) >= Number(floor.amount)))
    return { ...offers.find((offer) => isSame(offer, floor) && offer.availability), ...floor }
  const here = offers.filter(({ url }) => url !== undefined && isAddress(url, pageUrl))
  const candidates = here.length > 0 ? here : offers
  const [first] = candidates
  if (!first || candidates.some((offer) => !isSame(first, offer))) return undefined
  return candidates.find(({ availability }) => availability === 'InStock') ?? first
}

function isAddress(url: string, pageUrl: string | undefined): boolean {
  const withoutHash = (address: URL) => address.href.replace(/#.*/s, '')
  if (pageUrl === undefined || !URL.canParse(url, pageUrl)) return false
  return withoutHash(new URL(url, pageUrl)) === withoutHash(new URL(pageUrl))
}

function groupClaims(claims: readonly Claim[]): readonly (readonly Claim[])[] {
  const groups: Claim[][] = []
  for (const claim of claims) {
    const group = groups.find((members) => members.every(({ offer }) => isSame(offer, claim.offer)))
    if (group) group.push(claim)
    else groups.push([claim])
  }
  return groups
}

function isSame(one: Offer, other: Offer): boolean {
  const isOtherMoney = one.currency && other.currency && one.currency !== other.currency
  return Number(one.amount) === Number(other.amount) && !isOtherMoney
}

/**
 * Checks whether a claim of a reduced price names the group's price as the former one. A price that is crossed out in the
 * markup explains nothing: beside it may stand a price for members, or one after a voucher.
 */
function explains({ source, offer: { amount, wasAmount } }: Claim, group: readonly Claim[]): boolean {
  const was = Number(wasAmount)
  return (
    source !== 'markup' && was > Number(amount) && group.every(({ offer }) => Number(offer.amount) === was)
  )
}

function toSettlement(claims: readonly Claim[]): Settlement {
  const offers = claims.map(({ offer }) => offer)
  const amount = offers[0]?.amount
  if (amount === undefined)
    return { reason: 'no-price', message: 'the page says no price that can be trusted' }
  const currency = offers.find((offer) => offer.currency)?.currency ?? likely(offers)
  if (!currency)
    return { reason: 'no-price', message: `the page says ${amount}, but nothing says in which currency` }
  const price = toMoney(amount, currency)
  if (!price) return { reason: 'no-price', message: `${amount} ${currency} cannot be paid in that currency` }
  const was = offers.find((offer) => Number(offer.wasAmount) > Number(amount))?.wasAmount
  const wasPrice = was === undefined ? undefined : toMoney(was, currency)
  return { price, ...defined({ wasPrice }), claims }
}

/** Returns the US dollar for a lone dollar sign. Nothing on the page or in its address speaks of another dollar. */
const likely = (offers: readonly Offer[]): string | undefined =>
  offers.find(({ likelyCurrency }) => likelyCurrency === 'USD')?.likelyCurrency

function ambiguous(claims: readonly Claim[]): Settlement {
  const said = claims.map(
    ({ source, offer: { amount, currency } }) => `${amount} ${currency ?? ''} in ${source}`,
  )
  const different = [...new Set(said)].slice(0, 5).join(', ').replaceAll('  ', ' ')
  return { reason: 'ambiguous', message: `the page gives several prices: ${different}` }
}
