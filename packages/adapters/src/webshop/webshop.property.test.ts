import type { ProductReading } from '@telltale/core/ports'
import { money } from '@telltale/core/prices'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { extractProduct } from './index.js'

/** Bounds a property by time beside its runs, for a busy machine. */
const limits = { interruptAfterTimeLimit: 3_000, markInterruptAsFailure: false }

const url = 'https://shop.example/tea'
const currency = fc.constantFrom('EUR', 'USD', 'GBP', 'INR', 'EGP', 'CHF')
const cents = fc.integer({ min: 1, max: 1_000_000_000 })
const decimal = (amount: number) => `${Math.floor(amount / 100)}.${`${amount % 100}`.padStart(2, '0')}`
const jsonLd = (data: unknown) => `<script type="application/ld+json">${JSON.stringify(data)}</script>`

/** Ways in which shops write one price in fields made for it. */
const writings = {
  'JSON-LD, as a number': (price: string, code: string) =>
    jsonLd({ '@type': 'Product', offers: { price: Number(price), priceCurrency: code } }),
  'JSON-LD, as a string in a graph': (price: string, code: string) =>
    jsonLd({ '@graph': [{ '@type': 'Product', offers: [{ price, priceCurrency: code }] }] }),
  'microdata, in content': (price: string, code: string) =>
    `<p itemscope itemtype="https://schema.org/Product"><i itemprop="price" content="${price}"></i>
     <meta itemprop="priceCurrency" content="${code}"></p>`,
  'microdata, with a comma': (price: string, code: string) =>
    `<p itemscope itemtype="https://schema.org/Product"><i itemprop="price">${price.replace('.', ',')}</i>
     <i itemprop="priceCurrency">${code}</i></p>`,
  'meta tags': (price: string, code: string) =>
    `<meta property="product:price:amount" content="${price}"><meta property="product:price:currency" content="${code}">`,
  'plain markup': (price: string, code: string) =>
    `<div><h1>Tea</h1><p class="price">${code} ${price}</p><button>Buy now</button></div>`,
}

const page = (body: string) => `<!doctype html><title>Tea</title>${body}`

function expectSound(reading: ProductReading): void {
  if (reading.status === 'unread') {
    expect(reading.message.length).toBeLessThan(500)
    return
  }
  expect(reading.price).toEqual(money(reading.price.amount, reading.price.currency))
  expect(Number(reading.price.amount)).toBeGreaterThan(0)
  expect(Number(reading.wasPrice?.amount ?? Number.POSITIVE_INFINITY)).toBeGreaterThan(
    Number(reading.price.amount),
  )
  expect(reading.evidence).not.toEqual([])
}

describe('any price', () => {
  it.each(Object.entries(writings))('is read back exactly from %s', (_how, write) => {
    fc.assert(
      fc.property(cents, currency, (amount, code) => {
        const reading = extractProduct(page(write(decimal(amount), code)), url)
        expect(reading).toMatchObject({ status: 'read', price: { amount: decimal(amount), currency: code } })
      }),
      limits,
    )
  })

  it('is never chosen between two sources with different amounts or currencies', () => {
    const amount = fc.oneof(cents, fc.constantFrom(450, 900))
    const place = fc.tuple(fc.constantFrom(...Object.values(writings)), amount, currency)
    fc.assert(
      fc.property(place, place, ([writeOne, one, code], [writeOther, other, otherCode]) => {
        fc.pre(one !== other || code !== otherCode)
        const body = writeOne(decimal(one), code) + writeOther(decimal(other), otherCode)
        expect(extractProduct(page(body), url).status).toBe('unread')
      }),
      { numRuns: 300, ...limits },
    )
  })
})

describe('any page', () => {
  const fragment = fc.oneof(
    fc.string(),
    fc.string({ unit: 'binary' }),
    fc.constantFrom(
      '<h1>Tea</h1>',
      '<b class="price">',
      '</b>',
      '<del>',
      '$5.00',
      '4,50 €',
      '₹1,29,900',
      '<button>Buy now',
    ),
    fc.constantFrom(
      '<p itemscope itemtype="Product">',
      '<i itemprop="price" content="',
      '" itemprop="offers">',
      '<meta ',
    ),
    fc.constantFrom(
      '<script type="application/ld+json">',
      '{"@type":"Product","offers":',
      '{"price":',
      '}',
      '</script>',
    ),
  )

  it('is read without an exception, into a valid reading', () => {
    fc.assert(
      fc.property(fc.array(fragment, { maxLength: 40 }), fc.webUrl(), (fragments, address) => {
        expectSound(extractProduct(fragments.join(''), address))
      }),
      { numRuns: 1_000, ...limits },
    )
  })

  it('may hold any JSON instead of its product, its offers and its price', () => {
    const anything = fc.jsonValue({ maxDepth: 5 })
    fc.assert(
      fc.property(anything, anything, anything, (product, offers, price) => {
        const blocks = [
          jsonLd(product),
          jsonLd({ '@type': 'Product', name: price, offers }),
          jsonLd({
            '@type': ['Product', offers],
            offers: { price, priceCurrency: 'EUR', availability: product },
          }),
        ]
        for (const block of blocks) expectSound(extractProduct(page(block), url))
      }),
      { numRuns: 500, ...limits },
    )
  })
})
