import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { pageKeyOf, readPageKey } from './page-key.js'

describe('the key of a page', () => {
  it.each([
    ['https://shop.example/kettle', 'shop.example/kettle'],
    ['http://www.Shop.example:80/kettle/', 'shop.example/kettle'],
    ['https://shop.example/kettle?utm_source=mail&utm_campaign=x#reviews', 'shop.example/kettle'],
    [
      'https://shop.example/kettle?fbclid=1&gclid=2&ref=home&srsltid=3&variant=7',
      'shop.example/kettle?variant=7',
    ],
    ['https://shop.example/kettle?UTM_Source=a&mc_cid=b&_pos=1&_sid=c&_ss=r', 'shop.example/kettle'],
    ['https://shop.example/p?sku=A-1&color=red', 'shop.example/p?color=red&sku=A-1'],
    ['https://shop.example/p;jsessionid=12AB?pid=9', 'shop.example/p?pid=9'],
    [
      'https://www.amazon.de/Kessel/dp/B0ABC/ref=sr_1_1?crid=1&qid=2&sr=8-1&th=1',
      'amazon.de/Kessel/dp/B0ABC?th=1',
    ],
    ['https://www.ebay.example/itm/77?_trkparms=a&campid=5&var=3', 'ebay.example/itm/77?var=3'],
    ['https://www.flipkart.example/x/p/itm1?pid=MOB1&otracker=search', 'flipkart.example/x/p/itm1?pid=MOB1'],
    ['https://shop.example/caf%c3%a9/%7Ekettle', 'shop.example/caf%C3%A9/~kettle'],
    ['https://shop.example/café/~kettle', 'shop.example/caf%C3%A9/~kettle'],
    ['https://shop.example/#/product/12', 'shop.example#/product/12'],
    ['https://shop.example:8443', 'shop.example:8443'],
    ['https://shop.example/%', 'shop.example/%'],
  ])('of %s is %s', (url, key) => {
    expect(pageKeyOf(url)).toBe(key)
    expect(pageKeyOf(`https://${key}`)).toBe(key)
  })

  it.each([
    'variant',
    'pid',
    'sku',
    'id',
    'color',
    'size',
    'skuId',
    'dwvar_1_color',
    'v',
    'item',
    'psc',
    'smid',
    'toolid',
  ])('keeps the parameter %s, which may select a variant', (name) => {
    const [one, other] = [1, 2].map((value) => pageKeyOf(`https://shop.example/p?${name}=${value}`))
    expect(one).not.toBe(other)
  })

  it('is the same however often, and in whichever order, parameters of campaigns are added', () => {
    const added = fc.subarray(['utm_source=a', 'gclid=b', 'fbclid=c', 'ref=d', 'hsa_cam=e', '_hsenc=f'])
    fc.assert(
      fc.property(fc.webUrl({ withQueryParameters: true }), added, (url, noise) => {
        const plain = new URL(url)
        const tagged = new URL(url)
        const own = plain.search.slice(1)
        tagged.search = `?${[...noise, ...(own ? [own] : []), ...noise].join('&')}`
        expect(pageKeyOf(tagged.href)).toBe(pageKeyOf(plain.href))
      }),
      { interruptAfterTimeLimit: 1_000, markInterruptAsFailure: false },
    )
  })
})

describe('the key of a page that was read', () => {
  const linked = (canonical: string) => `<head><link href="${canonical}" rel="canonical"/></head>`

  it.each([
    // A category before the product, a shop's own title, another host name of the same shop.
    ['https://shop.example/sale/kettle', 'https://shop.example/kettle', 'shop.example/kettle'],
    [
      'https://shop.example/dp/B0ABC',
      'https://www.shop.example/Kettle/dp/B0ABC',
      'shop.example/Kettle/dp/B0ABC',
    ],
    ['https://shop.example/sale/kettle?x=1', '/kettle?x=1&amp;y=2', 'shop.example/kettle?x=1&y=2'],
  ])('of %s, called %s, is %s', (url, canonical, key) => {
    expect(readPageKey(url, linked(canonical))).toBe(key)
  })

  it.each([
    [
      'the product without its variant',
      'https://shop.example/kettle?variant=7',
      'https://shop.example/kettle',
    ],
    ['the home page', 'https://shop.example/kettle', 'https://shop.example/'],
    ['another product', 'https://shop.example/p/red-kettle', 'https://shop.example/p/kettle'],
    ['another shop', 'https://shop.example/kettle', 'https://other.example/kettle'],
    [
      'the product of a variant in the path',
      'https://shop.example/p/771/kettle',
      'https://shop.example/p/kettle',
    ],
    ['the page of another market', 'https://shop.example/en-us/kettle', 'https://shop.example/kettle'],
    ['another number before the same end', 'https://shop.example/x/11/buy', 'https://shop.example/y/22/buy'],
    ['no URL', 'https://shop.example/kettle', 'http://['],
  ])('is its own where the canonical URL is that of %s', (_, url, canonical) => {
    expect(readPageKey(url, linked(canonical))).toBe(pageKeyOf(url))
  })

  it('is found in bounded time, however a page is written', { timeout: 5_000 }, () => {
    for (const html of ['<link '.repeat(200_000), `<link ${'rel '.repeat(300_000)}`, '<link rel=canonical>'])
      expect(readPageKey('https://shop.example/kettle', html)).toBe('shop.example/kettle')
  })
})
