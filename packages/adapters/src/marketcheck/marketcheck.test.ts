import type { AdapterContext, Listing } from '@telltale/core/ports'
import {
  adapterCases,
  type RecordedAnswer,
  type RecordedApi,
  type RecordedRequest,
  recordedApi,
} from '@telltale/core/testing'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type MarketcheckOptions, marketcheck } from './index.js'

const vin = '1HGCM82633A004352'
const unknownVin = '5YJ3E1EA7KF317000'

const build = {
  year: 2025,
  make: 'Jeep',
  model: 'Compass',
  trim: 'Latitude',
  body_type: 'SUV',
  transmission: 'Automatic',
  drivetrain: '4WD',
  fuel_type: 'Unleaded',
  doors: 4,
  highway_mpg: 32,
}

/** A row in the form of recorded ones; numbers are missing altogether where the seller gave none. */
const row = (id: string, more: object = {}) => ({
  id,
  vin: '3C4NJDBN1ST500001',
  heading: 'New 2025 Jeep Compass Latitude',
  price: 30_605,
  miles: 12,
  vdp_url: 'https://www.example-dealer.com/inventory/1',
  inventory_type: 'new',
  first_seen_at: 1_760_918_400,
  last_seen_at: 1_763_596_800,
  dealer: { name: 'Example Jeep', city: 'Tampa', state: 'FL', latitude: '27.9506', longitude: '-82.4572' },
  build,
  ...more,
})

const pages: Record<string, unknown[]> = {
  '0': Array.from({ length: 50 }, (_, index) => row(`car-${index}`)),
  '50': [row('car-49'), row('car-50', { price: undefined, miles: undefined }), { odd: true }],
}

/** Answers as the API does; a test may stand in for it. */
const answerAsSheet = ({ path, query }: RecordedRequest): RecordedAnswer | undefined => {
  const isKnown = /^(jeep|ford)$/i.test(query.get('make') ?? '')
  if (path === `/decode/car/${vin}/specs`)
    return { json: { ...build, year: 2003, make: 'Honda', model: 'Accord' } }
  if (path.startsWith('/decode/')) return { status: 422, json: { code: 422, message: 'VIN not decoded' } }
  if (path === '/predict/car/us/marketcheck_price')
    return { json: { marketcheck_price: 23_450, msrp: 31_200 } }
  if (path !== '/search/car/active') return undefined
  if (query.get('stats') === 'price' && isKnown)
    return { json: { num_found: 8, listings: [], stats: { price: { count: 8, median: 24_995.5 } } } }
  if (!isKnown) return { json: { num_found: 0, listings: [], stats: { price: { count: 0, median: 0 } } } }
  return { json: { num_found: 53, listings: pages[query.get('start') ?? '0'] ?? [] } }
}

let answer: typeof answerAsSheet
let api: RecordedApi

beforeAll(async () => {
  api = await recordedApi((request) => answer(request))
})
beforeEach(() => {
  answer = answerAsSheet
})
afterAll(() => api.close())

const open = (options: Partial<MarketcheckOptions> = {}) =>
  marketcheck({ apiKey: 'test-key', baseUrl: api.origin, ...options })

const contextOf = (http: AdapterContext['http']) =>
  ({ http, signal: new AbortController().signal }) as AdapterContext

const f150 = { make: 'Ford', model: 'F-150', year: 2021 }

describe('marketcheck', async () => {
  const samples = {
    listings: { known: { make: 'Jeep' }, unknown: { make: 'Plymouth' } },
    valuations: { known: f150, unknown: { make: 'Plymouth', model: 'Fury', year: 1958 } },
    decode: { known: vin, unknown: unknownVin },
  }
  const http: AdapterContext['http'] = {
    get: (...given) => api.http.get(...given),
    request: (...given) => api.http.request(...given),
    fetch: (...given) => api.http.fetch(...given),
  }
  for (const { name, run } of adapterCases(open, { ...samples, http })) it(name, run)
})

