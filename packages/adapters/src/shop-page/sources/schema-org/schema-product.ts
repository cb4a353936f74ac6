import { defined } from '@telltale/core/options'
import type { ProductVariant } from '@telltale/core/ports'
import { absoluteUrl, type Page } from '../../parse/page.js'
import { readAvailability } from '../../values/availability.js'
import { type PriceHints, toMoney } from '../../values/price-text.js'
import type { Offer, PageSource, SourceProduct } from '../source-product.js'
import { itemsOf, type SchemaItem, textOfProperty } from './schema-item.js'
import { offersOfProduct } from './schema-offers.js'

const productTypes = [
  'product',
  'productgroup',
  'individualproduct',
  'productmodel',
  'someproducts',
  'vehicle',
  'car',
  'motorcycle',
  'busorcoach',
  'book',
]

/** Checks whether an item is something that is sold. */
function isProduct(item: SchemaItem): boolean {
  return productTypes.some((type) => item.types.has(type))
}

/** Checks whether an item calls the page itself a category or a search. */
export function isListPage(item: SchemaItem): boolean {
  return item.types.has('collectionpage') || item.types.has('searchresultspage')
}

const listTypes = ['itemlist', 'collectionpage', 'searchresultspage', 'offercatalog']

/** Checks whether an item is a list: a page about one is a category or a search. */
export function isItemList(item: SchemaItem): boolean {
  return listTypes.some((type) => item.types.has(type))
}

/** Properties that name the subject of a page; a product under any other is not the page's own. */
const subjectOf = new Set(['mainentity', 'mainentityofpage', 'about'])

/** The maximum number of products of one page. */
const maxProducts = 300

/**
 * Returns the products among the items, without those that belong to another item: related, reviewed or listed ones.
 */
export function mainProductsOf(items: readonly SchemaItem[]): readonly SchemaItem[] {
  const inner = new Set<SchemaItem>()
  for (const { properties } of items)
    for (const [name, values] of properties)
      if (!subjectOf.has(name)) for (const value of values) if (typeof value === 'object') inner.add(value)
  return items.filter((item) => isProduct(item) && !inner.has(item)).slice(0, maxProducts)
}

/** Converts a product of schema.org. */
export function toSourceProduct(
  product: SchemaItem,
  source: PageSource,
  page: Page,
  hints: PriceHints,
): SourceProduct {
  const text = (...names: string[]) => {
    for (const name of names) {
      const found = textOfProperty(product, name)
      if (found) return found
    }
    return undefined
  }
  const title = text('name')
  const brand = text('brand', 'manufacturer')
  const sku = text('sku', 'productid')?.replace(/^sku:/i, '')
  const gtin = text('gtin13', 'gtin', 'gtin14', 'gtin12', 'gtin8', 'isbn')
  const mpn = text('mpn', 'model')
  const imageUrl = absoluteUrl(page, imageOf(product) ?? '')
  const offers = offersOfProduct(product, hints)
  const variants = variantsOf(product, page, hints)
  const availability = readAvailability(text('availability') ?? '')
  return {
    source,
    ...defined({
      title,
      brand,
      sku: sku || undefined,
      gtin: gtin && /^[\dX-]{8,20}$/i.test(gtin) ? gtin.replaceAll('-', '') : undefined,
      mpn,
      imageUrl,
      availability,
      variants: variants.length > 0 ? variants : undefined,
    }),
    offers,
  }
}

/** The maximum number of variants of one product. */
const maxVariants = 200

/** Returns the variants of `hasVariant`; without any, the offers if each has its own `sku`. */
function variantsOf(product: SchemaItem, page: Page, hints: PriceHints): readonly ProductVariant[] {
  const listed = itemsOf(product, 'hasvariant')
  if (listed.length > 0)
    return listed
      .slice(0, maxVariants)
      .map((variant) => toVariant(variant, page, offersOfProduct(variant, hints)))
  const offers = itemsOf(product, 'offers').filter(({ types }) => !types.has('aggregateoffer'))
  const numbers = new Set(offers.map((offer) => textOfProperty(offer, 'sku')))
  if (offers.length < 2 || numbers.size < offers.length || numbers.has(undefined)) return []
  return offers.slice(0, maxVariants).map((offer) => toVariant(offer, page, offersOfProduct(offer, hints)))
}

function toVariant(item: SchemaItem, page: Page, offers: readonly Offer[]): ProductVariant {
  const [offer] = offers
  const title = textOfProperty(item, 'name')
  const sku = textOfProperty(item, 'sku', 100)
  const gtin = textOfProperty(item, 'gtin13', 20) ?? textOfProperty(item, 'gtin', 20)
  const url = absoluteUrl(page, textOfProperty(item, 'url', 2_000) ?? '')
  const price = offer?.currency ? toMoney(offer.amount, offer.currency) : undefined
  const availability = offer?.availability ?? readAvailability(textOfProperty(item, 'availability') ?? '')
  return defined({
    title,
    sku,
    gtin,
    url,
    price,
    availability,
  })
}

function imageOf(product: SchemaItem): string | undefined {
  const [first] = product.properties.get('image') ?? []
  if (typeof first !== 'object') return textOfProperty(product, 'image', 2_000)
  return textOfProperty(first, 'url', 2_000) ?? textOfProperty(first, 'contenturl', 2_000)
}
