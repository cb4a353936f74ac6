import { describe, expect, it } from 'vitest'
import { extractProduct } from './index.js'

const url = 'https://shop.example/tea'
const script = (json: string) => `<script type="application/ld+json">${json}</script>`
const read = (data: unknown) => extractProduct(`<title>Green tea</title>${script(JSON.stringify(data))}`, url)
const offering = (offers: unknown) => read({ '@type': 'Product', name: 'Green tea', offers })
const eur = (amount: string) => ({ amount, currency: 'EUR' })

describe('JSON-LD', () => {
  it('gives every detail of a product', () => {
    const reading = read({
      '@context': 'https://schema.org',
      '@type': 'Product',
      name: 'Green  tea',
      sku: 'T-1',
      gtin13: '4006381333931',
      brand: { '@type': 'Brand', name: 'Leaf' },
      image: ['/tea.jpg', '/tea-2.jpg'],
      offers: {
        '@type': 'Offer',
        price: '4.50',
        priceCurrency: 'EUR',
        availability: 'https://schema.org/InStock',
        priceSpecification: {
          priceType: 'https://schema.org/StrikethroughPrice',
          price: 6,
          priceCurrency: 'EUR',
        },
      },
    })
    expect(reading).toEqual({
      status: 'read',
      confidence: expect.any(Number),
      fields: expect.any(Object),
      title: 'Green tea',
      price: eur('4.50'),
      wasPrice: eur('6.00'),
      availability: 'InStock',
      imageUrl: 'https://shop.example/tea.jpg',
      brand: 'Leaf',
      sku: 'T-1',
      gtin: '4006381333931',
      evidence: ['json-ld'],
    })
  })

  it.each([
    ['1299', '1299.00'],
    ['1299.00', '1299.00'],
    [1299.0, '1299.00'],
    ['10,83', '10.83'],
    [' 4.5 ', '4.50'],
    ['29.9900', '29.99'],
    [19.989999771118164, '19.99'],
    ['€ 4,50', '4.50'],
    ['1.299,00 €', '1299.00'],
  ])('reads the price %j', (price, amount) => {
    expect(offering({ price, priceCurrency: 'EUR' })).toMatchObject({ status: 'read', price: eur(amount) })
  })

  it.each([
    0,
    '0.00',
    -5,
    '-5',
    '',
    null,
    true,
    {},
    [],
    'call us',
    '1e999',
    '2024-11-02',
    '12:30',
    '0x1F',
    '5 %',
    '-',
    'EUR',
    '4.50.10',
    '1/2',
    1e300,
    'NaN',
    'Infinity',
    '1.299',
    '4-6',
    'from 4.50',
    '3.4567',
    '$4.50',
    '__proto__',
    'constructor',
    '9'.repeat(900_000),
  ])('takes no price from %j', (price) => {
    expect(offering({ price, priceCurrency: 'EUR' })).toMatchObject({ status: 'unread', reason: 'no-price' })
  })

  it.each(['USD ', 'usd'])('reads the currency %j', (priceCurrency) => {
    expect(offering({ price: '4.50', priceCurrency })).toMatchObject({ price: { currency: 'USD' } })
  })

  it('takes no price without a currency', () => {
    expect(offering({ price: '4.50' })).toMatchObject({
      status: 'unread',
      reason: 'no-price',
      message: 'the page says 4.50, but nothing says in which currency',
    })
  })

  it.each([
    [
      'an array',
      [{ '@type': 'BreadcrumbList' }, { '@type': 'Product', offers: { price: 4, priceCurrency: 'EUR' } }],
    ],
    ['a graph', { '@graph': [{ '@type': 'Product', offers: { price: 4, priceCurrency: 'EUR' } }] }],
    [
      'the main entity of a page',
      { '@type': 'ItemPage', mainEntity: { '@type': 'Product', offers: { price: 4, priceCurrency: 'EUR' } } },
    ],
    [
      'a list of types',
      { '@type': ['Thing', 'http://schema.org/Product'], offers: [{ price: 4, priceCurrency: 'EUR' }] },
    ],
    [
      'a reference',
      [
        { '@type': 'Product', offers: { '@id': '#o' } },
        { '@id': '#o', '@type': 'Offer', price: 4, priceCurrency: 'EUR' },
      ],
    ],
    ['a value object', { '@type': 'Product', offers: { price: { '@value': '4' }, priceCurrency: 'EUR' } }],
    [
      'prefixed names',
      { '@type': 'schema:Product', 'schema:offers': { 'schema:price': 4, 'schema:priceCurrency': 'EUR' } },
    ],
    [
      'a specification',
      { '@type': 'Product', offers: { priceSpecification: [{ price: 4, priceCurrency: 'EUR' }] } },
    ],
    ['the product itself', { '@type': 'Product', price: 4, priceCurrency: 'EUR' }],
  ])('finds the price in %s', (_where, data) => {
    expect(read(data)).toMatchObject({ status: 'read', price: eur('4.00') })
  })

  it('is not trapped by circular references', () => {
    const data = [
      { '@id': '#a', '@type': 'Product', offers: [{ '@id': '#b' }, { '@id': '#a' }] },
      { '@id': '#b', offers: [{ '@id': '#a' }], price: 4, priceCurrency: 'EUR' },
    ]
    expect(read(data)).toMatchObject({ price: eur('4.00') })
  })

  it('takes the lowest price of an aggregate', () => {
    const offers = [
      { price: 9, priceCurrency: 'EUR' },
      { price: 4, priceCurrency: 'EUR' },
    ]
    expect(
      offering({ '@type': 'AggregateOffer', lowPrice: '4', highPrice: '9', priceCurrency: 'EUR', offers }),
    ).toMatchObject({ price: eur('4.00') })
    expect(
      offering({
        '@type': 'AggregateOffer',
        priceCurrency: 'EUR',
        offers: [{ price: 4 }, { price: '4.00' }],
      }),
    ).toMatchObject({ price: eur('4.00') })
  })

  it('leaves out prices for some buyers only', () => {
    const priceSpecification = [
      { price: 3, priceCurrency: 'EUR', validForMemberTier: { name: 'Gold' } },
      { price: 2, priceCurrency: 'EUR', referenceQuantity: { value: 100 } },
      { price: 4, priceCurrency: 'EUR' },
    ]
    expect(offering({ priceSpecification })).toMatchObject({ price: eur('4.00') })
  })

  it('takes the variant of the page, and none when the page shows neither', () => {
    const group = (one: string, other: string) =>
      read({
        '@type': 'ProductGroup',
        name: 'Green tea',
        hasVariant: [
          { '@type': 'Product', url: one, offers: { price: 4, priceCurrency: 'EUR' } },
          { '@type': 'Product', url: other, offers: { price: 9, priceCurrency: 'EUR' } },
        ],
      })
    expect(group('/tea#big', '/tea?size=2')).toMatchObject({ price: eur('4.00') })
    expect(group('/tea?size=1', 'https://shop.example/tea')).toMatchObject({ price: eur('9.00') })
    expect(group('/tea?size=1', '/tea?size=2')).toMatchObject({ status: 'unread', reason: 'ambiguous' })
  })

  it.each([
    [
      'raw line breaks in a text',
      '{"@type":"Product","description":"one\ntwo\tthree","offers":{"price":4,"priceCurrency":"EUR"}}',
    ],
    ['a comma too many', '{"@type":"Product","offers":{"price":4,"priceCurrency":"EUR",},}'],
    ['a comment around it', '<!--{"@type":"Product","offers":{"price":4,"priceCurrency":"EUR"}}-->'],
    [
      'a CDATA section and a semicolon',
      '//<![CDATA[\n{"@type":"Product","offers":{"price":4,"priceCurrency":"EUR"}};\n//]]>',
    ],
    ['a byte order mark', '\uFEFF{"@type":"Product","offers":{"price":4,"priceCurrency":"EUR"}}'],
  ])('repairs %s', (_what, json) => {
    expect(extractProduct(`<title>Tea</title>${script(json)}`, url)).toMatchObject({ price: eur('4.00') })
  })

  it('skips what it cannot repair without a guess, and reads the next block', () => {
    const broken = '{"@type":"Product","name":"a "quoted" word","offers":{"price":9,"priceCurrency":"EUR"}}'
    const whole = '{"@type":"Product","offers":{"price":4,"priceCurrency":"EUR"}}'
    expect(extractProduct(script(broken), url)).toMatchObject({ status: 'unread', reason: 'no-product' })
    expect(extractProduct(script(broken) + script(whole), url)).toMatchObject({ price: eur('4.00') })
  })

  it('keeps commas and brackets within a text', () => {
    const json = '{"@type":"Product","brand":"a,] \\" ,}\n","offers":{"price":4,"priceCurrency":"EUR"}}'
    expect(extractProduct(script(json), url)).toMatchObject({ brand: 'a,] " ,}' })
  })

  it.each([
    ['InStock', 'InStock'],
    ['in_stock', 'InStock'],
    ['in stock', 'InStock'],
    ['https://schema.org/PreOrder', 'PreOrder'],
    ['http://schema.org/SoldOut', 'SoldOut'],
    ['http://www.schema.org/LimitedAvailability', 'LimitedAvailability'],
    ['oos', 'OutOfStock'],
  ])('reads the availability %s', (availability, expected) => {
    expect(offering({ price: 4, priceCurrency: 'EUR', availability })).toMatchObject({
      availability: expected,
    })
  })

  it('leaves out an availability that schema.org does not define', () => {
    expect(offering({ price: 4, priceCurrency: 'EUR', availability: 'perhaps' })).not.toHaveProperty(
      'availability',
    )
  })
})

