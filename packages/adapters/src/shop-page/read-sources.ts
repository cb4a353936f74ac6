import { defined } from '@telltale/core/options'
import type { Availability } from '@telltale/core/ports'
import { findRejection, type PageRejection } from './page-subject.js'
import type { Page } from './parse/page.js'
import { chooseProduct } from './settle/choose-product.js'
import { readEmbeddedState } from './sources/embedded-state.js'
import { type MetaTagProduct, readMetaTags } from './sources/meta-tags.js'
import { readJsonLd } from './sources/schema-org/json-ld.js'
import { readMicrodata } from './sources/schema-org/microdata.js'
import { readRdfa } from './sources/schema-org/rdfa.js'
import type { SchemaItem } from './sources/schema-org/schema-item.js'
import {
  isItemList,
  isListPage,
  mainProductsOf,
  toSourceProduct,
} from './sources/schema-org/schema-product.js'
import type { PageSource, SourceProduct } from './sources/source-product.js'
import { readFreeDelivery } from './sources/visible/free-delivery.js'
import { findSpecialPrices, type SpecialPrice } from './sources/visible/special-prices.js'
import { readPlainAvailability } from './sources/visible/visible-availability.js'
import { readVisibleProduct, type VisibleProduct } from './sources/visible/visible-product.js'
import { pageHints } from './values/price-hints.js'
import type { PriceHints, StatedPrice } from './values/price-text.js'
import { findShopLayout } from './values/shop-layouts.js'

/** All that a page states about its product, source by source. */
export interface PageSources {
  /** The page's own product as the shop's data, JSON-LD, microdata, RDFa and embedded state describe it. */
  readonly products: readonly SourceProduct[]
  /** Microdata outside of every item. */
  readonly looseMicrodata: SourceProduct
  readonly meta: MetaTagProduct
  readonly visible: VisibleProduct
  /** The currencies and the language of the page. */
  readonly hints: PriceHints
  /** The value of an order from which on the delivery is free. */
  readonly freeDelivery?: StatedPrice
  /** The prices beside that of the product which not everyone pays. */
  readonly specials: readonly SpecialPrice[]
  /** The availability by plain text and buttons; absent where another source states it. */
  readonly plainAvailability?: Availability
  /** The text of the `<title>`. */
  readonly pageTitle: string
  /** The reason why the page is not about one product; absent when it may be. */
  readonly rejection?: PageRejection
}

/** Reads data that only one shop's pages have. */
export type ShopDataReader = (page: Page, hints: PriceHints) => SourceProduct | undefined

/** Reads every source of a page. */
export function readSources(page: Page, readShopData?: ShopDataReader): PageSources {
  const hints = pageHints(page)
  const visible = readVisibleProduct(page, hints, findShopLayout(page.url?.hostname))
  const meta = readMetaTags(page, hints)
  const titles = [visible.title ?? '', meta.title ?? '', page.title]
  const { chosen, looseMicrodata, hasList, isListPage, productCount } = readSchemaOrg(page, hints, titles)
  const state = readEmbeddedState(page, titles, hints)
  const shopData = readShopData?.(page, hints)
  const products = [
    ...(shopData ? [shopData] : []),
    ...chosen.filter((product) => typeof product === 'object'),
    ...(state ? [state] : []),
  ]
  const statesAvailability = [...products, meta, looseMicrodata, visible].some(
    ({ availability, offers }) => availability ?? offers.some((offer) => offer.availability),
  )
  const plainAvailability = statesAvailability ? undefined : readPlainAvailability(page, visible.headings)
  const signs = { products, meta, visible, hasList, isListPage }
  const rejection = chosen.includes('several')
    ? { reason: 'list' as const, message: 'the page describes several products', count: productCount }
    : findRejection(page, hints, signs)
  return {
    products,
    looseMicrodata,
    meta,
    visible,
    specials: findSpecialPrices(page, hints),
    pageTitle: page.title,
    hints,
    ...defined({ plainAvailability, rejection, freeDelivery: readFreeDelivery(page, hints) }),
  }
}

/** Reads the schema.org markup. Chooses the page's product separately for JSON-LD, microdata and RDFa. */
function readSchemaOrg(page: Page, hints: PriceHints, titles: readonly string[]) {
  const jsonLd = readJsonLd(page)
  const microdata = readMicrodata(page)
  const rdfa = readRdfa(page)
  const toProducts = (items: readonly SchemaItem[], source: PageSource) =>
    mainProductsOf(items).map((item) => toSourceProduct(item, source, page, hints))
  const looseMicrodata = toSourceProduct(microdata.loose, 'microdata', page, hints)
  const bySource = [
    toProducts(jsonLd, 'json-ld'),
    attachLooseOffers(toProducts(microdata.items, 'microdata'), looseMicrodata),
    toProducts(rdfa, 'rdfa'),
  ]
  return {
    chosen: bySource.map((products) => chooseProduct(products, titles)),
    looseMicrodata,
    hasList: [...jsonLd, ...microdata.items, ...rdfa].some(isItemList),
    isListPage: [...jsonLd, ...microdata.items, ...rdfa].some(isListPage),
    productCount: Math.max(...bySource.map((products) => products.length)),
  }
}

/** Attaches loose offers to the only product. Applies where no product of the page has a price of its own. */
function attachLooseOffers(
  products: readonly SourceProduct[],
  loose: SourceProduct,
): readonly SourceProduct[] {
  const isPriced = products.some(({ offers }) => offers.length > 0)
  if (isPriced || loose.offers.length === 0) return products
  const [only, ...others] = products
  return only && others.length === 0 ? [{ ...only, offers: loose.offers }] : [...products, loose]
}
