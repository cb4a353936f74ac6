import { chooseProduct } from './choose-product.js'
import { readJsonLd } from './json-ld.js'
import { layoutOf } from './layouts.js'
import { type MarkupFacts, readMarkup } from './markup.js'
import { type MetaFacts, readMetaTags } from './meta-tags.js'
import { readMicrodata } from './microdata.js'
import type { Page } from './page.js'
import { pageHints } from './page-currency.js'
import type { FactSource, ProductFacts } from './product-facts.js'
import type { SchemaItem } from './schema-item.js'
import { factsOfProduct, isList, productsAmong } from './schema-product.js'

/** Everything that a page says about the product it sells, source by source. */
export interface PageSources {
  /** What JSON-LD and microdata say about the page's own product. */
  readonly products: readonly ProductFacts[]
  /** Microdata outside of every product. */
  readonly loose: ProductFacts
  readonly meta: MetaFacts
  readonly markup: MarkupFacts
  /** What its `<title>` says. */
  readonly pageTitle: string
  /** Why the page is not about one product; absent when nothing speaks against it. */
  readonly objection?: string
}

/** Reads every source of a page. */
export function readSources(page: Page): PageSources {
  const hints = pageHints(page)
  const markup = readMarkup(page, hints, layoutOf(page.url?.hostname))
  const meta = readMetaTags(page, hints)
  const jsonLd = readJsonLd(page)
  const microdata = readMicrodata(page)
  const toFacts = (items: readonly SchemaItem[], source: FactSource) =>
    productsAmong(items).map((item) => factsOfProduct(item, source, page, hints))
  const loose = factsOfProduct(microdata.loose, 'microdata', page, hints)
  const titles = [markup.title ?? '', meta.title ?? '', page.title]
  const chosen = [toFacts(jsonLd, 'json-ld'), withLoose(toFacts(microdata.items, 'microdata'), loose)].map(
    (products) => chooseProduct(products, titles),
  )
  const products = chosen.filter((product) => typeof product === 'object')
  const hasList = [...jsonLd, ...microdata.items].some(isList)
  const objection = chosen.includes('several')
    ? 'the page describes several products'
    : products.length === 0 && objectionTo(hasList, meta, markup)
  return { products, loose, meta, markup, pageTitle: page.title, ...(objection && { objection }) }
}

/** Where no product of the page has a price, one may stand loose, outside of every product. */
function withLoose(products: readonly ProductFacts[], loose: ProductFacts): readonly ProductFacts[] {
  const isPriced = products.some(({ offers }) => offers.length > 0)
  return isPriced || loose.offers.length === 0 ? products : [...products, loose]
}

function objectionTo(hasList: boolean, meta: MetaFacts, { canBuy }: MarkupFacts): string | undefined {
  if (hasList) return 'the page is a list of things, such as a category or a search'
  const isSold = meta.isProduct || meta.offers.length > 0 || canBuy
  return isSold ? undefined : 'nothing on the page says that it sells a product'
}
