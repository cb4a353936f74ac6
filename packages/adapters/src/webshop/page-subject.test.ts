import { describe, expect, it } from 'vitest'
import { extractProduct } from './index.js'

const url = 'https://shop.example/c/drills'
const cards = ['Red', 'Blue', 'Green', 'Black', 'White', 'Grey']
  .map((name, at) => `<li><a href="/p/${at}">${name} drill</a><span class="price">$${at + 20}.00</span></li>`)
  .join('')
const page = (heading: string, body = `<ul>${cards}</ul>`, head = '') =>
  extractProduct(
    `<!doctype html><title>${heading} | Shop</title>${head}<main><h1>${heading}</h1>${body}</main>`,
    url,
  )
const ranged = (more: object = {}) =>
  `<script type="application/ld+json">${JSON.stringify({
    '@type': 'Product',
    name: 'Drills',
    ...more,
    offers: { '@type': 'AggregateOffer', lowPrice: 20, highPrice: 25, offerCount: 204, priceCurrency: 'USD' },
  })}</script>`

describe('a page that is a list', () => {
  it.each([
    ["2'100+ Ergebnisse für drill", 2100],
    ['204 search results for drill', 204],
    ['1 024 résultats pour drill', 1024],
    ['Resultados de búsqueda: drill', undefined],
    ['Результаты поиска: дрель', undefined],
    ['نتائج البحث عن مثقاب', undefined],
    ['「ドリル」の検索結果', undefined],
    ['48 products', 48],
  ])('says so in its heading: %s', (heading, count) => {
    const reading = page(heading)
    expect(reading).toMatchObject({ status: 'unread', reason: 'list' })
    expect(reading.status === 'unread' && reading.count).toBe(count)
  })

  it('has the range of its prices where a product would have its price', () => {
    expect(page('Drills', `<ul>${cards}</ul>`, ranged())).toMatchObject({ reason: 'list', count: 204 })
  })

  it('is called so by its data', () => {
    const data = '<script type="application/ld+json">{"@type":"CollectionPage"}</script>'
    expect(page('Drills', undefined, data + ranged())).toMatchObject({ reason: 'list' })
    const group = '<meta property="og:type" content="product.group">'
    expect(page('Drills', '<p class="price">$20.00</p>', group)).toMatchObject({ reason: 'list' })
  })

  it.each([
    ['an article', '<article><p class="price">$20.00</p><form class="add-to-cart"></form></article>'],
    [
      'a list item with a link',
      '<ul><li><a href="/p/1">Drill</a><p class="price">$20.00</p><button>Add to cart</button></li></ul>',
    ],
  ])('has its only price in a card: %s', (_what, body) => {
    expect(page('Drills', body)).toMatchObject({ status: 'unread', reason: 'list' })
  })

  it('is none where a product of many sellers is the subject', () => {
    expect(page('Drills', '<p class="price">$20.00</p>', ranged({ gtin13: '4006381333931' }))).toMatchObject({
      price: { amount: '20.00' },
    })
  })
})

describe('a page that says it is gone', () => {
  it('gives no price of what it recommends, however long it is', () => {
    const body = `<p>${'Have a look around. '.repeat(400)}</p><div><p class="price">$20.00</p><button>Add to cart</button></div>`
    expect(page('404 Page not found', body)).toMatchObject({ status: 'unread', reason: 'gone' })
  })
})

describe('a page in another language', () => {
  it.each([
    ['أضف إلى السلة', 'ar'],
    ['اشتري الآن', 'ar'],
    ['В корзину', 'ru'],
    ['Купить', 'ru'],
    ['До кошика', 'uk'],
    ['Sepete ekle', 'tr'],
    ['Do koszyka', 'pl'],
    ['Do košíka', 'sk'],
    ['Lägg i varukorg', 'sv'],
    ['In winkelwagen', 'nl'],
    ['カートに入れる', 'ja'],
    ['加入购物车', 'zh'],
    ['장바구니 담기', 'ko'],
    ['Thêm vào giỏ hàng', 'vi'],
  ])('sells what has a button %s', (button, language) => {
    const html = `<html lang="${language}"><title>Дрель 500</title><h1>Дрель 500</h1><p class="price">€20.00</p><button>${button}</button>`
    expect(extractProduct(html, url)).toMatchObject({ price: { amount: '20.00' }, availability: 'InStock' })
  })

  it.each(['Warenkorb einblenden', 'Open basket', 'Why buy from us?', 'В избранное'])(
    'sells nothing by a button %s',
    (button) => {
      const html = `<title>Drill 500</title><h1>Drill 500</h1><p class="price">€20.00</p><button>${button}</button>`
      expect(extractProduct(html, url)).toMatchObject({ status: 'unread', reason: 'no-product' })
    },
  )
})
