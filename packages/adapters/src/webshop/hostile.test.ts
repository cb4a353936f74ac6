import { describe, expect, it } from 'vitest'
import { extractProduct } from './index.js'

const heading = '<title>Tea</title><h1>Tea</h1><button>Buy now</button>'
const fill = (part: string, length = 1_000_000) => part.repeat(Math.floor(length / part.length))
const jsonLd = (json: string) => `<script type="application/ld+json">${json}</script>`

/** Every byte, as a page that is no page. */
const binary = Array.from({ length: 500_000 }, (_, at) => String.fromCharCode((at * 7_919) % 65_536)).join('')

describe('input that is no product page', () => {
  it.each([
    ['nothing', ''],
    ['spaces', '  \n '],
    ['a zero byte', '\0'],
    ['an image', binary],
    ['JSON', '{"price": 5, "currency": "EUR"}'],
    ['a text', 'Tea, only 5 €!'],
    ['an unclosed tag', '<a href="'],
  ])('gives no product: %s', (_what, html) => {
    expect(extractProduct(html, 'https://shop.example/')).toMatchObject({
      status: 'unread',
      reason: 'no-product',
    })
  })

  it('gives the reason', () => {
    const read = (html: string) => extractProduct(html, 'https://shop.example/')
    expect(read('<title>Access denied</title><h1>Access denied</h1>')).toMatchObject({ reason: 'blocked' })
    expect(read('<title>Before you continue</title><h1>Cookies</h1>')).toMatchObject({ reason: 'consent' })
    expect(read('<title>404 Not Found</title>')).toMatchObject({ reason: 'gone' })
  })

  it('needs no address', () => {
    expect(
      extractProduct(`${heading}<b class="price">€5</b><img itemprop="image" src="a">`, ''),
    ).toMatchObject({
      status: 'read',
    })
  })
})

describe('a page made to exhaust its reader', () => {
  it.each([
    ['20 million characters', fill('x', 20_000_000), 'longer than 10000000 characters'],
    ['100,000 nested elements', '<div>'.repeat(100_000), 'nested more than 1024 deep'],
    ['200,000 elements', '<br>'.repeat(200_000), 'more than 150000 elements'],
    ['6,000 scripts', '<script></script>'.repeat(6_000), 'more than 5000 scripts'],
    ['200,000 attributes', `<br ${'a '.repeat(200_000)}>`, 'more than 150000 attributes'],
  ])('is rejected with the reason: %s', (_what, html, reason) => {
    const reading = extractProduct(html, 'https://shop.example/')
    expect(reading).toMatchObject({ status: 'unread', reason: 'no-product' })
    expect(reading.status === 'unread' && reading.message).toContain(reason)
  })

  it.each([
    ['unclosed brackets', fill('<')],
    ['attributes', `<div ${fill('a=b ')}>`],
    ['entities', fill('&amp;')],
    ['closing tags', '<div>'.repeat(1_000) + fill('</span>')],
    ['prices', heading + fill('<b class=price>€5</b>')],
    ['nested prices', heading + '<div class=price>'.repeat(1_000) + fill('<b>€5</b>')],
    ['crossed-out prices', heading + fill('<s>€5</s>')],
    ['one long price', `${heading}<b class=price>${fill('5 €')}</b>`],
    ['headings', heading + fill('<h1>Tea</h1>')],
    ['stock notes', heading + fill('<i class=stock>In stock</i>')],
    ['notes', heading + Array.from({ length: 50_000 }, (_, at) => `<p>Sold ${at}</p>`).join('')],
    ['empty elements in a price', `${heading}<b class=price>€5${fill('<i></i>')}</b>`],
    ['unended drawings', fill('<svg>')],
    ['unended comments', heading + fill('<!-- ')],
    ['signs of closing', '<div>'.repeat(1_000) + fill('</b>')],
    ['RDFa', `<b typeof=Product>${fill('<i property=price>5</i>')}</b>`],
    ['buttons', fill('<button>no</button>')],
    ['nested items', '<b itemscope itemprop=offers itemtype=Product>'.repeat(1_000)],
    ['properties', heading + '<i itemscope>'.repeat(900) + fill('<b itemprop=price>5</b>')],
    ['names of one property', `<b itemscope itemtype=Product><i itemprop="${fill('price ')}">5</i></b>`],
    ['meta tags', fill('<meta name=og:price:amount content=5>')],
    ['currencies', fill('<script>currency="USD"</script>')],
    ['spaces in a script', `<script>currency${fill(' ')}</script>`],
    ['spaces in a title', `<title>${fill(' ')}</title>`],
    ['nested JSON arrays', jsonLd('['.repeat(1e6) + ']'.repeat(1e6))],
    ['nested JSON objects', jsonLd(`${'{"offers":'.repeat(1e5)}1${'}'.repeat(1e5)}`)],
    ['broken JSON full of quotes', jsonLd(`{"a":"${fill('\\"')}`)],
    ['broken JSON in many blocks', fill(jsonLd(`{'a':1,}`))],
    ['broken JSON full of line breaks', jsonLd(`{"a":"${fill('\n')}"}`)],
    ['products', fill(jsonLd('{"@type":"Product","name":"A"}'))],
    ['offers', jsonLd(`{"@type":"Product","offers":[${fill('{"price":5},')}{}]}`)],
  ])('is read in a few seconds: %s', { timeout: 30_000 }, (_what, html) => {
    const begunAt = performance.now()
    expect(extractProduct(html, 'https://shop.example/').status).toMatch(/^(read|unread)$/)
    expect(performance.now() - begunAt).toBeLessThan(10_000)
  })
})
