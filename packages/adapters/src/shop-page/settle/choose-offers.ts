import type { OfferChoice } from '@telltale/core/ports'
import type { Offer, SourceProduct } from '../sources/source-product.js'
import { normalizeTitle } from '../values/normalize-title.js'
import { isAddress, isSameMoney } from './choose-offer.js'
import type { PriceSigns } from './settle-price.js'

/**
 * Leaves the offers that were chosen, and the prices of other sources that agree with them. Returns `undefined` when the page
 * has no such offer: another one is never taken instead.
 */
export function chooseOffers(signs: PriceSigns, choice: OfferChoice): PriceSigns | undefined {
  const { structured, visible } = signs
  const pageSeller = structured.find(({ seller }) => seller)?.seller
  const chosen = structured.map((product) => withChosenOffers(product, choice, pageSeller))
  const offers = chosen.flatMap((product) => product.offers)
  const agreeing = ({ offers: stated }: SourceProduct) =>
    stated.filter((offer) => offers.some((one) => isSameMoney(one, offer)))
  if (offers.length > 0)
    return { ...signs, structured: chosen, visible: { ...visible, offers: agreeing(visible) } }
  const isOnlyOffer =
    structured.every((product) => product.offers.length === 0) && choice.variant === undefined
  const isSame = isCondition({}, choice.condition) && isSeller(pageSeller, choice.seller)
  return isOnlyOffer && isSame ? signs : undefined
}

/** Leaves the price where the owner taught it to be, in the currency that the page states elsewhere if not there. */
export function onlyTaught(signs: PriceSigns, taught: SourceProduct): PriceSigns {
  const { structured, visible } = signs
  const stated = [...structured, visible].flatMap(({ offers }) => offers)
  const currency = stated.find((offer) => offer.currency)?.currency
  const offers = taught.offers.map((offer) => (currency ? { currency, ...offer } : offer))
  return { ...signs, structured: [{ ...taught, offers }], visible: { ...visible, offers: [] }, specials: [] }
}

/** Keeps the offers of a source that were chosen. The lowest price of an aggregate belongs to no single offer. */
function withChosenOffers<Product extends SourceProduct>(
  product: Product,
  choice: OfferChoice,
  pageSeller: string | undefined,
): Product {
  const single = product.offers.filter(({ isLowest }) => !isLowest)
  const sellerOf = (offer: Offer) => offer.seller ?? product.seller ?? pageSeller
  const offers = single.filter(
    (offer) =>
      isCondition(offer, choice.condition) &&
      isSeller(sellerOf(offer), choice.seller) &&
      isVariant(offer, product, choice.variant),
  )
  return { ...product, offers }
}

const isCondition = (
  { condition = 'new' }: Pick<Offer, 'condition'>,
  wanted: OfferChoice['condition'],
): boolean => wanted === undefined || condition === wanted

const isSeller = (seller: string | undefined, wanted: string | undefined): boolean =>
  wanted === undefined || (seller !== undefined && normalizeTitle(seller).includes(normalizeTitle(wanted)))

function isVariant(offer: Offer, product: SourceProduct, wanted: string | undefined): boolean {
  if (wanted === undefined) return true
  const isText = (text: string | undefined) =>
    text !== undefined && text.toLowerCase() === wanted.toLowerCase()
  if (isText(offer.sku ?? product.sku) || isText(offer.url) || (offer.url && isAddress(offer.url, wanted)))
    return true
  const name = normalizeTitle(offer.variant ?? '')
  const plain = normalizeTitle(wanted)
  return name !== '' && plain !== '' && ` ${name} `.includes(` ${plain} `)
}
