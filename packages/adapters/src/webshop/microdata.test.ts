import { describe, expect, it } from 'vitest'
import { extractProduct } from './index.js'

const url = 'https://shop.example/tea'
const product = (inner: string) =>
  extractProduct(
    `<title>Green tea</title><div itemscope itemtype="http://schema.org/Product">${inner}</div>`,
    url,
  )
const offer = (inner: string) =>
  product(`<div itemprop="offers" itemscope itemtype="http://schema.org/Offer">${inner}</div>`)

describe('microdata', () => {
  it('gives every detail of a product', () => {
    const reading = product(`
      <h1 itemprop="name">Green tea</h1>
      <img itemprop="image" src="tea.jpg">
      <span itemprop="brand" itemscope itemtype="http://schema.org/Brand"><b itemprop="name">Leaf</b></span>
      <meta itemprop="sku" content="sku:T-1"><span itemprop="gtin13">4006381333931</span>
      <div itemprop="offers" itemscope itemtype="http://schema.org/Offer">
        <meta itemprop="priceCurrency" content="EUR"><span itemprop="price" content="4.5">4,50 €</span>
        <link itemprop="availability" href="http://schema.org/InStock">
      </div>`)
    expect(reading).toEqual({
      status: 'read',
      confidence: expect.any(Number),
      fields: expect.any(Object),
      title: 'Green tea',
      price: { amount: '4.50', currency: 'EUR' },
      availability: 'InStock',
      imageUrl: 'https://shop.example/tea.jpg',
      brand: 'Leaf',
      sku: 'T-1',
      gtin: '4006381333931',
      evidence: ['microdata', 'markup'],
    })
  })

  it.each([
    [
      'content',
      '<meta itemprop="price" content="10,83"><meta itemprop="priceCurrency" content="EUR">',
      '10.83',
    ],
    ['a text', '<span itemprop="price">€ 10,83</span>', '10.83'],
    ['a text split over elements', '<span itemprop="price">€ <b>10</b>,<sup>83</sup></span>', '10.83'],
    ['an empty content', '<span itemprop="price" content="">10,83 €</span>', '10.83'],
    ['a value', '<data itemprop="price" value="10.83"></data><i itemprop="priceCurrency">EUR</i>', '10.83'],
    [
      'names in the wrong case',
      '<b itemprop="Price">10.83</b><meta itemprop="pricecurrency" content="eur">',
      '10.83',
    ],
    ['a space between thousands', '<b itemprop="price">2 000 €</b>', '2000.00'],
  ])('reads the price from %s', (_where, markup, amount) => {
    expect(offer(markup)).toMatchObject({ status: 'read', price: { amount, currency: 'EUR' } })
  })

  it('reads an offer that stands outside of its product, and a price outside of everything', () => {
    const loose = '<i itemprop="price" content="4.50"></i><i itemprop="priceCurrency" content="EUR"></i>'
    expect(extractProduct(loose, url)).toMatchObject({ price: { amount: '4.50' } })
    const outside = `<div itemprop="offers" itemscope itemtype="http://schema.org/Offer">${loose}</div>`
    expect(
      extractProduct(`<div itemscope itemtype="http://schema.org/Product"></div>${outside}`, url),
    ).toMatchObject({ price: { amount: '4.50' } })
  })

  it('ignores the price of a product that is only related or reviewed', () => {
    const related = `<div itemprop="isRelatedTo" itemscope itemtype="http://schema.org/Product">
      <b itemprop="price">9 €</b></div>`
    expect(product(related)).toMatchObject({ status: 'unread', reason: 'no-price' })
    expect(product(`${related}<b itemprop="price">4 €</b>`)).toMatchObject({ price: { amount: '4.00' } })
  })

  it('takes the lowest price of an aggregate beside its offers', () => {
    const reading = product(`
      <p itemprop="offers" itemscope itemtype="http://schema.org/AggregateOffer">
        <meta itemprop="lowPrice" content="5.29"><meta itemprop="priceCurrency" content="GBP"></p>
      <p itemprop="offers" itemscope itemtype="http://schema.org/Offer"><meta itemprop="price" content="9.56"></p>
      <p itemprop="offers" itemscope itemtype="http://schema.org/Offer"><meta itemprop="price" content="5.29">
        <meta itemprop="availability" content="in_stock"></p>`)
    expect(reading).toMatchObject({ price: { amount: '5.29', currency: 'GBP' }, availability: 'InStock' })
  })

  it('takes no price from offers that differ', () => {
    const two = ['4', '9'].map(
      (price) => `<i itemprop="offers" itemscope itemtype="http://schema.org/Offer">
        <meta itemprop="price" content="${price}"><meta itemprop="priceCurrency" content="EUR"></i>`,
    )
    expect(product(two.join(''))).toMatchObject({
      status: 'unread',
      reason: 'ambiguous',
      message: 'the page gives several prices: 4 EUR in microdata, 9 EUR in microdata',
    })
  })
})