describe('listings', () => {
  const search = async (query = {}) => {
    const found: Listing[] = []
    for await (const listing of open().listings?.search(query, contextOf(api.http)) ?? []) found.push(listing)
    return found
  }

  it.each([
    [{ make: 'chevy', model: 'silverado 1500' }, 'Silverado 1500', null],
    [{ make: 'Ford', model: 'F-150 Lightning' }, 'F-150 Lightning', null],
    [{ make: 'Toyota', model: 'RAV4 Hybrid', trim: 'XLE' }, 'RAV4 Hybrid', 'XLE'],
    [{ make: 'Tesla', model: 'Cybertruck' }, 'Cybertruck', null],
    [{ make: 'BMW', model: '330i' }, '3 Series', '330i'],
    [{ make: 'BMW', model: '3 Series 330i xDrive' }, '3 Series', '330i xDrive'],
    [{ make: 'bmw', model: '330i', trim: '330i xDrive' }, '3 Series', '330i xDrive'],
    [{ make: 'Mercedes', model: 'C 63 AMG' }, 'C-Class', 'C 63 AMG'],
    [{ make: 'Lexus', model: 'RX 350', trim: 'F Sport' }, 'RX', 'RX 350 F Sport'],
    [{ make: 'Honda', model: 'CR-V', trim: 'EX-L' }, 'CR-V', 'EX-L'],
    [{ make: 'Jeep', model: 'Wrangler 4xe' }, 'Wrangler 4xe', null],
  ])('asks for %j by the model %s and the trim %s', async (query, model, trim) => {
    await search(query)
    const asked = api.requests.at(-1)?.query
    expect([asked?.get('model'), asked?.get('trim')]).toEqual([model, trim])
  })

  it('goes through the pages, leaves out what it cannot read, and gives no car twice', async () => {
    const from = api.requests.length
    const found = await search({ make: 'Jeep' })
    expect(found).toHaveLength(51)
    expect(api.requests.slice(from).map(({ query }) => query.get('start'))).toEqual(['0', '50'])
    expect(found[0]).toMatchObject({
      source: 'marketcheck',
      externalId: 'car-0',
      vin: '3C4NJDBN1ST500001',
      make: 'Jeep',
      model: 'Compass',
      trim: 'Latitude',
      year: 2025,
      mileageMiles: 12,
      condition: 'new',
      priceKind: 'asking',
      price: { amount: '30605.00', currency: 'USD' },
      city: 'Tampa',
      state: 'FL',
      coordinates: [-82.4572, 27.9506],
      url: 'https://www.example-dealer.com/inventory/1',
      firstSeenAt: Date.UTC(2025, 9, 20),
      lastSeenAt: Date.UTC(2025, 10, 20),
      status: 'active',
    })
    expect(found[50]).not.toHaveProperty('price')
    expect(found[50]).not.toHaveProperty('mileageMiles')
  })

  it('asks in the words of the API, and only for cars with a price', async () => {
    await search({
      make: 'Jeep',
      years: { from: 2021, to: 2023 },
      condition: 'used',
      near: { zip: '02134', radiusMiles: 50 },
      priceUsd: { to: 30_000 },
      mileageMiles: { from: 10 },
    })
    const query = Object.fromEntries(api.requests.at(-1)?.query ?? [])
    expect(query).toMatchObject({
      make: 'Jeep',
      car_type: 'used',
      year_range: '2021-2023',
      zip: '02134',
      radius: '50',
      price_range: '1-30000',
      miles_range: '10-*',
      rows: '50',
    })
    await search({ make: 'Jeep' })
    expect(api.requests.at(-1)?.query.get('price_range')).toBe('1-*')
  })

  it('reads what a row says of the car: color, images, heading, title, days listed', async () => {
    const images = ['https://img.example.com/1.jpg']
    const more = {
      exterior_color: 'Bright White',
      base_ext_color: 'White',
      dom: 93,
      carfax_clean_title: true,
      media: { photo_links: [...images, 'no address'], photo_links_cached: [] },
    }
    answer = () => ({ json: { num_found: 1, listings: [row('whole', more)] } })
    expect((await search({ make: 'Jeep' }))[0]).toMatchObject({
      color: 'Bright White',
      heading: 'New 2025 Jeep Compass Latitude',
      titleStatus: 'clean',
      daysListed: 93,
      images,
    })
  })

  it('reads prices as numbers or text, in the currency of the country, and no price of 0', async () => {
    const seller = { city: 'Toronto', state: 'ON', country: 'CA', latitude: 43.65, longitude: '-79.38' }
    const rows = [
      row('text', { price: '$30,605', miles: '12,000' }),
      row('canada', { dealer: seller }),
      row('private', { dealer: undefined, car_location: seller }),
      row('request', { price: 0 }),
      row('elsewhere', { dealer: { country: 'MX' } }),
      row('words', { price: 'call us', miles: 'low' }),
    ]
    answer = () => ({ json: { num_found: rows.length, listings: rows } })
    const found = new Map((await search({ make: 'Jeep' })).map((listing) => [listing.externalId, listing]))
    expect(found.get('text')).toMatchObject({
      price: { amount: '30605.00', currency: 'USD' },
      mileageMiles: 12_000,
    })
    const inCanada = { price: { amount: '30605.00', currency: 'CAD' }, coordinates: [-79.38, 43.65] }
    expect(found.get('canada')).toMatchObject(inCanada)
    expect(found.get('private')).toMatchObject(inCanada)
    for (const id of ['request', 'elsewhere', 'words']) {
      expect(found.get(id)).not.toHaveProperty('price')
      expect(found.get(id)).not.toHaveProperty('priceKind')
    }
  })

  it('ends where the API gives no more', async () => {
    answer = () => ({ json: { num_found: 1_000_000, listings: [row(String(api.requests.length))] } })
    const found = await search({ make: 'Jeep' })
    // The offset may not pass 10,000, in pages of 50.
    expect(found).toHaveLength(200)
  })
})

