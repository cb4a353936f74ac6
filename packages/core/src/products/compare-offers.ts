import { addMoney, compareMoney, fromMinor, type Money, minorDigits, toMinor } from '../money/index.js'
import { defined } from '../options/index.js'
import { formatMoney } from '../prices/format.js'
import { sameProduct } from '../prices/same-product.js'
import { isUnavailable } from '../prices/timeline.js'
import type { ComparedOffer, DisplayRates } from '../records/comparison-records.js'
import type { Product } from '../records/product-records.js'

/** The result of comparing offers. */
export interface ComparisonResult {
  /** The offers, in the order in which they were given. */
  readonly offers: readonly ComparedOffer[]
  /** The product id of the cheapest offer; absent when there is no single one. */
  readonly winner?: string
  /** The reasons in words: the outcome first, then the doubts. */
  readonly reasons: readonly string[]
}

type Candidate = ComparedOffer & { readonly total: Money }

/**
 * Compares offers by their price with delivery, each in its own currency. Offers in several currencies have no
 * winner: which is cheaper depends on the exchange rate and the fees of the day. Rates are for display only.
 */
export function compareOffers(products: readonly Product[], display?: DisplayRates): ComparisonResult {
  const offers = products.map((product) => toOffer(product, products[0], display))
  const { outcome, winner } = findWinner(offers.filter(isCandidate))
  return { offers, ...defined({ winner }), reasons: [outcome, ...offers.flatMap(doubtsAbout)] }
}

/** Returns the product id of the cheapest candidate, when there is a single one, and the outcome in words. */
function findWinner(candidates: readonly Candidate[]): {
  readonly outcome: string
  readonly winner?: string
} {
  const currencies = [...new Set(candidates.map(({ total }) => total.currency))]
  if (candidates.length < 2) return { outcome: 'fewer than two can be had at a known price' }
  if (currencies.length > 1)
    return { outcome: `the prices are in ${currencies.join(' and ')}, and no rate decides who is cheaper` }
  const sorted = candidates.toSorted((one, other) => compareMoney(one.total, other.total))
  const [best, next] = sorted as [Candidate, Candidate]
  if (compareMoney(best.total, next.total) === 0)
    return { outcome: `several cost ${formatMoney(best.total)}` }
  const lead = formatMoney(difference(next.total, best.total))
  const outcome = `${nameOf(best)} costs ${formatMoney(best.total)}, ${lead} less than ${nameOf(next)}`
  return { outcome, winner: best.productId }
}

const isCandidate = (offer: ComparedOffer): offer is Candidate =>
  offer.total !== undefined && !isUnavailable(offer.availability)

const nameOf = ({ title, url }: ComparedOffer): string => `${title ?? 'the product'} at ${new URL(url).host}`

const difference = (more: Money, less: Money): Money =>
  fromMinor(toMinor(more) - toMinor(less), more.currency)

function toOffer(product: Product, first: Product | undefined, display?: DisplayRates): ComparedOffer {
  const { id, url, title, price, shippingPrice, availability, pricedAt } = product
  const total = price && totalOf(price, shippingPrice)
  const shown = total && display && convert(total, display)
  const sameAsFirst = first && product !== first ? sameProduct(first, product) : undefined
  return {
    productId: id,
    url,
    ...defined({ title, price, shippingPrice, total, availability, pricedAt, display: shown, sameAsFirst }),
  }
}

/** Adds the delivery to a price. A delivery in another currency is left out, for want of a rate. */
const totalOf = (price: Money, shipping: Money | undefined): Money =>
  shipping?.currency === price.currency
    ? addMoney(price, shipping)
    : addMoney(price, { ...price, amount: '0' })

/** Returns what makes an offer hard to compare, in words. */
function doubtsAbout(offer: ComparedOffer, index: number): readonly string[] {
  const { price, shippingPrice, availability, sameAsFirst } = offer
  const doubts = [
    !price && 'has no known price',
    isUnavailable(availability) && 'cannot be had now',
    price && !shippingPrice && 'does not say what its delivery costs',
    price &&
      shippingPrice &&
      shippingPrice.currency !== price.currency &&
      'has a delivery in another currency, left out',
    index > 0 && !sameAsFirst && 'is not known to be the same product as the first',
    index > 0 && sameAsFirst?.by === 'title' && 'is taken for the same product by its title alone',
  ]
  return doubts.flatMap((doubt) => (doubt ? [`${nameOf(offer)} ${doubt}`] : []))
}

/** Converts money to the display currency, rounded half up to its minor unit; `undefined` when no rate is given. */
function convert({ amount, currency }: Money, { currency: shown, rates }: DisplayRates): Money | undefined {
  if (currency === shown) return fromMinor(toMinor({ amount, currency }), currency)
  const rate = Object.hasOwn(rates, currency) ? rates[currency] : undefined
  if (rate === undefined) return undefined
  const [whole = '', fraction = ''] = rate.split('.')
  const scale = 10n ** BigInt(fraction.length + minorDigits(currency))
  const scaled = toMinor({ amount, currency }) * BigInt(whole + fraction) * 10n ** BigInt(minorDigits(shown))
  return fromMinor((2n * scaled + scale) / (2n * scale), shown)
}
