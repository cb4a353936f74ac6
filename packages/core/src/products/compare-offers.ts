import { addMoney, compareMoney, fromMinor, type Money, minorDigits, toMinor } from '../money/index.js'
import { defined } from '../options/index.js'
import { formatMoney } from '../prices/format.js'
import { sameProduct } from '../prices/same-product.js'
import { isUnavailable } from '../prices/timeline.js'
import type { ComparedOffer, DisplayRates } from '../records/comparison-records.js'
import type { Product } from '../records/product-records.js'

/** Who is cheapest, and why. */
export interface ComparisonResult {
  readonly offers: readonly ComparedOffer[]
  readonly winner?: string
  readonly reasons: readonly string[]
}

type Candidate = ComparedOffer & { readonly total: Money }

/**
 * Compares offers by what they cost with delivery, each in its own currency. Of offers in several currencies nobody
 * wins: what is cheaper then depends on the day's rate and the bank's fee. Rates serve for display alone.
 */
export function compareOffers(products: readonly Product[], display?: DisplayRates): ComparisonResult {
  const offers = products.map((product) => toOffer(product, products[0] as Product, display))
  const candidates = offers.filter(isCandidate)
  const currencies = [...new Set(candidates.map(({ total }) => total.currency))]
  const reasons = offers.flatMap(doubtsAbout)
  if (candidates.length < 2 || currencies.length > 1) {
    const why =
      candidates.length < 2
        ? 'fewer than two can be had at a known price'
        : `the prices are in ${currencies.join(' and ')}, and no rate decides who is cheaper`
    return { offers, reasons: [why, ...reasons] }
  }
  const sorted = candidates.toSorted((one, other) => compareMoney(one.total, other.total))
  const [best, next] = sorted as [Candidate, Candidate]
  const isTie = compareMoney(best.total, next.total) === 0
  const lead = isTie
    ? `several cost ${formatMoney(best.total)}`
    : `${nameOf(best)} costs ${formatMoney(best.total)}, ${formatMoney(difference(next.total, best.total))} less than ${nameOf(next)}`
  return { offers, ...defined({ winner: isTie ? undefined : best.productId }), reasons: [lead, ...reasons] }
}

const isCandidate = (offer: ComparedOffer): offer is Candidate =>
  offer.total !== undefined && !isUnavailable(offer.availability)

const nameOf = ({ title, url }: ComparedOffer): string => `${title ?? 'the product'} at ${new URL(url).host}`

const difference = (more: Money, less: Money): Money =>
  fromMinor(toMinor(more) - toMinor(less), more.currency)

function toOffer(product: Product, first: Product, display?: DisplayRates): ComparedOffer {
  const { id, url, title, price, shippingPrice, availability, pricedAt } = product
  const total = price && totalOf(price, shippingPrice)
  const shown = total && display && convert(total, display)
  const sameAsFirst = product === first ? undefined : sameProduct(first, product)
  return {
    productId: id,
    url,
    ...defined({ title, price, shippingPrice, total, availability, pricedAt, display: shown, sameAsFirst }),
  }
}

/** A delivery in another currency is not added: its rate is nobody's to guess. */
const totalOf = (price: Money, shipping: Money | undefined): Money =>
  shipping?.currency === price.currency
    ? addMoney(price, shipping)
    : addMoney(price, { ...price, amount: '0' })

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

/** An amount in another currency, exact to its minor unit, halves up; `undefined` when no rate is given. */
function convert({ amount, currency }: Money, { currency: shown, rates }: DisplayRates): Money | undefined {
  if (currency === shown) return fromMinor(toMinor({ amount, currency }), currency)
  const rate = Object.hasOwn(rates, currency) ? rates[currency] : undefined
  if (rate === undefined) return undefined
  const [whole = '', fraction = ''] = rate.split('.')
  const scale = 10n ** BigInt(fraction.length + minorDigits(currency))
  const scaled = toMinor({ amount, currency }) * BigInt(whole + fraction) * 10n ** BigInt(minorDigits(shown))
  return fromMinor((2n * scaled + scale) / (2n * scale), shown)
}
