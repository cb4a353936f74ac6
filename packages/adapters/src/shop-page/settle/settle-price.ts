import { defined } from '@telltale/core/options'
import type { Money } from '@telltale/core/prices'
import type { Offer, PageSource, SourceProduct } from '../sources/source-product.js'
import type { SpecialPrice } from '../sources/visible/special-prices.js'
import type { VisibleProduct } from '../sources/visible/visible-product.js'
import { toMoney } from '../values/price-text.js'
import { chooseOffer, isSameMoney } from './choose-offer.js'

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

/** All that bears on the price of a page. */
export interface PriceSigns {
  /** The sources that state prices in fields of their own. */
  readonly structured: readonly SourceProduct[]
  /** The prices by the title. */
  readonly visible: VisibleProduct
  /** The prices beside them that not everyone pays. */
  readonly specials: readonly SpecialPrice[]
  readonly pageUrl: string | undefined
}

/** Settles the price between the sources: they agree, or one of them explains the others, or there is none. */
export function settlePrice({ structured, visible, specials, pageUrl }: PriceSigns): Settlement {
  const forAll = structured.map((product) => withoutSpecials(product, visible, specials))
  const priced = [
    ...forAll.filter(({ offers }) => offers.length > 0),
    ...(isUsable(visible) ? [visible] : []),
  ]
  const counts = (product: SourceProduct) =>
    isReliable(product) || isConfirmed(product, priced) || isBelowFormer(product, priced)
  const counting = priced.some(isReliable) ? priced.filter(counts) : priced
  const chosen = counting.map((product) => ({ ...product, offer: chooseOffer(product.offers, pageUrl) }))
  const claims = chosen.flatMap(({ source, offer }) => (offer ? [{ source, offer }] : []))
  const split = chosen.find(
    ({ offer, offers }) =>
      !offer && !offers.some((one) => claims.some((claim) => isSameMoney(one, claim.offer))),
  )
  if (split) return ambiguous(split.offers.map((offer) => ({ source: split.source, offer })))
  const groups = groupClaims(claims)
  const unexplained = groups.filter((group) => !claims.some((claim) => explains(claim, group)))
  if (unexplained.length > 1) return ambiguous(unexplained.flat())
  return toSettlement(unexplained[0] ?? [], claims)
}

/**
 * Leaves out the offers of a source whose amount the page shows only as a price for members, with a coupon, for subscribers
 * or by the month. Such a price is not what everyone pays, whatever the data of the page says.
 */
function withoutSpecials(
  product: SourceProduct,
  visible: VisibleProduct,
  specials: readonly SpecialPrice[],
): SourceProduct {
  const isSpecial = (offer: Offer) =>
    specials.some(({ purpose, price }) => purpose !== 'unit' && isSameMoney(price, offer)) &&
    !visible.offers.some((shown) => isSameMoney(shown, offer))
  return { ...product, offers: product.offers.filter((offer) => !isSpecial(offer)) }
}

/** Scripts and unmarked text may be about something else: the scripts of other firms use their own currency. */
const isReliable = (product: SourceProduct): boolean =>
  product.source !== 'state' &&
  !('isMarked' in product && !product.isMarked && !product.offers.some((offer) => offer.isConfirmedReduction))

const isConfirmed = (product: SourceProduct, all: readonly SourceProduct[]): boolean =>
  product.offers.every((offer) =>
    all.some((other) => isReliable(other) && other.offers.some((one) => isSameMoney(one, offer))),
  )

/** Checks for a price beside which the page strikes out what another source states as the current one. */
const isBelowFormer = ({ offers }: SourceProduct, all: readonly SourceProduct[]): boolean =>
  offers.some(({ wasAmount }) =>
    all.some((other) => other.offers.some(({ amount }) => Number(amount) === Number(wasAmount))),
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

function groupClaims(claims: readonly Claim[]): readonly (readonly Claim[])[] {
  const groups: Claim[][] = []
  for (const claim of claims) {
    const group = groups.find((members) => members.every(({ offer }) => isSameMoney(offer, claim.offer)))
    if (group) group.push(claim)
    else groups.push([claim])
  }
  return groups
}

/**
 * Checks whether a claim of a reduced price names the group's price as the former one. A price that is crossed out in the
 * markup explains nothing without its percentage: beside it may stand a price for members, or one after a voucher.
 */
function explains({ source, offer }: Claim, group: readonly Claim[]): boolean {
  const was = Number(offer.wasAmount)
  if (source !== 'markup' || offer.isConfirmedReduction)
    if (was > Number(offer.amount) && group.every(({ offer: one }) => Number(one.amount) === was)) return true
  return group.every((claim) => isFormerBeside(claim, offer))
}

/** Checks for a price that the markup only calls the regular one, beside a lower one in the data of the page. */
const isFormerBeside = ({ source, offer: regular }: Claim, { amount, isRegular }: Offer): boolean =>
  source === 'markup' && regular.isRegular === true && !isRegular && Number(regular.amount) > Number(amount)

function toSettlement(claims: readonly Claim[], all: readonly Claim[]): Settlement {
  const offers = claims.map(({ offer }) => offer)
  const amount = offers[0]?.amount
  if (amount === undefined)
    return { reason: 'no-price', message: 'the page says no price that can be trusted' }
  const stated = [...offers, ...all.map(({ offer }) => offer)]
  const currency = stated.find((offer) => offer.currency)?.currency ?? likely(offers)
  if (!currency)
    return { reason: 'no-price', message: `the page says ${amount}, but nothing says in which currency` }
  const price = toMoney(amount, currency)
  if (!price) return { reason: 'no-price', message: `${amount} ${currency} cannot be paid in that currency` }
  const former = all.find((claim) => claims.every(({ offer }) => isFormerBeside(claim, offer)))?.offer.amount
  const was = offers.find((offer) => Number(offer.wasAmount) > Number(amount))?.wasAmount ?? former
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
