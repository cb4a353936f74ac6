import { adapterCases } from '@telltale/core/testing'
import { describe, expect, it } from 'vitest'
import { readsItsCanaries } from '../shop-page/testing/canary.js'
import { flipkart, flipkartProduct } from './index.js'

const page = {
  url: 'https://www.flipkart.com/a-watch/p/itmbd52c3589c34f?pid=WATGZZJV6FUSHNM9',
  html: `<title>A watch</title><h1>A watch</h1><script type="application/ld+json">
    {"@type": "Product", "name": "A watch", "offers": {"price": 1299, "priceCurrency": "INR"}}</script>`,
}

describe('flipkart', () => {
  for (const { name, run } of adapterCases(() => flipkart(), {
    products: { page, foreign: 'https://shop.example/tea' },
  }))
    it(name, run)

  it('names the option that is wrong', () => {
    expect(() => flipkart({ id: '' })).toThrow('flipkart: id: expected a name')
  })
})

describe('the addresses of its products', () => {
  it.each([
    [
      'https://www.flipkart.com/a-watch/p/itmbd52c3589c34f?pid=WATGZZJV6FUSHNM9&lid=L&marketplace=F',
      'WATGZZJV6FUSHNM9',
      'https://www.flipkart.com/a-watch/p/itmbd52c3589c34f?pid=WATGZZJV6FUSHNM9',
    ],
    [
      'https://www.flipkart.com/a-watch/p/itmbd52c3589c34f',
      'itmbd52c3589c34f',
      'https://www.flipkart.com/a-watch/p/itmbd52c3589c34f',
    ],
  ])('%s is %s', (address, id, url) => {
    expect(flipkartProduct(new URL(address))).toEqual({ id, url })
  })

  it.each([
    ['https://www.flipkart.com/search?q=watch'],
    ['https://flipkart.example/a-watch/p/itmbd52c3589c34f'],
  ])('%s is none', (address) => {
    expect(flipkartProduct(new URL(address))).toBeUndefined()
    expect(flipkart().products?.matches(new URL(address))).toBe(false)
  })
})

describe('a page of Flipkart', () => {
  it('has the number of its address where it states none', () => {
    expect(flipkart().products?.extract(page)).toMatchObject({ sku: 'WATGZZJV6FUSHNM9' })
  })
})
readsItsCanaries(() => flipkart(), 'flipkart-')
