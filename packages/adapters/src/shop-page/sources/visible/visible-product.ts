import { defined } from '@telltale/core/ports'
import { isElement, type PageElement } from '../../parse/nodes.js'
import type { Page } from '../../parse/page.js'
import { textOf } from '../../parse/text.js'
import { plainText } from '../../settle/choose-product.js'
import { readAvailabilityText } from '../../values/availability.js'
import type { PriceHints } from '../../values/price-text.js'
import type { ShopLayout } from '../../values/shop-layouts.js'
import type { ProductFacts } from '../source-product.js'
import type { PriceMark } from './price-marks.js'
import { readMarkedStock } from './visible-availability.js'
import { findVisiblePrices } from './visible-prices.js'

/** What a visitor sees: the title, and the prices that stand nearest to it. */
export interface MarkupFacts extends ProductFacts {
  /** Whether money stands there that is not one price, such as a range. */
  readonly isDoubtful: boolean
  /** Whether the prices stand where the shop marks them as such; else they are known by their words alone. */
  readonly isMarked: boolean
  /** The elements that name the product. */
  readonly headings: readonly PageElement[]
}

/**
 * Reads what a visitor sees: the title, and the prices in the smallest part of the page that holds the title and any
 * price.
 */
export function readMarkup(page: Page, hints: PriceHints, layout: ShopLayout | undefined): MarkupFacts {
  const headings = findHeadings(page, layout)
  const { marks, isMarked } = findVisiblePrices(page, hints, headings, layout)
  const title = headings[0] && textOf(headings[0], 500)
  const amounts = (kind: PriceMark['kind']) =>
    marks.flatMap((mark) => (mark.kind === kind && mark.price ? [mark.price] : []))
  const [was, ...otherWas] = new Set(amounts('was').map(({ amount }) => amount))
  const wasAmount = otherWas.length === 0 ? was : undefined
  const known = placeOf(page, layout?.availability)
  const availability = known ? readAvailabilityText(textOf(known, 60)) : readMarkedStock(page)
  return {
    source: 'markup',
    ...defined({ title: title || undefined, availability }),
    offers: amounts('current').map((price) => ({
      ...price,
      ...defined({ wasAmount: wasAmount || undefined }),
    })),
    isDoubtful: marks.some(({ kind }) => kind === 'doubtful'),
    isMarked,
    headings,
  }
}

/** The first element of the ids that a visitor sees. */
function placeOf({ byId }: Page, ids: readonly string[] = []): PageElement | undefined {
  return ids.flatMap((id) => byId.get(id) ?? []).find((element) => textOf(element, 20) !== '')
}

/**
 * The headings that name the page: those that share most words with its `<title>`. Others sell something on the side.
 * Without a title, a heading must be the only one.
 */
function findHeadings(page: Page, layout: ShopLayout | undefined): readonly PageElement[] {
  const known = placeOf(page, layout?.title)
  if (known) return [known]
  const title = plainText(page.title)
  const named = page.visible.filter(({ name }) => name === 'h1' || name === 'h2').slice(0, 50)
  const first = bestHeadings(
    named.filter(({ name }) => name === 'h1'),
    title,
  )
  if (first.length > 0) return first
  const second = title === '' ? [] : bestHeadings(named, title)
  return second.length > 0 ? second : namedByText(page, title)
}

const solid = /\S/
const letterOrDigit = /[\p{L}\p{N}]/u

/** Whether a plain title may begin with a text, by the first letter alone: most texts need no closer look. */
function mayBegin(title: string, text: string): boolean {
  const code = text.charCodeAt(text.search(letterOrDigit))
  return !(code < 128) || String.fromCharCode(code).toLowerCase() === title[0]
}

/** Some pages have no heading, and say the product's name in plain words. */
function namedByText({ visible }: Page, title: string): readonly PageElement[] {
  if (title.length < 8) return []
  const named = visible.find((element) => {
    const { firstChild } = element
    if (!firstChild || isElement(firstChild) || !solid.test(firstChild.data)) return false
    const said = firstChild.data.slice(0, 100)
    if (!mayBegin(title, said) || !title.startsWith(plainText(said))) return false
    const text = plainText(textOf(element, title.length + 20))
    return text.length > title.length / 2 && title.startsWith(text)
  })
  return named ? [named] : []
}

function bestHeadings(headings: readonly PageElement[], title: string): readonly PageElement[] {
  const named = headings.filter((heading) => textOf(heading) !== '')
  if (title === '') return named.length === 1 ? named : []
  const titleWords = new Set(title.split(' '))
  const matches = named.map((heading) => {
    const words = new Set(plainText(textOf(heading)).split(' '))
    const shared = [...words].filter((word) => titleWords.has(word)).length
    return shared >= Math.min(words.size, titleWords.size) / 2 ? shared : 0
  })
  const best = Math.max(...matches)
  return best > 0 ? named.filter((_, at) => matches[at] === best) : []
}
