import { describe, expect, it } from 'vitest'
import { extractProduct } from './index.js'

const url = 'https://shop.example/tea'
const buy = '<button>Add to basket</button>'
const read = (body: string, title = 'Green tea | Shop') =>
  extractProduct(`<!doctype html><title>${title}</title><body>${body}${buy}</body>`, url)
const priced = (tag: string) => read(`<h1>Green tea</h1>${tag}`)

describe('plain markup', () => {
  it('gives title, price, old price and availability', () => {
    const reading = read(`<h1> Green
      tea </h1><p class="price"><del>6,00 €</del> <ins>4,50 €</ins></p><p class="stock">Availability: In stock</p>`)
    expect(reading).toEqual({
      status: 'read',
      fields: expect.any(Object),
      confidence: expect.any(Number),
      title: 'Green tea',
      price: { amount: '4.50', currency: 'EUR' },
      wasPrice: { amount: '6.00', currency: 'EUR' },
      availability: 'InStock',
      evidence: ['markup'],
    })
  })

  it.each([
    ['a class', '<b class="product-price">€4.50</b>'],
    ['an id', '<b id="ourPrice">€4.50</b>'],
    ['a test id', '<b data-testid="price">€4.50</b>'],
    ['another language', '<b class="preis">4,50 €</b>'],
    ['a label beside it', '<p class="price">Our price: €4.50</p>'],
    [
      'a wrapper',
      '<div class="price-box"><span class="regular-price"><b class="price">€4.50</b></span></div>',
    ],
    ['parts', '<p class="price"><i>€</i><b>4</b>.<sup>50</sup></p>'],
    ['itself, twice', '<p class="price"><i>€4.50</i><i aria-hidden="true">€4.50</i></p>'],
    ['a reduction beside it', '<b class="price">€4.50</b><b class="price-save">Save €1.50</b>'],
    ['a price before', '<b class="price">€4.50</b><b class="price-old">€6</b>'],
    ['a price before in words', '<b class="price">€4.50</b><b class="price">RRP €6</b>'],
    ['the same price once more', '<b class="price">€4.50</b><b class="price">€4.50</b>'],
    ['the price per unit', '<b class="price">€4.50</b><b class="unit-price">€45 / kg</b>'],
    ['an offer to tick', '<b class="price">€4.50</b><label><b class="price">€2</b></label>'],
    ['a product it links to', '<b class="price">€4.50</b><a href="/b"><b class="price">€2</b></a>'],
    ['other products', '<b class="price">€4.50</b><div class="related"><b class="price">€2</b></div>'],
    ['the only amount beside the title', '<p>€4.50</p>'],
    ['a label before it', '<table><tr><td>Price<td><b>€4.50</b><tr><td>RRP<td>€6</table>'],
    ['a hidden template', '<b class="price">€4.50</b><b class="price" style="display: none">€2</b>'],
  ])('finds the price by %s', (_how, tag) => {
    expect(priced(tag)).toMatchObject({ status: 'read', price: { amount: '4.50', currency: 'EUR' } })
  })

  it.each([
    ['digits of separate elements', '<p class="price">€<b>24</b><sup>99</sup></p>'],
    ['a range', '<p class="price">€4.50 – €9</p>'],
    ['the lowest of several', '<p class="price">from €4.50</p>'],
    ['two prices', '<p class="price">€4.50</p><p class="price">€9</p>'],
    ['a list of equal prices', '<p class="price">€9</p>'.repeat(4)],
    ['quantity tiers', '<table class="prices"><tr><td>€4<td>€3<td>€2</table>'],
    ['a number without a currency', '<p class="price">4.50</p>'],
    ['a sentence', '<p class="price">Delivered by tomorrow for only € 4.50 when ordered today</p>'],
    ['the cost of delivery', '<p class="price">€4.50 delivery</p>'],
    ['a price without the tax', '<p class="price">€4.50 ex VAT</p>'],
    ['only a price before', '<s>€4.50</s>'],
    ['prices of other products', '<aside><p class="price">€4.50</p></aside>'],
    ['two unmarked amounts', '<p>€4.50</p><p>€9</p>'],
    ['an amount within a sentence', '<p>Last year we gave € 4.50 of every order to the river</p>'],
    ['a price of zero', '<p class="price">€0.00</p>'],
  ])('takes no price from %s', (_what, tag) => {
    expect(priced(tag)).toMatchObject({ status: 'unread', title: 'Green tea' })
  })

  it('takes the price nearest to the title', () => {
    const body = `<div><b class="price">€2</b></div>
      <main><section><h1>Green tea</h1><div><b class="price">€4.50</b></div></section><b class="price">€7</b></main>`
    expect(read(body)).toMatchObject({ price: { amount: '4.50' } })
  })

  it('recognizes the heading of the product by the title of the page', () => {
    const body = `<div><h1>Save on delivery</h1><b class="price">€2</b></div>
      <div><h1>Green tea</h1><b class="price">€4.50</b></div>`
    expect(read(body)).toMatchObject({ title: 'Green tea', price: { amount: '4.50' } })
    expect(read(body, '')).toMatchObject({ status: 'unread' })
    expect(read('<h1>Tea</h1><b class="price">€4.50</b>', '')).toMatchObject({ title: 'Tea' })
    expect(read(body, 'Something else')).toMatchObject({ status: 'unread', title: 'Something else' })
  })

  it('is no product without a way to buy it', () => {
    const html = '<title>Tea prices</title><h1>Tea prices</h1><b class="price">€4.50</b>'
    expect(extractProduct(html, url)).toMatchObject({ status: 'unread', reason: 'no-product' })
    expect(extractProduct(`${html}<form class="add-to-cart">`, url)).toMatchObject({ status: 'read' })
  })

  it.each(['Currently unavailable.', 'Sold out', 'Availability: Out of stock', 'Ausverkauft', 'Agotado'])(
    'takes no price from a page that says %j: it shows those of other products',
    (text) => {
      expect(priced(`<p class="price">€4.50</p><p id="availability">${text}</p>`)).toMatchObject({
        status: 'unread',
        reason: 'no-price',
        availability: 'OutOfStock',
      })
    },
  )

  it('gives no availability where the page states two', () => {
    const two = '<p class="price">€4.50</p><p class="stock">In stock</p><p class="stock">Sold out</p>'
    expect(priced(two)).not.toHaveProperty('availability')
  })
})

