import assert from 'node:assert/strict'
import type { Adapter, ProductPage, ProductReader, ProductReading } from '../../ports/index.js'
import type { ConformanceCase } from '../conformance-case.js'
import { assertMoney, deepFreeze } from './context.js'

/** Samples for the cases of a source that reads product pages. */
export interface ProductSample {
  /** A page whose price the source can read. */
  readonly page: ProductPage
  /** A URL whose pages it does not read; absent for a source that reads any page. */
  readonly foreign?: string
}

const mebibyte = 2 ** 20

/** The time limit for a page of 1 MiB: far more than linear work takes, and far less than quadratic work. */
const maxReadingMs = 5_000

/** Bytes without order, the same each time: a linear congruential generator (the constants of Numerical Recipes). */
function noise(length: number): string {
  let state = 1
  const next = () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state >>> 24
  }
  return String.fromCharCode(...Array.from({ length }, next))
}

const hostilePages = (): Readonly<Record<string, string>> => ({
  'an empty page': '',
  'a page of spaces': ' \n'.repeat(1_000),
  'binary data': `\x89PNG\r\n\x1a\n\0\0${noise(20_000)}`,
  'a page that breaks off within a tag': '<html><body><div itemscope itemtype="https://schema.org/Product"',
  'a page that breaks off within a script':
    '<script type="application/ld+json">{"@type":"Product","offers":{"price":',
  'a script that is no JSON': '<script type="application/ld+json">{price: 12,}</script>',
  'a script of deep JSON': `<script type="application/ld+json">${'['.repeat(50_000)}${']'.repeat(50_000)}</script>`,
  'a page nested ten thousand deep': '<div>'.repeat(10_000),
  'a mebibyte of text': 'ginger tea '.repeat(mebibyte / 11),
  'a mebibyte of opened tags': '<'.repeat(mebibyte),
  'a mebibyte of one attribute': `<p title="${'a'.repeat(mebibyte)}`,
  'a mebibyte of empty scripts': '<script type="application/ld+json"></script>'.repeat(mebibyte / 44),
})

const reasons = ['blocked', 'consent', 'gone', 'list', 'no-product', 'no-price', 'ambiguous']

function assertUnread(reading: ProductReading, what: string): void {
  assert.equal(reading.status, 'unread', `a price was read from ${what}`)
  assert.ok(reasons.includes(reading.reason), `'${reading.reason}' is no reason`)
  assert.ok(reading.message.length > 0, `what is wrong with ${what} is not said`)
}

function extract(products: ProductReader, page: ProductPage, what: string): ProductReading {
  try {
    return products.extract(page)
  } catch (error) {
    return assert.fail(`it threw on ${what}: ${String(error)}`)
  }
}

const proofs: Record<string, (products: ProductReader, sample: ProductSample) => void> = {
  'matches its own pages, and no foreign ones': (products, { page, foreign }) => {
    assert.equal(products.matches(new URL(page.url)), true)
    if (foreign !== undefined) assert.equal(products.matches(new URL(foreign)), false)
  },
  'reads a price, and says where it was found': (products, { page }) => {
    const reading = products.extract(page)
    assert.equal(reading.status, 'read', JSON.stringify(reading))
    assertMoney(reading.price)
    if (reading.wasPrice) assertMoney(reading.wasPrice)
    assert.ok(reading.evidence.length > 0, 'it does not say where the price was found')
  },
  'reads a page the same however often, and whatever it read before': (products, { page }) => {
    const first = structuredClone(products.extract(page))
    assert.deepEqual(products.extract(page), first)
    for (const html of Object.values(hostilePages()))
      products.extract({ url: page.url, html: html.slice(0, 1_000) })
    assert.deepEqual(products.extract(page), first)
  },
  'goes by the page alone and leaves it as it is': (products, { page }) => {
    const given = deepFreeze({ ...page })
    assert.deepEqual(
      extract(products, given, 'a page that cannot be modified'),
      products.extract({ ...page }),
    )
  },
  'reads no price where there is none, and says why': (products, { page }) => {
    const html = '<!doctype html><title>How to brew tea</title><p>Pour 300 ml of water, wait 4 minutes.</p>'
    assertUnread(products.extract({ url: page.url, html }), 'a page that sells nothing')
  },
}

/** Returns the conformance cases of a source of products. */
export function productsCases(open: () => Adapter, sample: ProductSample): readonly ConformanceCase[] {
  const openProducts = (): ProductReader => {
    const { products } = open()
    assert.ok(products, 'the adapter has no products')
    return products
  }
  const reading = Object.entries(proofs).map(([name, prove]) => ({
    name: `products: ${name}`,
    run: async () => prove(openProducts(), sample),
  }))
  const surviving = Object.entries(hostilePages()).map(([what, html]) => ({
    name: `products: survives ${what}`,
    run: async () => {
      const products = openProducts()
      const start = performance.now()
      assertUnread(extract(products, { url: sample.page.url, html }, what), what)
      const tookMs = performance.now() - start
      assert.ok(tookMs < maxReadingMs, `${what} took ${tookMs} ms`)
    },
  }))
  return [...reading, ...surviving]
}
