import { describe, expect, it } from 'vitest'
import { webshop } from './index.js'

const html = `<title>Tea</title><script type="application/ld+json">
  {"@type": "Product", "offers": {"price": "4.50", "priceCurrency": "EUR"}}</script>`

describe('webshop', () => {
  it('is an adapter that reads the pages of any web address', () => {
    const { specVersion, id, products } = webshop()
    expect({ specVersion, id }).toEqual({ specVersion: 1, id: 'webshop' })
    expect(products?.matches(new URL('https://shop.example/tea'))).toBe(true)
    expect(products?.matches(new URL('http://127.0.0.1:8080/'))).toBe(true)
    expect(products?.matches(new URL('ftp://shop.example/tea'))).toBe(false)
    const page = { html, url: 'https://shop.example/tea' }
    expect(products?.extract(page)).toEqual({
      status: 'read',
      title: 'Tea',
      price: { amount: '4.50', currency: 'EUR' },
      confidence: expect.any(Number),
      evidence: ['json-ld'],
      fields: {
        price: { confidence: expect.any(Number), evidence: ['json-ld'] },
        title: { confidence: 0.7, evidence: ['title'] },
      },
    })
  })

  it('has the id that the host gives it', () => {
    expect(webshop({ id: 'every-shop' }).id).toBe('every-shop')
  })

  it('names the option that is wrong', () => {
    expect(() => webshop({ id: '' })).toThrow('webshop: id: expected a name')
    expect(() => webshop(JSON.parse('{"timeout": 5}'))).toThrow("webshop: unknown option 'timeout'")
  })
})