describe('valuations', () => {
  const value = (query: object, options: Partial<MarketcheckOptions> = {}) =>
    open(options).valuations?.value({ ...f150, ...query }, contextOf(api.http))

  it('are the median that is asked, with how many cars it is of and where', async () => {
    expect(await value({ zip: '75146' })).toEqual({
      value: { amount: '24995.50', currency: 'USD' },
      source: { name: 'MarketCheck, median asked for 8 used cars within 100 miles of 75146' },
      priceLevel: 'asking',
    })
    expect((await value({}))?.source.name).toMatch(/nationwide$/)
  })

  it('are predicted where the host pays for that and the car is known by its VIN', async () => {
    const car = { vin, mileageMiles: 42_000, zip: '75146' }
    expect((await value(car))?.source.name).toMatch(/median/)
    expect(await value(car, { predictions: true })).toEqual({
      value: { amount: '23450.00', currency: 'USD' },
      source: { name: 'MarketCheck, predicted for dealers (franchise)' },
      priceLevel: 'asking',
    })
    expect((await value({ zip: '75146' }, { predictions: true }))?.source.name).toMatch(/median/)
    answer = (request) =>
      request.path.startsWith('/predict') ? { status: 422, json: { message: 'no' } } : answerAsSheet(request)
    expect((await value(car, { predictions: true }))?.source.name).toMatch(/median/)
  })
})

describe('failures', () => {
  const decode = () => open().decode?.vin(vin, contextOf(api.http))

  it.each([
    [{ status: 401, json: { message: 'Invalid API key' } }, /status 401: Invalid API key/, false],
    [{ status: 429, json: { message: 'API rate limit exceeded' } }, /429: API rate limit exceeded/, true],
    [{ status: 502, text: '<html>Bad gateway</html>' }, /status 502$/, true],
    [{ text: '<html>' }, /what is no JSON/, false],
    [{ json: [] }, /in another form than it promises: the whole answer/, false],
  ])('say what the API said: %j', async (given, message, retryable) => {
    answer = () => given
    await expect(decode()).rejects.toThrow(message)
    await expect(decode()).rejects.toMatchObject({ code: 'ADAPTER_FAILED', retryable })
  })

  it('are a budget that is used up where the plan is, which no attempt gets over', async () => {
    const headers = { 'quota-reset-time': '2025-12-01T00:00:00Z' }
    answer = () => ({ status: 429, headers, json: { message: 'Monthly API quota exhausted' } })
    await expect(decode()).rejects.toMatchObject({
      code: 'BUDGET_EXCEEDED',
      retryAt: Date.UTC(2025, 11, 1),
    })
  })

  it.each([
    [{ apiKey: '' }, /marketcheck: apiKey/],
    [{ baseUrl: 'nope' }, /baseUrl: expected a URL/],
    [{ dealerType: 'Franchise' as 'franchise' }, /dealerType/],
  ])('of options name the part: %j', (options, message) => {
    expect(() => open(options)).toThrow(message)
  })
})
