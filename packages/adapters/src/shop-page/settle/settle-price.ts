import { defined } from '@telltale/core/ports'
import type { Money } from '@telltale/core/prices'
import type { FactSource, Offer, ProductFacts } from '../sources/source-product.js'
import type { MarkupFacts } from '../sources/visible/visible-product.js'
import { toMoney } from '../values/price-text.js'

/** What one source says the product costs. */
export interface Claim {
  readonly source: FactSource
  readonly offer: Offer
}

/** What came of the claims: a price with the claims for it, or why there is none. */
export type Settlement =
  | { readonly price: Money; readonly wasPrice?: Money; readonly claims: readonly Claim[] }
  | { readonly reason: 'no-price' | 'ambiguous'; readonly message: string }

/**
 * Settles what the sources say: they agree, or one of them explains the others, or there is no price.
 *
 * @param structured - the sources that give prices in fields of their own.
 * @param visible - the prices that stand by the title.
 */
export function settlePrice(
  structured: readonly ProductFacts[],
  visible: MarkupFacts,
  pageUrl: string | undefined,
): Settlement {
  const open = [
    ...structured.filter(({ offers }) => offers.length > 0),
    ...(isTelling(visible) ? [visible] : []),
  ]
  const telling = open.some(isSure) ? open.filter((facts) => isSure(facts) || isBorneOut(facts, open)) : open
  const chosen = telling.map((facts) => ({ ...facts, offer: chooseOffer(facts.offers, pageUrl) }))
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

/** What a shop's scripts and plain words say may be about something else: the scripts of other firms count in their own currency. */
const isSure = (facts: ProductFacts): boolean =>
  facts.source !== 'state' && !('isMarked' in facts && !facts.isMarked)

const isBorneOut = (facts: ProductFacts, all: readonly ProductFacts[]): boolean =>
  facts.offers.every((offer) =>
    all.some((other) => isSure(other) && other.offers.some((one) => isSame(one, offer))),
  )

/** Many equal prices by one title are those of a list. */
const mostTags = 3

/** A page that is sold out shows the prices of other products in the place of its own. */
function isTelling({ offers, isDoubtful, availability }: MarkupFacts): boolean {
  return offers.length > 0 && offers.length <= mostTags && !isDoubtful && availability !== 'OutOfStock'
}

/** The one price among a source's offers, if there is one: of an aggregate the lowest, else that of this very page. */
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
 * Whether a shop that marks its sale in one field only says there that it replaced the group's price. What is crossed
 * out in the markup explains nothing: beside it may stand a price for members, or one after a voucher.
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

/** A lone dollar sign, where nothing on the page and nothing in its address speaks of another dollar, is the US one. */
const likely = (offers: readonly Offer[]): string | undefined =>
  offers.find(({ likelyCurrency }) => likelyCurrency === 'USD')?.likelyCurrency

function ambiguous(claims: readonly Claim[]): Settlement {
  const said = claims.map(
    ({ source, offer: { amount, currency } }) => `${amount} ${currency ?? ''} in ${source}`,
  )
  const different = [...new Set(said)].slice(0, 5).join(', ').replaceAll('  ', ' ')
  return { reason: 'ambiguous', message: `the page gives several prices: ${different}` }
}
