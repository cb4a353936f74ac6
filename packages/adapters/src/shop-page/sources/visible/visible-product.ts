import { defined } from '@telltale/core/options'
import { isElement, type PageElement } from '../../parse/nodes.js'
import type { Page } from '../../parse/page.js'
import { textOf } from '../../parse/text.js'
import { readAvailabilityText } from '../../values/availability.js'
import { normalizeTitle } from '../../values/normalize-title.js'
import type { PriceHints } from '../../values/price-text.js'
import type { ShopLayout } from '../../values/shop-layouts.js'
import type { SourceProduct } from '../source-product.js'
import { confirmedReductionOf, type Reduction } from './reductions.js'
import { readMarkedAvailability } from './visible-availability.js'
import type { VisiblePrice } from './visible-price.js'
import { findProductPrices } from './visible-prices.js'

/** The product as a visitor sees it: the title, and the prices nearest to it. */
export interface VisibleProduct extends SourceProduct {
  /** `true` when a range, or other money that is not one price, stands there. */
  readonly isAmbiguous: boolean
  /** `true` when the shop marks the prices as such; otherwise only their text tells. */
  readonly isMarked: boolean
  /** The elements that name the product. */
  readonly headings: readonly PageElement[]
}

/**
 * Reads what a visitor sees: the title, and the prices in the smallest part of the page that holds the title and any
 * price.
 */
export function readVisibleProduct(
  page: Page,
  hints: PriceHints,
  layout: ShopLayout | undefined,
): VisibleProduct {
  const headings = findProductHeadings(page, layout)
  const { prices: found, isMarked } = findProductPrices(page, hints, headings, layout)
  const reduction = confirmedReductionOf(found)
  const prices = reduction
    ? found.map((shown) => withReduction(shown, reduction))
    : settleRegularPrices(found)
  const title = headings[0] && textOf(headings[0], 500)
  const former = prices.flatMap(({ kind, price }) => (kind === 'was' && price ? [price.amount] : []))
  const [was, ...otherWas] = new Set(former)
  const wasAmount = otherWas.length === 0 ? was : undefined
  const known = firstVisibleById(page, layout?.availability)
  const availability = known ? readAvailabilityText(textOf(known, 60)) : readMarkedAvailability(page)
  return {
    source: 'markup',
    ...defined({ title: title || undefined, availability }),
    offers: prices.filter(isCurrent).map(({ price, isRegular }) => ({
      ...price,
      ...defined({ wasAmount, isRegular, isConfirmedReduction: reduction ? true : undefined }),
    })),
    isAmbiguous: prices.some(({ kind }) => kind === 'ambiguous'),
    isMarked,
    headings,
  }
}

const isCurrent = (shown: VisiblePrice): shown is VisiblePrice & Required<Pick<VisiblePrice, 'price'>> =>
  shown.kind === 'current' && shown.price !== undefined

/** Turns the higher price of a reduction into the former one, and the lower into the current one. */
function withReduction(shown: VisiblePrice, { was }: Reduction): VisiblePrice {
  if (shown.kind === 'ambiguous') return shown
  return { ...shown, kind: shown.price?.amount === was ? 'was' : 'current' }
}

/** Turns a price that is called regular into the former one where a lower one stands beside it, else into the current one. */
function settleRegularPrices(prices: readonly VisiblePrice[]): readonly VisiblePrice[] {
  const current = prices.flatMap(({ kind, price }) =>
    kind === 'current' && price ? [Number(price.amount)] : [],
  )
  const isReduced = (amount: string | undefined) =>
    current.length > 0 && current.every((each) => each < Number(amount))
  return prices.map((shown) =>
    shown.kind === 'regular'
      ? { ...shown, kind: isReduced(shown.price?.amount) ? ('was' as const) : ('current' as const) }
      : shown,
  )
}

/** Returns the first element of the ids that has a visible text. */
function firstVisibleById({ byId }: Page, ids: readonly string[] = []): PageElement | undefined {
  return ids.flatMap((id) => byId.get(id) ?? []).find((element) => textOf(element, 20) !== '')
}

/**
 * Finds the headings that share most words with the page's `<title>`; others are about something on the side. Without a
 * `<title>`, a heading must be the only one.
 */
function findProductHeadings(page: Page, layout: ShopLayout | undefined): readonly PageElement[] {
  const known = firstVisibleById(page, layout?.title)
  if (known) return [known]
  const title = normalizeTitle(page.title)
  const named = page.headings.slice(0, 50)
  const first = headingsMatching(
    named.filter(({ name }) => name === 'h1'),
    title,
  )
  if (first.length > 0) return first
  const second = title === '' ? [] : headingsMatching(named, title)
  return second.length > 0 ? second : findHeadingByTitle(page, title)
}

const nonSpace = /\S/
const letterOrDigit = /[\p{L}\p{N}]/u

/**
 * Checks by the first letter alone whether a title may begin with a text. This spares most texts the full comparison.
 */
function mayBegin(title: string, text: string): boolean {
  const code = text.charCodeAt(text.search(letterOrDigit))
  return !(code < 128) || String.fromCharCode(code).toLowerCase() === title[0]
}

/** Finds the element that names the product on a page without headings. */
function findHeadingByTitle({ visible }: Page, title: string): readonly PageElement[] {
  if (title.length < 8) return []
  const named = visible.find((element) => {
    const { firstChild } = element
    if (!firstChild || isElement(firstChild) || !nonSpace.test(firstChild.data)) return false
    const said = firstChild.data.slice(0, 100)
    if (!mayBegin(title, said) || !title.startsWith(normalizeTitle(said))) return false
    const text = normalizeTitle(textOf(element, title.length + 20))
    return text.length > title.length / 2 && title.startsWith(text)
  })
  return named ? [named] : []
}

function headingsMatching(headings: readonly PageElement[], title: string): readonly PageElement[] {
  const named = headings.filter((heading) => textOf(heading) !== '')
  if (title === '') return named.length === 1 ? named : []
  const titleWords = new Set(title.split(' '))
  const matches = named.map((heading) => {
    const words = new Set(normalizeTitle(textOf(heading)).split(' '))
    const shared = [...words].filter((word) => titleWords.has(word)).length
    const isMatch = shared >= Math.min(words.size, titleWords.size) / 2
    return { heading, shared: isMatch ? shared : 0, others: words.size - shared }
  })
  const best = Math.max(...matches.map(({ shared }) => shared))
  const closest = best > 0 ? matches.filter(({ shared }) => shared === best) : []
  // A heading with words beyond the title names a variant, such as a larger edition.
  const fewest = Math.min(...closest.map(({ others }) => others))
  return closest.filter(({ others }) => others === fewest).map(({ heading }) => heading)
}
