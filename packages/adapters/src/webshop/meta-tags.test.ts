import { describe, expect, it } from 'vitest'
import { extractProduct } from './index.js'

const read = (tags: Readonly<Record<string, string>>, url = 'https://shop.example/tea') => {
  const metas = Object.entries(tags).map(
    ([name, content]) => `<meta property="${name}" content="${content}">`,
  )
  return extractProduct(`<title>Green tea | Shop</title>${metas.join('')}`, url)
}

describe('meta tags', () => {
  it('give every detail of a product', () => {
    const reading = read({
      'og:type': 'product',
      'og:title': 'Green tea',
      'og:image': '//cdn.example/tea.jpg',
      'product:price:amount': '4.50',
      'product:price:currency': 'EUR',
      'product:original_price:amount': '6',
      'product:availability': 'in stock',
      'product:brand': 'Leaf',
      'product:retailer_item_id': 'T-1',
      'product:ean': '4006381333931',
    })
    expect(reading).toEqual({
      status: 'read',
      confidence: expect.any(Number),
      fields: expect.any(Object),
      title: 'Green tea',
      price: { amount: '4.50', currency: 'EUR' },
      wasPrice: { amount: '6.00', currency: 'EUR' },
      availability: 'InStock',
      imageUrl: 'https://cdn.example/tea.jpg',
      brand: 'Leaf',
      sku: 'T-1',
      gtin: '4006381333931',
      evidence: ['meta'],
    })
  })

  it('of OpenGraph are read as well, with thousands separators', () => {
    expect(read({ 'og:price:amount': '1,149.95', 'og:price:currency': 'USD' })).toMatchObject({
      price: { amount: '1149.95', currency: 'USD' },
    })
  })

  it('give a sale price and the old price', () => {
    expect(
      read({
        'product:sale_price:amount': '4',
        'product:price:amount': '6',
        'product:price:currency': 'EUR',
      }),
    ).toMatchObject({ price: { amount: '4.00' }, wasPrice: { amount: '6.00' } })
  })

  it('give no price when they contradict each other', () => {
    expect(
      read({ 'og:price:amount': '4', 'product:price:amount': '6', 'product:price:currency': 'EUR' }),
    ).toMatchObject({ status: 'unread', reason: 'ambiguous' })
  })

  it('of a product without a price give none', () => {
    expect(read({ 'og:type': 'product', 'product:availability': 'oos' })).toEqual({
      status: 'unread',
      reason: 'no-price',
      message: 'the page says no price that can be trusted',
      title: 'Green tea | Shop',
      availability: 'OutOfStock',
    })
  })

  it('may be without a name or content', () => {
    expect(
      extractProduct('<meta charset="utf-8"><meta content="8"><meta name="og:price:amount">', 'about:blank'),
    ).toMatchObject({ reason: 'no-product' })
  })
})

describe('the currency of a lone dollar sign', () => {
  const dollars = (url: string, more = '') =>
    extractProduct(`${more}<title>Tea</title><meta name="og:price:amount" content="$4.50">`, url)
  const currencyOf = (url: string, more?: string) => {
    const reading = dollars(url, more)
    return reading.status === 'read' ? reading.price.currency : reading.reason
  }

  it('is that of the country of the address', () => {
    expect(currencyOf('https://shop.example.com.mx/tea')).toBe('MXN')
    expect(currencyOf('https://shop.ca/tea')).toBe('CAD')
  })

  it('is that in the scripts of the page', () => {
    expect(currencyOf('https://shop.com/tea', '<script>var shop = {"currency":"AUD"}</script>')).toBe('AUD')
    const two = '<script>a={currency:"AUD"}; b={currency:"NZD"}</script>'
    expect(currencyOf('https://shop.ca/tea', two)).toBe('CAD')
  })

  it('is that of the region in the language of the page', () => {
    expect(currencyOf('https://shop.com/tea', '<html lang="en_CA">')).toBe('CAD')
    expect(currencyOf('https://shop.com/tea', '<html lang="no language!">')).toBe('USD')
  })

  it('is the US dollar by default', () => {
    expect(currencyOf('https://shop.com/tea')).toBe('USD')
    expect(currencyOf('no address')).toBe('USD')
  })

  it('does not matter where the text states another currency', () => {
    const reading = extractProduct(
      '<title>Tea</title><meta name="og:price:amount" content="4,50 €">',
      'https://shop.ca/',
    )
    expect(reading).toMatchObject({ price: { amount: '4.50', currency: 'EUR' } })
  })
})
