import type { AdapterContext, Listing, ListingQuery } from '@telltale/core/ports'
import { adapterCases, type RecordedAnswer, type RecordedApi, recordedApi } from '@telltale/core/testing'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type DealersiteOptions, dealersite, readDealersite } from './index.js'

const ld = (value: object) =>
  `<script type="application/ld+json">${JSON.stringify({ '@context': 'https://schema.org', ...value })}</script>`
const car = (vin: string, more: object = {}) => ({
  '@type': 'Car',
  name: '2019 Honda Accord EX-L',
  brand: { '@type': 'Brand', name: 'Honda' },
  model: 'Accord',
  vehicleModelDate: '2019',
  vehicleConfiguration: 'EX-L',
  vehicleIdentificationNumber: vin,
  mileageFromOdometer: { '@type': 'QuantitativeValue', value: '45,000', unitCode: 'SMI' },
  offers: {
    '@type': 'Offer',
    price: 18_900,
    priceCurrency: 'USD',
    seller: { '@type': 'AutoDealer', name: 'Quackenbush Motors', telephone: '555-010-4477' },
  },
  url: `/used/${vin}`,
  ...more,
})
const vins = ['1HGCM82633A004351', '1HGCM82633A004352', '1HGCM82633A004353', '1HGCM82633A004354']
const [first = '', second = '', third = '', fourth = ''] = vins
const page = (...parts: object[]) => `<title>Cars</title>${parts.map(ld).join('')}`

/** A dealer with a list of two pages, and one with a sitemap alone. */
const pages: Readonly<Record<string, RecordedAnswer>> = {
  '/robots.txt': {
    text: 'User-agent: *\nDisallow: /private\nSitemap: ORIGIN/sitemap-index.xml\nSitemap: https://other.example/sitemap.xml',
  },
  '/list': {
    text: `${page({
      '@type': 'ItemList',
      itemListElement: [
        { '@type': 'ListItem', item: car(first) },
        { '@type': 'ListItem', item: car(second) },
      ],
    })}<a rel="next" href="/list?page=2">Next</a>`,
  },
  '/list?page=2': {
    text: page({
      '@type': 'AutoDealer',
      name: 'Quackenbush Motors',
      makesOffer: [
        {
          '@type': 'Offer',
          price: '17500',
          priceCurrency: 'USD',
          itemOffered: car(third, { offers: undefined }),
        },
        { '@type': 'Offer', itemOffered: car(first) },
      ],
    }),
  },
  '/': { text: '<title>Welcome</title><h1>Quackenbush Motors</h1>' },
  '/sitemap-index.xml': {
    text: '<sitemapindex><sitemap><loc>ORIGIN/cars.xml</loc></sitemap></sitemapindex>',
  },
  '/cars.xml': {
    text: `<urlset>${['used/2019-honda-accord-1', 'used/2015-kia-rio-2', 'private/used/honda-3', 'blog/used-honda-tips'].map((path) => `<url><loc>ORIGIN/${path}</loc></url>`).join('')}<url><loc>https://other.example/used/honda</loc></url></urlset>`,
  },
  '/used/2019-honda-accord-1': { text: page(car(fourth, { url: undefined })) },
  '/used/2015-kia-rio-2': {
    text: page(car(vins[0] ?? '', { name: '2015 Kia Rio', brand: 'Kia', model: 'Rio', url: undefined })),
  },
  '/blocked': { text: '<title>x</title><script src="https://ct.captcha-delivery.com/i.js"></script>' },
}

let api: RecordedApi
let change: (path: string) => RecordedAnswer | undefined
beforeAll(async () => {
  api = await recordedApi(
    ({ path, query }) => {
      const address = query.size > 0 ? `${path}?${query}` : path
      const answer = change(address) ?? pages[address]
      return answer?.text === undefined
        ? (answer ?? { status: 404, text: '' })
        : { ...answer, text: answer.text.replaceAll('ORIGIN', api.origin) }
    },
    { politeness: { gap: '1ms' } },
  )
})
beforeEach(() => {
  change = () => undefined
})
afterAll(() => api.close())

const http: AdapterContext['http'] = {
  get: (...given) => api.http.get(...given),
  request: (...given) => api.http.request(...given),
  fetch: (...given) => api.http.fetch(...given),
}
const open = (paths: readonly string[] = ['/list'], more: Partial<DealersiteOptions> = {}) =>
  dealersite({ sites: paths.map((path) => `${api.origin}${path}`), ...more })
const search = async (
  paths: readonly string[],
  query: ListingQuery = {},
  more: Partial<DealersiteOptions> = {},
) => {
  const found: Listing[] = []
  const context = { http, signal: new AbortController().signal } as AdapterContext
  for await (const listing of open(paths, more).listings?.search(query, context) ?? []) found.push(listing)
  return found
}

