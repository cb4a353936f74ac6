import type { PriceHints } from './amount.js'
import { readAvailability } from './availability.js'
import { type Page, webAddress } from './page.js'
import type { FactSource, ProductFacts } from './product-facts.js'
import { type SchemaItem, textOfProperty } from './schema-item.js'
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

/** The products among the items, without those that stand there for the sake of another: related, reviewed, listed. */
export function productsAmong(items: readonly SchemaItem[]): readonly SchemaItem[] {
  const inner = new Set(
    items.flatMap(({ properties }) =>
      [...properties].flatMap(([name, values]) => (subjectOf.has(name) ? [] : values)),
    ),
  )
  return items.filter((item) => isProduct(item) && !inner.has(item))
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
  const imageUrl = webAddress(page, imageOf(product) ?? '')
  const availability = readAvailability(text('availability') ?? '')
  return {
    source,
    ...(title && { title }),
    ...(brand && { brand }),
    ...(sku && { sku }),
    ...(gtin && /^[\dX-]{8,20}$/i.test(gtin) && { gtin: gtin.replaceAll('-', '') }),
    ...(imageUrl && { imageUrl }),
    ...(availability && { availability }),
    offers: offersOfProduct(product, hints),
  }
}

function imageOf(product: SchemaItem): string | undefined {
  const [first] = product.properties.get('image') ?? []
  if (typeof first !== 'object') return textOfProperty(product, 'image', 2_000)
  return textOfProperty(first, 'url', 2_000) ?? textOfProperty(first, 'contenturl', 2_000)
}
