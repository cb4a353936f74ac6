import { adapterCases } from '@telltale/core/testing'
import { describe, expect, it } from 'vitest'
import { readsItsCanaries } from '../shop-page/testing/canary.js'
import { myntra, myntraProduct } from './index.js'

const page = {
  url: 'https://www.myntra.com/11863356',
  html: `<title>Buy Brief</title><script>window.__myx = ${JSON.stringify({
    pdpData: {
      id: 11863356,
      name: 'Cotton Brief',
      mrp: 299,
      brand: { name: 'Jockey' },
      price: { mrp: 299, discounted: 209 },
      sizes: [
        { skuId: 1, label: 'M', available: true },
        { skuId: 2, label: 'L', available: false },
      ],
    },
  })}</script>`,
}

describe('myntra', () => {
  for (const { name, run } of adapterCases(() => myntra(), {
    products: { page, foreign: 'https://shop.example/tea' },
  }))
    it(name, run)

  it('names the option that is wrong', () => {
    expect(() => myntra({ id: '' })).toThrow('myntra: id: expected a name')
  })
})

describe('the addresses of its products', () => {
  it.each([
    [
      'https://www.myntra.com/briefs/jockey/jockey-brief/11863356/buy?x=1',
      '11863356',
      'https://www.myntra.com/11863356',
    ],
    ['https://myntra.com/11863356', '11863356', 'https://www.myntra.com/11863356'],
  ])('%s is %s', (address, id, url) => {
    expect(myntraProduct(new URL(address))).toEqual({ id, url })
  })

  it.each([['https://www.myntra.com/briefs'], ['https://www.myntra.com/sunscreen?rawQuery=sunscreen']])(
    '%s is none',
    (address) => {
      expect(myntraProduct(new URL(address))).toBeUndefined()
      expect(myntra().products?.matches(new URL(address))).toBe(false)
    },
  )
})

describe('a page of Myntra', () => {
  it('is read from the state of its scripts', () => {
    expect(myntra().products?.extract(page)).toMatchObject({
      title: 'Cotton Brief',
      price: { amount: '209.00', currency: 'INR' },
      wasPrice: { amount: '299.00' },
      availability: 'InStock',
      variants: [
        { title: 'M', sku: '1', availability: 'InStock' },
        { title: 'L', sku: '2', availability: 'OutOfStock' },
      ],
    })
  })

  it('is not read from the state of another product', () => {
    const reading = myntra().products?.extract({ ...page, url: 'https://www.myntra.com/11863357' })
    expect(reading).not.toMatchObject({ sku: '11863356' })
  })
})
readsItsCanaries(() => myntra(), 'myntra-')
