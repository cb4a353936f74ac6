import { describe, expect, it } from 'vitest'
import { extractProduct } from './index.js'

const jsonLd = (price: string, currency = 'EUR') =>
  `<script type="application/ld+json">${JSON.stringify({ '@type': 'Product', offers: { price, priceCurrency: currency } })}</script>`
const meta = (price: string, was?: string) =>
  `<meta property="og:price:amount" content="${price}"><meta property="og:price:currency" content="EUR">
   ${was ? `<meta property="og:price:standard_amount" content="${was}">` : ''}`
const visible = (text: string) => `<div><h1>Tea</h1><p class="price">${text}</p></div>`
const read = (...parts: string[]) =>
  extractProduct(`<title>Tea</title>${parts.join('')}`, 'https://shop.example/tea')

describe('sources that agree', () => {
  it('are all named as evidence', () => {
    expect(read(jsonLd('4.5'), meta('4.50'), visible('4,50 €'))).toMatchObject({
      price: { amount: '4.50', currency: 'EUR' },
      evidence: ['json-ld', 'meta', 'markup'],
    })
  })

  it('raise the confidence in each field, and are named with it', () => {
    const alone = read(jsonLd('4.5'))
    const together = read(jsonLd('4.5'), visible('4,50 €'))
    if (alone.status !== 'read' || together.status !== 'read') throw new Error('expected both to be read')
    expect(together.fields?.price?.evidence).toEqual(['json-ld', 'markup'])
    expect(together.fields?.title?.evidence).toEqual(['markup', 'title'])
    expect(together.fields?.price?.confidence).toBeGreaterThan(alone.fields?.price?.confidence ?? 1)
  })

  it('count for less where only unmarked text states the price', () => {
    const marked = read(visible('4,50 €'), '<button>Buy now</button>')
    const plain = read('<h1>Tea</h1><p>4,50 €</p><button>Buy now</button>')
    if (marked.status !== 'read' || plain.status !== 'read') throw new Error('expected both to be read')
    expect(plain.fields?.price?.confidence).toBeLessThan(marked.fields?.price?.confidence ?? 0)
  })

  it('complete each other: the currency here, the old price there', () => {
    const reading = read(
      '<script type="application/ld+json">{"@type":"Product","offers":{"price":4.5}}</script>',
      visible('<s>6 €</s> 4,50 €'),
    )
    expect(reading).toMatchObject({
      price: { amount: '4.50', currency: 'EUR' },
      wasPrice: { amount: '6.00' },
    })
  })
})

describe('sources that contradict each other', () => {
  it('give no price, but the other fields', () => {
    expect(read(jsonLd('43.90'), visible('53,11 €'), '<meta name="og:price:amount" content="$48">')).toEqual({
      status: 'unread',
      reason: 'ambiguous',
      message: 'the page gives several prices: 43.90 EUR in json-ld, 48 in meta, 53.11 EUR in markup',
      title: 'Tea',
    })
  })

  it('give no price for different currencies either', () => {
    expect(read(jsonLd('4.50', 'USD'), visible('4,50 €'))).toMatchObject({ reason: 'ambiguous' })
  })

  it('give the sale price when one names the other as the old price', () => {
    expect(read(jsonLd('150.00'), meta('120.00', '150.00'))).toMatchObject({
      price: { amount: '120.00' },
      wasPrice: { amount: '150.00' },
      evidence: ['meta'],
    })
  })

  it('are not settled by a crossed-out price: the lower one may be for members', () => {
    expect(read(jsonLd('150.00'), visible('<s>150 €</s> 120 €'))).toMatchObject({ reason: 'ambiguous' })
  })

  it('are settled where a range on the page contains the price of the data', () => {
    expect(read(jsonLd('4.50'), visible('4,50 € – 9 €'))).toMatchObject({ price: { amount: '4.50' } })
  })
})
