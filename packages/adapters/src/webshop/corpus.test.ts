import { existsSync, readFileSync } from 'node:fs'
import type { ProductReading } from '@telltale/core/ports'
import { describe, expect, it } from 'vitest'
import { extractProduct } from './index.js'

const folder = new URL('../../../../../shared/data/web/', import.meta.url)
const isThere = existsSync(folder)

/** A captured page, and what a person read on it. */
interface Captured {
  readonly id: string
  readonly file: string
  readonly shop: string
  readonly kind: string
  readonly url?: string | null
  /** Fields that the person was not sure of. */
  readonly unsure?: readonly string[]
  readonly expected: {
    readonly price: number | null
    readonly currency?: string
    readonly listPrice?: number | null
    readonly availability?: string | null
    readonly brand?: string | null
    readonly sku?: string | null
    readonly gtin?: string | null
  }
}

const captured = (list: string): readonly Captured[] =>
  isThere
    ? readFileSync(new URL(list, folder), 'utf8')
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line))
    : []

const readPage = ({ file, shop, url }: Captured, change = (html: string) => html): ProductReading =>
  extractProduct(change(readFileSync(new URL(file, folder), 'utf8')), url ?? `https://${shop}/`)

/** The page of a shop that marks nothing up for machines, save that it sells a product. */
const withoutData = (html: string): string =>
  html
    .replace(/application\/ld\+json/gi, 'text/plain')
    .replace(/<meta /gi, '<x-meta ')
    .replace(/itemprop=|itemscope/gi, 'data-none=')
    .replace(/<head[^>]*>/i, '$&<meta property="og:type" content="product">')

const isRight = (reading: ProductReading, { price, currency }: Captured['expected']): boolean =>
  reading.status === 'read'
    ? Number(reading.price.amount) === price && reading.price.currency === currency
    : price === null

describe.skipIf(!isThere)('60 captured product pages (needs shared/data)', () => {
  const pages = captured('pages.jsonl').map((page) => ({ ...page, reading: readPage(page) }))
  const read = pages.flatMap(({ reading, ...page }) =>
    reading.status === 'read' ? [{ ...page, reading }] : [],
  )

  it('never give a wrong price', () => {
    const wrong = read.filter(({ reading, expected }) => !isRight(reading, expected))
    expect(wrong.map(({ id, reading }) => [id, reading.price])).toEqual([])
  })

  it('give the right answer on at least 59 of 60, and none on the rest', () => {
    expect(pages).toHaveLength(60)
    expect(pages.filter(({ reading, expected }) => isRight(reading, expected)).length).toBeGreaterThanOrEqual(
      59,
    )
  })

  it.each(['availability', 'brand', 'sku', 'gtin'] as const)('never give a wrong %s', (field) => {
    const sure = read.filter(({ unsure, expected }) => !unsure?.includes(field) && expected[field])
    const wrong = sure.filter(({ reading, expected }) => reading[field] && reading[field] !== expected[field])
    expect(wrong.map(({ id, reading }) => [id, reading[field]])).toEqual([])
  })

  it('never give a wrong price before the current one', () => {
    const sure = read.filter(({ unsure, reading }) => reading.wasPrice && !unsure?.includes('listPrice'))
    const wrong = sure.filter(
      ({ reading, expected }) => Number(reading.wasPrice?.amount) !== expected.listPrice,
    )
    expect(wrong.map(({ id, reading }) => [id, reading.wasPrice])).toEqual([])
    expect(sure.length).toBeGreaterThan(0)
  })
})

describe.skipIf(!isThere)('the same pages without their structured data (needs shared/data)', () => {
  const pages = captured('pages.jsonl').map((page) => ({ ...page, reading: readPage(page, withoutData) }))
  const right = pages.filter(({ reading, expected }) => isRight(reading, expected))

  it('never give a wrong price', () => {
    const wrong = pages.filter(
      ({ reading, expected }) => reading.status === 'read' && !isRight(reading, expected),
    )
    expect(wrong.map(({ id }) => id)).toEqual([])
  })

  it('give the right answer on at least 47 of 60, from plain markup alone', () => {
    expect(right.length).toBeGreaterThanOrEqual(47)
    for (const { reading } of right)
      if (reading.status === 'read')
        expect(['markup', 'state']).toEqual(expect.arrayContaining([...reading.evidence]))
  })
})

/** An address in the same country, of a shop that nobody knows. */
function elsewhere({ url, shop }: Captured): string {
  const { hostname } = new URL(url ?? `https://${shop}/`)
  return `https://shop.example.${/\.([a-z]{2})$/.exec(hostname)?.[1] ?? 'com'}/product`
}

/** Redesigns of a shop's markup; those of plain markup drop the data for machines first. */
const redesigns: Readonly<Record<string, (html: string) => string>> = {
  'with one class for all': (html) => html.replace(/class="[^"]*"/g, 'class="k"'),
  'without ids': (html) => html.replace(/ id="[^"]*"/g, ''),
  'without crossing out': (html) => html.replace(/<(\/?)(?:s|del|strike)(?=[\s>])/gi, '<$1span'),
  'without headings': (html) => html.replace(/<(\/?)h1(?=[\s>])/gi, '<$1div'),
  'without a title': (html) => html.replace(/<title[^>]*>[\s\S]*?<\/title>/i, ''),
  'in capitals': (html) =>
    html.replace(/<(\/?)([a-z][a-z0-9]*)(?=[\s>])/g, (_, slash, name) => `<${slash}${name.toUpperCase()}`),
}

describe.skipIf(!isThere)('the same pages, redesigned (needs shared/data)', { timeout: 120_000 }, () => {
  const pages = captured('pages.jsonl')
  const wrongOf = (change: (html: string) => string) =>
    pages
      .map((page) => ({ ...page, reading: readPage(page, change) }))
      .filter(({ reading, expected }) => reading.status === 'read' && !isRight(reading, expected))
      .map(({ id, reading }) => [id, reading])

  it.each(Object.entries(redesigns))('%s never give a wrong price', (_how, change) => {
    expect(wrongOf(change)).toEqual([])
    expect(wrongOf((html) => change(withoutData(html)))).toEqual([])
  })

  it('are read at an address that no layout knows: 55 of 60 right, none wrong', () => {
    const readings = pages.map((page) => ({ ...page, reading: readPage({ ...page, url: elsewhere(page) }) }))
    const right = readings.filter(({ reading, expected }) => isRight(reading, expected))
    const abstained = readings.filter(
      ({ reading, expected }) => reading.status === 'unread' && !isRight(reading, expected),
    )
    expect(right.length).toBeGreaterThanOrEqual(55)
    expect(right.length + abstained.length).toBe(60)
  })
})

describe.skipIf(!isThere)('13 captured searches, lists and blocked pages (needs shared/data)', () => {
  it.each(captured('pages_other.jsonl'))('$id sells no product', (page) => {
    const reason = page.kind === 'blocked' ? 'blocked' : 'list'
    expect(readPage(page)).toMatchObject({ status: 'unread', reason })
  })
})