describe('dealersite', () => {
  const samples = { listings: { known: { make: 'Honda' }, unknown: { make: 'Plymouth' } }, http }
  for (const { name, run } of adapterCases(open, samples)) it(name, run)

  it('reads a list with the pages after it, each car once and without its seller', async () => {
    const found = await search(['/list'])
    expect(found.map(({ vin, price }) => [vin, price?.amount])).toEqual([
      [first, '18900.00'],
      [second, '18900.00'],
      [third, '17500.00'],
    ])
    expect(found[0]).toMatchObject({
      make: 'Honda',
      model: 'Accord',
      trim: 'EX-L',
      year: 2019,
      mileageMiles: 45_000,
    })
    expect(JSON.stringify(found)).not.toMatch(/Quackenbush|4477/)
  })

  it('finds cars by the sitemap of a site, where robots.txt allows, and asks for those of the make alone', async () => {
    const from = api.requests.length
    expect((await search(['/'], { make: 'Honda' })).map(({ vin }) => vin)).toEqual([fourth])
    const asked = api.requests.slice(from).map(({ path }) => path)
    expect(asked).toContain('/cars.xml')
    for (const path of ['/used/2015-kia-rio-2', '/blog/used-honda-tips']) expect(asked).not.toContain(path)
  })

  it('loads no more pages than it may', async () => {
    expect(await search(['/list'], {}, { maxPages: 1 })).toHaveLength(2)
  })

  it('gives the cars of the other sites first where one refuses, and then says so', async () => {
    const found: string[] = []
    const context = { http, signal: new AbortController().signal } as AdapterContext
    const all = (async () => {
      for await (const { vin = '' } of open(['/blocked', '/list']).listings?.search({}, context) ?? [])
        found.push(vin)
    })()
    await expect(all).rejects.toThrow(/1 of 2 sites failed: dealersite: blocked/)
    expect(found).toEqual([first, second, third])
    change = (path) => (path === '/list' ? { status: 403, text: 'no' } : undefined)
    await expect(search(['/list'])).rejects.toMatchObject({ code: 'ADAPTER_FAILED', retryable: false })
  })

  it.each([
    [{ sites: [] }, /sites: expected the address of at least one dealer/],
    [{ sites: ['nowhere'] }, /sites\[0\]|sites\.0/],
  ])('refuses %j', (options, message) => {
    expect(() => dealersite(options)).toThrow(message)
  })
})

describe('readDealersite', () => {
  const url = 'https://www.haendler.de/fahrzeuge'
  const read = (...parts: object[]) => readDealersite({ html: page(...parts), url }).listings

  it('reads every kind of vehicle, its units and its dates', () => {
    const listings = read(
      {
        '@type': 'Motorcycle',
        name: 'BMW R 1250 GS',
        brand: 'BMW',
        model: 'R 1250 GS',
        sku: 'm-1',
        vehicleModelDate: '2021-03',
        mileageFromOdometer: { value: 12_345, unitCode: 'KMT' },
        offers: { price: '15.990,00', priceCurrency: 'EUR' },
      },
      {
        '@type': ['Product', 'Car'],
        name: 'Golf',
        manufacturer: 'VW',
        model: 'Golf',
        sku: 'c-1',
        productionDate: '2018',
        mileageFromOdometer: { value: 50_000, unitText: 'miles' },
        offers: { '@type': 'AggregateOffer', lowPrice: 9_990, priceCurrency: 'GBP' },
      },
      {
        '@type': 'BusOrCoach',
        name: 'Sprinter',
        brand: 'Mercedes-Benz',
        model: 'Sprinter',
        sku: 'b-1',
        mileageFromOdometer: '210.000 km',
        offers: { priceSpecification: { price: 24_000, priceCurrency: 'EUR' } },
      },
      {
        '@type': 'Product',
        name: '2016 Ford Focus',
        sku: 'p-1',
        vehicleIdentificationNumber: first,
        offers: { price: 1, priceCurrency: 'EUR' },
      },
    )
    expect(
      listings.map(({ externalId, price, year, originals, mileageMiles }) => ({
        externalId,
        price: price && `${price.amount} ${price.currency}`,
        year,
        km: originals?.mileageMiles?.value,
        miles: originals ? undefined : mileageMiles,
      })),
    ).toEqual([
      { externalId: 'm-1', price: '15990.00 EUR', year: 2021, km: 12_345, miles: undefined },
      { externalId: 'c-1', price: '9990.00 GBP', year: 2018, km: undefined, miles: 50_000 },
      { externalId: 'b-1', price: '24000.00 EUR', year: undefined, km: 210_000, miles: undefined },
      // A price of 1 is a placeholder.
      { externalId: 'p-1', price: undefined, year: 2016, km: undefined, miles: undefined },
    ])
  })

  it('reads microdata as well', () => {
    const html = `<div itemscope itemtype="https://schema.org/Vehicle"><h1 itemprop="name">2019 Honda Accord</h1><span itemprop="brand">Honda</span>
      <meta itemprop="vehicleIdentificationNumber" content="${first}"><span itemprop="mileageFromOdometer">45,000 miles</span>
      <div itemprop="offers" itemscope itemtype="https://schema.org/Offer"><meta itemprop="price" content="18900"><meta itemprop="priceCurrency" content="USD"></div></div>`
    expect(readDealersite({ html, url: 'https://www.dealer.example/used/1' }).listings).toMatchObject([
      { vin: first, make: 'Honda', mileageMiles: 45_000, price: { amount: '18900.00', currency: 'USD' } },
    ])
  })
})