describe('where the current price is missing', () => {
  it.each([
    ['a crossed-out one', '<div class="price-box"><s>€6.00</s></div>'],
    ['one of a class for old ones', '<div class="price-box"><b class="price -old">€6.00</b></div>'],
    ['a suggested one', '<div class="prices"><i class="SuggestedRetailPrice"><b>€6.00</b></i></div>'],
    ['an old one in words', '<div><i class="oldCost">€6.00</i></div>'],
    ['the delivery', '<div>Shipping: <b class="price">€4.99</b></div>'],
    ['the total of a set', '<div>Total price: <b class="price">€49.90</b></div>'],
    ['a purchase in bulk', '<b id="bulkAcquire-price">€17.01</b>'],
  ])('%s is no price of the product', (_what, tag) => expect(priced(tag).status).toBe('unread'))

  it('ignores a price next to words about delivery', () => {
    const reading = priced('<div>Free shipping <b class="price">€4.99</b></div>')
    expect(reading).toMatchObject({ status: 'read', price: { amount: '4.99', currency: 'EUR' } })
  })
})

describe('the availability', () => {
  const stockOf = (body: string) =>
    extractProduct(`<title>Green tea</title><h1>Green tea</h1>${body}`, url).availability
  const price = '<b class="price">€4.50</b>'

  it.each([
    ['plain words', `<p>In stock: 6</p>${price}<button disabled>Add to basket</button>`, 'InStock'],
    ['plain words of another language', `<p><b>Есть в наличии</b> – 6 шт.</p>${price}${buy}`, 'InStock'],
    ['plain words behind a label', `<p><i>Availability:</i> Out of stock</p>${price}${buy}`, 'OutOfStock'],
    ['a button to buy', price + buy, 'InStock'],
    ['a button that cannot be pressed', `${price}<button disabled>Add to basket</button>`, undefined],
    ['nothing', price, undefined],
    ['words that contradict each other', `<p>In stock</p><p>Sold out</p>${price}${buy}`, undefined],
    ['words on other products', `<a href="/other">Sold out</a>${price}${buy}`, 'InStock'],
  ])('is read from %s', (_what, body, availability) => expect(stockOf(body)).toBe(availability))
})
