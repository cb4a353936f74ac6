import { adapterCases } from '@telltale/core/testing'
import { describe, expect, it } from 'vitest'

import { croma, cromaProduct } from './index.js'

const page = {
  url: 'https://www.croma.com/a-television/p/261934',
  html: `<title>A television</title><h1>A television</h1><script type="application/ld+json">
    {"@type": "Product", "name": "A television", "offers": {"price": 1299, "priceCurrency": "INR"}}</script>`,
}

describe('croma', () => {
  for (const { name, run } of adapterCases(() => croma(), {
    products: { page, foreign: 'https://shop.example/tea' },
  }))
    it(name, run)

  it('names the option that is wrong', () => {
    expect(() => croma({ id: '' })).toThrow('croma: id: expected a name')
  })
})

describe('the addresses of its products', () => {
  it.each([
    [
      'https://www.croma.com/a-television/p/261934?utm=x',
      '261934',
      'https://www.croma.com/a-television/p/261934',
    ],
  ])('%s is %s', (address, id, url) => {
    expect(cromaProduct(new URL(address))).toEqual({ id, url })
  })

  it.each([['https://www.croma.com/televisions/c/997'], ['https://www.croma.com/searchB?q=tv']])(
    '%s is none',
    (address) => {
      expect(cromaProduct(new URL(address))).toBeUndefined()
      expect(croma().products?.matches(new URL(address))).toBe(false)
    },
  )
})

describe('a page of Croma', () => {
  it('has its price in JSON-LD, and its code in the address', () => {
    expect(croma().products?.extract(page)).toMatchObject({ price: { amount: '1299.00' }, sku: '261934' })
  })
})
