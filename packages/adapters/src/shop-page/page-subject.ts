import { defined } from '@telltale/core/options'
import type { Page } from './parse/page.js'
import { textOf } from './parse/text.js'
import type { MetaTagProduct } from './sources/meta-tags.js'
import type { SourceProduct } from './sources/source-product.js'
import { hasBuyButton } from './sources/visible/buy-buttons.js'
import { countListedPrices } from './sources/visible/listed-prices.js'
import type { VisibleProduct } from './sources/visible/visible-product.js'
import type { PriceHints } from './values/price-text.js'
import { readResultsHeading } from './values/results-heading.js'

/** The reason why a page is not about one product. */
export interface PageRejection {
  readonly reason: 'list' | 'no-product'
  readonly message: string
  /** The number of things in the list, as far as the page tells. */
  readonly count?: number
}

/** The signs that tell whether one thing for sale is the subject of a page. */
export interface SubjectSigns {
  /** The products that the page's data describes as its own. */
  readonly products: readonly SourceProduct[]
  readonly meta: MetaTagProduct
  readonly visible: VisibleProduct
  /** `true` when the data of the page has a list, of whatever. */
  readonly hasList: boolean
  /** `true` when the data calls the page itself one of a category or of search results. */
  readonly isListPage: boolean
}

/** Returns the reason why one thing for sale is not the subject of a page; `undefined` when it may be. */
export function findRejection(page: Page, hints: PriceHints, signs: SubjectSigns): PageRejection | undefined {
  const { products, meta, visible, hasList, isListPage } = signs
  const described = products.filter(hasDescription)
  const isSingle = described.some(isSingleProduct)
  const heading = isSingle ? undefined : findResultsHeading(page)
  if (heading) return list('the page is a search, or lists what it found', heading.count)
  if (isListPage && !isSingle) return list('the data of the page calls it a category or a search')
  if (isListedRange(page, hints, described))
    return list('the page sells several things', offerCountOf(described))
  if (described.length > 0) return undefined
  if (hasList || meta.isProductGroup)
    return list('the page is a list of things, such as a category or a search')
  const isForSale = meta.isProduct || meta.offers.length > 0 || hasBuyButton(page)
  // A page that names its own product, or says that it is sold out, shows prices of others.
  const isOwn = visible.offers.length > 0 || visible.availability !== undefined || products.length > 0
  if (isForSale && (isOwn || meta.isProduct)) return undefined
  const listed = countListedPrices(page, hints)
  if (listed.alike >= minListedPrices)
    return list('the page shows many prices side by side, and sells no one product', listed.alike)
  if (isForSale && listed.inCards > 0)
    return list('all prices of the page stand in cards of products', listed.inCards)
  return isForSale
    ? undefined
    : { reason: 'no-product', message: 'nothing on the page says that it sells a product' }
}

/** The minimum number of different prices, in elements of one shape, that make a page a list. */
const minListedPrices = 5

const list = (message: string, count?: number): PageRejection => ({
  reason: 'list',
  message: count === undefined ? message : `${message}: ${count} of them`,
  ...defined({ count }),
})

/** A number that was only read from the address describes no product. */
const hasDescription = ({ source, offers }: SourceProduct): boolean =>
  source !== 'shop-state' || offers.length > 0

/** Checks for a product that data of its own identifies, with a price that is not the lowest of many. */
const isSingleProduct = ({ offers, sku, gtin, mpn }: SourceProduct): boolean =>
  (sku ?? gtin ?? mpn) !== undefined || (offers.length > 0 && offers.every(({ isLowest }) => !isLowest))

/** The maximum number of headings that may call the page a list. */
const maxHeadings = 5

function findResultsHeading({ headings, title }: Page) {
  const first = headings.filter(({ name }) => name === 'h1').slice(0, maxHeadings)
  const said = [...first.map((heading) => textOf(heading)), title]
  return said.map(readResultsHeading).find((heading) => heading !== undefined)
}

/** Checks for the range of a whole list: the lowest and the highest of prices that stand side by side on the page. */
function isListedRange(page: Page, hints: PriceHints, described: readonly SourceProduct[]): boolean {
  const ranges = described.flatMap(({ offers }) => offers.filter(isRange))
  if (ranges.length === 0 || described.some(isSingleProduct) || hasBuyButton(page)) return false
  return countListedPrices(page, hints).alike >= minListedPrices
}

const isRange = ({ isLowest, amount, highAmount }: SourceProduct['offers'][number]): boolean =>
  isLowest === true && Number(highAmount) > Number(amount)

const offerCountOf = (described: readonly SourceProduct[]): number | undefined =>
  described.flatMap(({ offers }) => offers.flatMap(({ offerCount }) => offerCount ?? []))[0]
