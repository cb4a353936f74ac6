import type { ProductVariant } from '@telltale/core/ports'
import { defined } from '@telltale/core/ports'
import { type Page, webAddress } from '../../parse/page.js'
import { readAvailability } from '../../values/availability.js'
import { type PriceHints, toMoney } from '../../values/price-text.js'
import type { FactSource, Offer, ProductFacts } from '../source-product.js'
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
  'book',
]

/** Whether the item is something that is sold. */
function isProduct(item: SchemaItem): boolean {
  return productTypes.some((type) => item.types.has(type))
}

const listTypes = ['itemlist', 'collectionpage', 'searchresultspage', 'offercatalog']

/** Whether the item is a list of things: a page about one is a category or a search. */
export function isList(item: SchemaItem): boolean {
  return listTypes.some((type) => item.types.has(type))
}

/** Properties that say what a page is about; a product under any other is not the page's own. */
const subjectOf = new Set(['mainentity', 'mainentityofpage', 'about'])

/** The most products of one page that are looked at. */
const mostProducts = 300

/** The products among the items, without those that stand there for the sake of another: related, reviewed, listed. */
export function productsAmong(items: readonly SchemaItem[]): readonly SchemaItem[] {
  const inner = new Set(
    items.flatMap(({ properties }) =>
      [...properties].flatMap(([name, values]) => (subjectOf.has(name) ? [] : values)),
    ),
  )
  return items.filter((item) => isProduct(item) && !inner.has(item)).slice(0, mostProducts)
}

/** What a product of schema.org says. */
export function factsOfProduct(
  product: SchemaItem,
  source: FactSource,
  page: Page,
  hints: PriceHints,
): ProductFacts {
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
  const imageUrl = webAddress(page, imageOf(product) ?? '')
  const offers = offersOfProduct(product, hints)
  const variants = variantsOf(product, page, hints)
  const availability = readAvailability(text('availability') ?? '')
  return {
    source,
    ...defined({
      title: title || undefined,
      brand: brand || undefined,
      sku: sku || undefined,
      gtin: gtin && /^[\dX-]{8,20}$/i.test(gtin) ? gtin.replaceAll('-', '') : undefined,
      mpn: mpn || undefined,
      imageUrl: imageUrl || undefined,
      availability,
      variants: variants.length > 0 ? variants : undefined,
    }),
    offers,
  }
}

/** The most variants of one product that are told. */
const mostVariants = 200

/** What `hasVariant` lists; else the offers that each have a number or a name of their own. */
function variantsOf(product: SchemaItem, page: Page, hints: PriceHints): readonly ProductVariant[] {
  const listed = itemsOf(product, 'hasvariant')
  if (listed.length > 0)
    return listed
      .slice(0, mostVariants)
      .map((variant) => toVariant(variant, page, offersOfProduct(variant, hints)))
  const offers = itemsOf(product, 'offers').filter(({ types }) => !types.has('aggregateoffer'))
  const numbers = new Set(offers.map((offer) => textOfProperty(offer, 'sku')))
  if (offers.length < 2 || numbers.size < offers.length || numbers.has(undefined)) return []
  return offers.slice(0, mostVariants).map((offer) => toVariant(offer, page, offersOfProduct(offer, hints)))
}

function toVariant(item: SchemaItem, page: Page, offers: readonly Offer[]): ProductVariant {
  const [offer] = offers
  const title = textOfProperty(item, 'name')
  const sku = textOfProperty(item, 'sku', 100)
  const gtin = textOfProperty(item, 'gtin13', 20) ?? textOfProperty(item, 'gtin', 20)
  const url = webAddress(page, textOfProperty(item, 'url', 2_000) ?? '')
  const price = offer?.currency ? toMoney(offer.amount, offer.currency) : undefined
  const availability = offer?.availability ?? readAvailability(textOfProperty(item, 'availability') ?? '')
  return defined({
    title: title || undefined,
    sku: sku || undefined,
    gtin: gtin || undefined,
    url: url || undefined,
    price,
    availability,
  })
}

function imageOf(product: SchemaItem): string | undefined {
  const [first] = product.properties.get('image') ?? []
  if (typeof first !== 'object') return textOfProperty(product, 'image', 2_000)
  return textOfProperty(first, 'url', 2_000) ?? textOfProperty(first, 'contenturl', 2_000)
}
