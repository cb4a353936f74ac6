import { describe, expect, it } from 'vitest'
import { extractProduct } from './index.js'

const url = 'https://shop.example/tea'
const page = (body: string) => extractProduct(`<title>Green tea</title>${body}`, url)

describe('RDFa', () => {
  it('is read in the vocabulary of schema.org', () => {
    const reading = page(`<div vocab="https://schema.org/" typeof="Product">
      <h1 property="name">Green tea</h1><img property="image" src="tea.jpg">
      <span property="brand" typeof="Brand"><b property="name">Leaf</b></span>
      <meta property="gtin13" content="4006381333931">
      <div property="offers" typeof="Offer"><meta property="priceCurrency" content="EUR">
        <span property="price" content="4.5">4,50</span><link property="availability" href="http://schema.org/InStock">
      </div></div>`)
    expect(reading).toMatchObject({
      status: 'read',
      title: 'Green tea',
      price: { amount: '4.50', currency: 'EUR' },
      availability: 'InStock',
      imageUrl: 'https://shop.example/tea.jpg',
      brand: 'Leaf',
      gtin: '4006381333931',
      evidence: expect.arrayContaining(['rdfa']),
    })
  })

  it('is read in that of GoodRelations, whose relations enclose their items', () => {
    const reading = page(`<div xmlns:gr="http://purl.org/goodrelations/v1#" typeof="gr:Offering">
      <h1 property="gr:name">Green tea</h1><i property="gr:hasStockKeepingUnit" content="T-1"></i>
      <div rel="gr:hasPriceSpecification"><p typeof="gr:UnitPriceSpecification">
        <b property="gr:hasCurrency" content="EUR"></b><b property="gr:hasCurrencyValue" content="4.50">4,50</b></p></div>
      </div>`)
    expect(reading).toMatchObject({ status: 'read', sku: 'T-1', price: { amount: '4.50', currency: 'EUR' } })
  })

  it('gives no price where it contradicts another source', () => {
    const rdfa = `<div typeof="schema:Product"><b property="schema:price">4.50</b><b property="schema:priceCurrency">EUR</b></div>`
    const meta =
      '<meta property="product:price:amount" content="5"><meta property="product:price:currency" content="EUR">'
    expect(page(rdfa)).toMatchObject({ status: 'read' })
    expect(page(meta + rdfa)).toMatchObject({ status: 'unread', reason: 'ambiguous' })
  })

  it('leaves out OpenGraph, and properties outside of every product', () => {
    expect(page('<article typeof="Article"><b property="price">4.50 EUR</b></article>').status).toBe('unread')
    expect(
      page('<meta property="og:price:amount" content="4.50"><b property="price">9 EUR</b>'),
    ).toMatchObject({
      status: 'unread',
    })
  })
})
