import { adapterCases } from '@telltale/core/testing'
import { describe, expect, it } from 'vitest'
import { readsItsCanaries } from '../shop-page/testing/canary.js'
import { amazon, amazonProduct } from './index.js'

const page = {
  url: 'https://www.amazon.in/dp/B000000001',
  html: `<title>Ginger tea : Amazon.in</title><span id="productTitle">Ginger tea</span>
    <div id="corePriceDisplay_desktop_feature_div"><span class="a-price"><span>₹</span><span>1,299</span></span>
      <span>M.R.P.: <s>₹1,999</s></span></div>
    <div id="availability">In stock</div><input type="submit" value="Add to cart">`,
}

describe('amazon', () => {
  for (const { name, run } of adapterCases(() => amazon(), {
    products: { page, foreign: 'https://shop.example/tea' },
  }))
    it(name, run)

  it('names the option that is wrong', () => {
    expect(() => amazon({ id: '' })).toThrow('amazon: id: expected a name')
  })
})

describe('the addresses of its products', () => {
  it.each([
    [
      'https://www.amazon.in/Some-Bag/dp/B0CYGXYXS6/ref=sr_1_3?crid=1',
      'B0CYGXYXS6',
      'https://www.amazon.in/dp/B0CYGXYXS6',
    ],
    ['https://amazon.co.uk/gp/product/0387310738', '0387310738', 'https://www.amazon.co.uk/dp/0387310738'],
    [
      'https://www.amazon.com.mx/gp/aw/d/b0b4w57hc3?psc=1',
      'B0B4W57HC3',
      'https://www.amazon.com.mx/dp/B0B4W57HC3',
    ],
  ])('%s is %s', (address, id, url) => {
    expect(amazonProduct(new URL(address))).toEqual({ id, url })
  })

  it.each([
    ['https://www.amazon.in/s?k=bag'],
    ['https://www.amazon.example/dp/B0CYGXYXS6'],
    ['https://notamazon.in/dp/B0CYGXYXS6'],
  ])('%s is none', (address) => {
    expect(amazonProduct(new URL(address))).toBeUndefined()
    expect(amazon().products?.matches(new URL(address))).toBe(false)
  })
})

describe('a page of Amazon', () => {
  it('gives the price of the buy box, the one crossed out, and the ASIN of the variant', () => {
    const html = `${page.html}<input id="ASIN" value="B000000002"><a id="bylineInfo">Visit the Leaf Store</a>
      <div class="carousel"><span class="a-price">₹99</span></div>`
    expect(amazon().products?.extract({ ...page, html })).toMatchObject({
      price: { amount: '1299.00', currency: 'INR' },
      wasPrice: { amount: '1999.00' },
      availability: 'InStock',
      sku: 'B000000002',
      brand: 'Leaf',
    })
  })

  it('is blocked if it shows a captcha', () => {
    const html =
      '<title>Amazon.in</title><form action="/errors/validateCaptcha"><h4>Enter the characters</h4></form>'
    expect(amazon().products?.extract({ ...page, html })).toMatchObject({
      status: 'unread',
      reason: 'blocked',
    })
  })
})
readsItsCanaries(() => amazon(), 'amazon.')
