import type { PageElement } from '../../parse/nodes.js'
import type { Page } from '../../parse/page.js'
import { propertyNames, readItems } from './annotated-items.js'
import type { SchemaItem } from './schema-item.js'

/** The names of GoodRelations, and what schema.org calls the same: http://purl.org/goodrelations/v1 */
const goodRelations: ReadonlyMap<string, string> = new Map([
  ['offering', 'product'],
  ['haspricespecification', 'pricespecification'],
  ['hascurrency', 'pricecurrency'],
  ['hascurrencyvalue', 'price'],
  ['hasmincurrencyvalue', 'lowprice'],
  ['hasstockkeepingunit', 'sku'],
  ['hasean_ucc-13', 'gtin13'],
  ['hasgtin-14', 'gtin14'],
  ['hasmpn', 'mpn'],
  ['hasmanufacturer', 'manufacturer'],
  ['hasbrand', 'brand'],
  ['depiction', 'image'],
])

const wordsIn = (attribute?: string): readonly string[] =>
  propertyNames(attribute).map((name) => goodRelations.get(name) ?? name)

/** Reads the items of the page's RDFa, in the vocabularies of schema.org and GoodRelations. */
export const readRdfa = ({ rdfa }: Page): readonly SchemaItem[] =>
  readItems(rdfa, (element) => {
    const { typeof: types } = element.attributes
    return { names: namesOf(element), types: types === undefined ? undefined : wordsIn(types) }
  }).items

/** Returns the properties of an element. A relation on an element without a type belongs to the item within. */
function namesOf({ attributes, parent }: PageElement): readonly string[] {
  const { property, rel, typeof: types } = attributes
  if (types === undefined) return property === undefined ? [] : wordsIn(property)
  const around = parent?.attributes
  const outer =
    around && around.typeof === undefined && around.property === undefined ? around.rel : undefined
  return wordsIn(property ?? rel ?? outer)
}
