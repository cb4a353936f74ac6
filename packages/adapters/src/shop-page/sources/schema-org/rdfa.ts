import type { PageElement } from '../../parse/nodes.js'
import type { Page } from '../../parse/page.js'
import { namesIn, readItems } from './annotated-items.js'
import type { SchemaItem } from './schema-item.js'

/** The words of GoodRelations, and what schema.org calls the same: http://purl.org/goodrelations/v1 */
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
  namesIn(attribute).map((name) => goodRelations.get(name) ?? name)

/** What the page's RDFa describes, in the words of schema.org and of GoodRelations. */
export const readRdfa = ({ rdfa }: Page): readonly SchemaItem[] =>
  readItems(rdfa, (element) => {
    const { typeof: types } = element.attribs
    return { names: namesOf(element), types: types === undefined ? undefined : wordsIn(types) }
  }).items

/** A relation without a type of its own is that of the item in it. */
function namesOf({ attribs, parent }: PageElement): readonly string[] {
  const { property, rel, typeof: types } = attribs
  if (types === undefined) return property === undefined ? [] : wordsIn(property)
  const around = parent?.attribs
  const outer =
    around && around.typeof === undefined && around.property === undefined ? around.rel : undefined
  return wordsIn(property ?? rel ?? outer)
}
