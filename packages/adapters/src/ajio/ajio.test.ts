import { adapterCases } from '@telltale/core/testing'
import { describe, expect, it } from 'vitest'

import { ajio, ajioProduct } from './index.js'

const page = {
  url: 'https://www.ajio.com/a-bag/p/469755402_blue',
  html: `<title>A bag</title><script>window.__PRELOADED_STATE__ = ${JSON.stringify({
    product: {
      productDetails: {
        code: '469755402_red',
        name: 'Bag',
        brandName: 'Puma',
        price: { value: 1999 },
        baseOptions: [
          {
            options: [{ code: '469755402_blue', priceData: { value: 1827 }, wasPriceData: { value: 3999 } }],
          },
        ],
        variantOptions: [{ stock: { stockLevelStatus: 'inStock' } }],
      },
    },
  })};</script>`,
}

describe('ajio', () => {
  for (const { name, run } of adapterCases(() => ajio(), {
    products: { page, foreign: 'https://shop.example/tea' },
  }))
    it(name, run)

  it('names the option that is wrong', () => {
    expect(() => ajio({ id: '' })).toThrow('ajio: id: expected a name')
  })
})

describe('the addresses of its products', () => {
  it.each([
    [
      'https://www.ajio.com/a-bag/p/469755402_blue?x=1',
      '469755402_blue',
      'https://www.ajio.com/a-bag/p/469755402_blue',
    ],
  ])('%s is %s', (address, id, url) => {
    expect(ajioProduct(new URL(address))).toEqual({ id, url })
  })

  it.each([['https://www.ajio.com/search/?text=bag'], ['https://www.ajio.com/men-bags/c/830216']])(
    '%s is none',
    (address) => {
      expect(ajioProduct(new URL(address))).toBeUndefined()
      expect(ajio().products?.matches(new URL(address))).toBe(false)
    },
  )
})

describe('a page of Ajio', () => {
  it('gives the price of the colour in the address', () => {
    expect(ajio().products?.extract(page)).toMatchObject({
      price: { amount: '1827.00', currency: 'INR' },
      wasPrice: { amount: '3999.00' },
      availability: 'InStock',
      brand: 'Puma',
      sku: '469755402_blue',
    })
  })
})
