import type { Availability } from '@telltale/core/ports'
import { defined } from '@telltale/core/ports'
import type { Page } from './parse/page.js'
import { chooseProduct } from './settle/choose-product.js'
import { readEmbeddedState } from './sources/embedded-state.js'
import { type MetaFacts, readMetaTags } from './sources/meta-tags.js'
import { readJsonLd } from './sources/schema-org/json-ld.js'
import { readMicrodata } from './sources/schema-org/microdata.js'
import { readRdfa } from './sources/schema-org/rdfa.js'
import type { SchemaItem } from './sources/schema-org/schema-item.js'
import { factsOfProduct, isList, productsAmong } from './sources/schema-org/schema-product.js'
import type { FactSource, ProductFacts } from './sources/source-product.js'
import { canBuy } from './sources/visible/buy-buttons.js'
import { readPlainStock } from './sources/visible/visible-availability.js'
import { isListOfPrices } from './sources/visible/visible-prices.js'
import { type MarkupFacts, readMarkup } from './sources/visible/visible-product.js'
import { pageHints } from './values/price-hints.js'
import type { PriceHints } from './values/price-text.js'
import { layoutOf } from './values/shop-layouts.js'

/** Why a page is not about one product. */
export interface Objection {
  readonly reason: 'list' | 'no-product'
  readonly message: string
}

/** Everything that a page says about the product it sells, source by source. */
export interface PageSources {
  /** What JSON-LD, microdata and RDFa say about the page's own product. */
  readonly products: readonly ProductFacts[]
  /** Microdata outside of every product. */
  readonly loose: ProductFacts
  readonly meta: MetaFacts
  readonly markup: MarkupFacts
  /** What its plain words and its buttons say of the stock, where no other source does. */
  readonly stock?: Availability
  /** What its `<title>` says. */
  readonly pageTitle: string
  /** Why the page is not about one product; absent when nothing speaks against it. */
  readonly objection?: Objection
}

/** Reads what only those know who know the shop. */
export type OwnReader = (page: Page, hints: PriceHints) => ProductFacts | undefined

/** Reads every source of a page. */
export function readSources(page: Page, readOwn?: OwnReader): PageSources {
  const hints = pageHints(page)
  const markup = readMarkup(page, hints, layoutOf(page.url?.hostname))
  const meta = readMetaTags(page, hints)
  const titles = [markup.title ?? '', meta.title ?? '', page.title]
  const { chosen, loose, hasList } = readDescribed(page, hints, titles)
  const state = readEmbeddedState(page, titles, hints)
  const pointed = readOwn?.(page, hints)
  const products = [
    ...(pointed ? [pointed] : []),
    ...chosen.filter((product) => typeof product === 'object'),
    ...(state ? [state] : []),
  ]
  const isStocked = [...products, meta, loose, markup].some(
    ({ availability, offers }) => availability ?? offers.some((offer) => offer.availability),
  )
  const stock = isStocked ? undefined : readPlainStock(page, markup.headings)
  const objection = chosen.includes('several')
    ? { reason: 'list' as const, message: 'the page describes several products' }
    : !products.some(isDescribed) && objectionTo(page, hints, { hasList, meta })
  return {
    products,
    loose,
    meta,
    markup,
    pageTitle: page.title,
    ...defined({ stock, objection: objection || undefined }),
  }
}

/** What the page describes in the words of schema.org: of each kind of markup the product that it is about. */
function readDescribed(page: Page, hints: PriceHints, titles: readonly string[]) {
  const jsonLd = readJsonLd(page)
  const microdata = readMicrodata(page)
  const rdfa = readRdfa(page)
  const toFacts = (items: readonly SchemaItem[], source: FactSource) =>
    productsAmong(items).map((item) => factsOfProduct(item, source, page, hints))
  const loose = factsOfProduct(microdata.loose, 'microdata', page, hints)
  const told = [
    toFacts(jsonLd, 'json-ld'),
    withLoose(toFacts(microdata.items, 'microdata'), loose),
    toFacts(rdfa, 'rdfa'),
  ]
  return {
    chosen: told.map((products) => chooseProduct(products, titles)),
    loose,
    hasList: [...jsonLd, ...microdata.items, ...rdfa].some(isList),
  }
}

/** A number that stands in the address alone describes no product. */
const isDescribed = ({ source, offers }: ProductFacts): boolean =>
  source !== 'shop-state' || offers.length > 0

/** Where no product of the page has a price, one may stand loose, outside of every product; it is that of the only one. */
function withLoose(products: readonly ProductFacts[], loose: ProductFacts): readonly ProductFacts[] {
  const isPriced = products.some(({ offers }) => offers.length > 0)
  if (isPriced || loose.offers.length === 0) return products
  const [only, ...others] = products
  return only && others.length === 0 ? [{ ...only, offers: loose.offers }] : [...products, loose]
}

function objectionTo(
  page: Page,
  hints: PriceHints,
  { hasList, meta }: { readonly hasList: boolean } & Pick<PageSources, 'meta'>,
): Objection | undefined {
  if (hasList)
    return { reason: 'list', message: 'the page is a list of things, such as a category or a search' }
  if (meta.isProduct || meta.offers.length > 0 || canBuy(page)) return undefined
  if (isListOfPrices(page, hints))
    return { reason: 'list', message: 'the page shows many prices side by side, and sells no one product' }
  return { reason: 'no-product', message: 'nothing on the page says that it sells a product' }
}
