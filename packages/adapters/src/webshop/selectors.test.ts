import { describe, expect, it } from 'vitest'
import { extractProduct, healSelector, webshop } from './index.js'

const url = 'https://www.shop.example/tea'
const page = (price: string, body = '') =>
  `<title>Green tea</title><h1>Green tea</h1><p>Ask us</p><i class="cost now">${price}</i>${body}<button>Buy now</button>`

describe('selectors of the host', () => {
  const selectors = { price: '.cost', wasPrice: '.before', title: 'h1', availability: '#stock' }

  it('find the values of the page', () => {
    const html = page(
      '4,50',
      '<i class="before">6 €</i><b id="stock">In stock</b><b class="price">4,50 €</b>',
    )
    const reading = webshop({ selectors: { 'shop.example': selectors } }).products?.extract({ html, url })
    expect(reading).toMatchObject({
      title: 'Green tea',
      price: { amount: '4.50', currency: 'EUR' },
      wasPrice: { amount: '6.00' },
      availability: 'InStock',
      evidence: ['selector', 'markup'],
    })
  })

  it('vote with the other sources: where they contradict the shop, there is no price', () => {
    const html = page(
      '4,50 €',
      '<meta property="og:price:amount" content="9"><meta property="og:price:currency" content="EUR">',
    )
    expect(extractProduct(html, url, { selectors })).toMatchObject({ status: 'unread', reason: 'ambiguous' })
  })

  it('that find nothing leave the page to the other sources', () => {
    const reading = extractProduct(page('4,50 €'), url, { selectors: { price: '.gone' } })
    expect(reading).toMatchObject({ price: { amount: '4.50' }, evidence: ['markup'] })
  })

  it('may be any of CSS: they count scripts and drawings as elements, and a part of a text', () => {
    const html = page('', '<div><script>let x</script><svg></svg><u>Was</u><b>7,00 €</b></div>')
    const priceOf = (price: string) => extractProduct(html, url, { selectors: { price } })
    for (const selector of [
      'div > :nth-child(4)',
      'svg + u ~ b',
      'div:has(script) b',
      'u:contains("Was") + b',
    ])
      expect(priceOf(selector), selector).toMatchObject({ evidence: ['selector'], price: { amount: '7.00' } })
  })

  it('are validated with the options', () => {
    expect(() => webshop({ selectors: { 'shop.example': { price: '..' } } })).toThrow(
      'expected a CSS selector',
    )
  })
})

describe('healing a selector', () => {
  const known = (amount: string, html: string) => ({ url, html, price: { amount, currency: 'EUR' } })

  it('takes the first that finds every known price', () => {
    const pages = [known('4.50', page('4,50 €')), known('6.00', page('6 €'))]
    expect(healSelector(pages)).toEqual({ selector: 'i.cost', reproduced: 2 })
  })

  it('takes none that finds another price on any page', () => {
    const pages = [known('4.50', page('4,50 €')), known('6.00', page('7 €', '<u id="total">6 €</u>'))]
    expect(healSelector(pages)).toBeUndefined()
  })

  it('ignores names with digits, which a build may change', () => {
    const html = '<h1>Green tea</h1><main class="offer"><b class="c8f3a1">4,50 €</b></main>'
    expect(healSelector([known('4.50', html)])).toEqual({ selector: 'main.offer > b', reproduced: 1 })
  })

  it('requires a page', () => {
    expect(() => healSelector([])).toThrow('expected at least one page')
  })
})