describe('an offer', () => {
  it('has its seller, its shipping price and the MPN', () => {
    const offers = {
      price: 4.5,
      priceCurrency: 'EUR',
      seller: { '@type': 'Organization', name: 'Leaf & Co' },
      shippingDetails: { shippingRate: { value: '3.90', currency: 'EUR' } },
    }
    expect(read({ '@type': 'Product', name: 'Tea', mpn: 'M-7', offers })).toMatchObject({
      mpn: 'M-7',
      seller: 'Leaf & Co',
      shippingPrice: { amount: '3.90', currency: 'EUR' },
    })
  })

  it('may be one of several variants', () => {
    const hasVariant = ['S', 'L'].map((size) => ({
      '@type': 'Product',
      name: `Shirt ${size}`,
      sku: size,
      offers: { price: 20, priceCurrency: 'EUR', availability: 'InStock' },
    }))
    const reading = read({ '@type': 'ProductGroup', name: 'Shirt', hasVariant })
    expect(reading).toMatchObject({
      price: { amount: '20.00' },
      variants: [
        { title: 'Shirt S', sku: 'S', price: { amount: '20.00', currency: 'EUR' }, availability: 'InStock' },
        { title: 'Shirt L', sku: 'L' },
      ],
    })
  })
})

describe('a page about several products', () => {
  const product = (name: string, price: number) => ({
    '@type': 'Product',
    name,
    offers: { price, priceCurrency: 'EUR' },
  })

  it('is read when its title names one of them', () => {
    expect(read([product('Black tea', 9), product('Green tea', 4)])).toMatchObject({ price: eur('4.00') })
  })

  it('is read when it describes the same product twice', () => {
    expect(read([product('Green tea', 4), product('Green tea', 4)])).toMatchObject({ price: eur('4.00') })
  })

  it('is not read when its title names none', () => {
    expect(read([product('Black tea', 9), product('Red tea', 4)])).toMatchObject({
      status: 'unread',
      reason: 'list',
    })
  })

  it('is a list when its markup says so', () => {
    const itemListElement = [product('Green tea', 4)]
    expect(read({ '@type': 'ItemList', itemListElement })).toMatchObject({
      status: 'unread',
      reason: 'list',
    })
  })
})
