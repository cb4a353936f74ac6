import { defined } from '../../options/index.js'
import type { Tables } from '../../ports/index.js'
import {
  type BestPrice,
  findBest,
  isComparable,
  type Measure,
  measureOf,
  type PricedOffer,
} from '../../prices/group/best-offer.js'
import { type LandedPrice, landedPriceOf } from '../../prices/group/landed-price.js'
import { type PackSize, parsePackSize, unitPriceOf } from '../../prices/pack.js'
import type { UnitPrice } from '../../prices/product.js'
import { isUnavailable, priceValidityMs } from '../../prices/timeline.js'
import type { ProductGroup } from '../../records/group-records.js'
import { type Product, productsTable } from '../../records/product-records.js'
import { maxMembers } from './group-options.js'

/** The price of one product of a group now, or the reason why it does not count. */
export interface GroupOffer {
  /** The product. */
  readonly product: Product
  /** The price with all costs, and its parts; absent when no price is known, or a cost is in another currency. */
  readonly landed?: LandedPrice
  /** The size of its pack; absent when it is not known. */
  readonly pack?: PackSize
  /** The price of a kilogram, a litre or a piece, where the packs of the group differ. */
  readonly unitPrice?: UnitPrice
  /**
   * The reason why it is not compared; absent when it is. `no-price`: no price is known. `stale`: the last one is older than
   * eight days. `unavailable`: it cannot be had. `currency`: a price or a cost is in another currency. `pack`: its pack cannot
   * be compared with the others.
   */
  readonly leftOut?: 'no-price' | 'stale' | 'unavailable' | 'currency' | 'pack'
}

/** The offers of a group now. */
export interface GroupOffers {
  /** All its products, the cheapest first, those that do not count last. */
  readonly offers: readonly GroupOffer[]
  /** The best price; absent when no product can be had at a known price. */
  readonly best?: BestPrice
}

/** Loads the products of a group, in the order in which they were tracked. */
export async function loadMembers(
  tables: Pick<Tables, 'collection'>,
  { ownerId, id: groupId }: Pick<ProductGroup, 'ownerId' | 'id'>,
): Promise<readonly Product[]> {
  const products = tables.collection(productsTable)
  return (await products.page(ownerId, { where: { groupId }, limit: maxMembers })).items
}

/** Returns the size of a product's pack: the owner's word, or that of its title. */
export const packOf = ({ landedCosts, title }: Product): PackSize | undefined =>
  landedCosts?.pack ?? (title === undefined ? undefined : parsePackSize(title))

/** Returns the currency of a group: its own, or that of its first product with a price. */
export const currencyOf = ({ currency }: ProductGroup, members: readonly Product[]): string | undefined =>
  currency ?? members.find(({ price }) => price)?.price?.currency

/** Compares the products of a group, by unit price where their packs differ. */
export function compareMembers(group: ProductGroup, members: readonly Product[], now: number): GroupOffers {
  const currency = currencyOf(group, members)
  const packed = members.map((product) => ({ product, ...defined({ pack: packOf(product) }) }))
  if (currency === undefined)
    return { offers: packed.map((each) => ({ ...each, leftOut: 'no-price' as const })) }
  const measure = measureOf(packed, currency)
  const offers = packed.map(({ product, pack }) => toOffer(product, pack, measure, now))
  const priced = offers.flatMap((offer) => (offer.leftOut ? [] : toPriced(offer)))
  const best = findBest(priced, measure, group.best?.productId)
  const figure = ({ landed, unitPrice, leftOut }: GroupOffer): number =>
    leftOut ? Number.POSITIVE_INFINITY : (unitPrice?.amount ?? Number(landed?.total.amount))
  const sorted = offers.toSorted((one, other) => (figure(one) < figure(other) ? -1 : 1))
  return { offers: sorted, ...defined({ best }) }
}

const toPriced = ({ product, landed, pack }: GroupOffer): readonly PricedOffer[] =>
  landed ? [{ productId: product.id, total: landed.total, ...defined({ pack }) }] : []

function toOffer(product: Product, pack: PackSize | undefined, measure: Measure, now: number): GroupOffer {
  const landed = landedPriceOf(product, product.landedCosts)
  const offer = { product, ...defined({ landed, pack }) }
  const unitPrice = measure.unit && pack && landed && unitPriceOf(landed.total, pack)
  return { ...offer, ...defined({ unitPrice, leftOut: leftOutOf(offer, measure, now) }) }
}

function leftOutOf(offer: GroupOffer, measure: Measure, now: number): GroupOffer['leftOut'] {
  const { price, pricedAt = 0, availability } = offer.product
  if (!price) return 'no-price'
  if (isUnavailable(availability)) return 'unavailable'
  if (now - pricedAt > priceValidityMs) return 'stale'
  const [priced] = toPriced(offer)
  if (!priced || priced.total.currency !== measure.currency) return 'currency'
  return isComparable(priced, measure) ? undefined : 'pack'
}
