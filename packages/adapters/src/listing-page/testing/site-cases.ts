import type { Adapter, AdapterContext, Http, Listing, ListingQuery } from '@telltale/core/ports'
import {
  adapterCases,
  type RecordedAnswer,
  type RecordedApi,
  type RecordedRequest,
  recordedApi,
} from '@telltale/core/testing'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'

/** A marketplace as its sheet describes it, with made-up cars. */
export interface SiteSample {
  readonly name: string
  readonly open: (options: { readonly baseUrl: string; readonly maxPages?: number }) => Adapter
  /** Makes a page of the site with these cars. */
  readonly page: (cars: readonly SiteCar[], total: number) => string
  /** Returns the number of the page that a request asks for, from 1 on; `undefined` for another request. */
  readonly pageOf: (request: RecordedRequest) => number | undefined
  /** The answer to the requests that `pageOf` does not know. */
  readonly other?: (request: RecordedRequest) => RecordedAnswer | undefined
  /** Options of a search, with the parameters that the site must be asked with. */
  readonly asked: {
    readonly query: ListingQuery
    readonly path: string
    readonly parameters: Record<string, string>
  }
  /** The currency and the unit of the site. */
  readonly currency: string
  readonly unit: 'mi' | 'km'
}

/** A made-up car of a marketplace. */
export interface SiteCar {
  readonly id: string
  readonly vin: string
  readonly year: number
  readonly make: string
  readonly model: string
  readonly trim: string
  readonly price: number
  readonly mileage: number
  readonly seller: string
}

/** The circumstances of a search that differ from the others'. */
interface SearchCircumstances extends Partial<Pick<AdapterContext, 'http' | 'signal'>> {
  readonly adapter?: Adapter
}

/** The id of a made-up car, in the form of the site. */
type IdOf = (number: number) => string

const seller = 'Zebulon Quackenbush'

/** Makes cars, each with its own figures. */
export const madeCars = (
  idOf: IdOf,
  count: number,
  { from = 0, make = 'Honda', model = 'Accord' } = {},
): readonly SiteCar[] =>
  Array.from({ length: count }, (_, index) => ({
    id: idOf(from + index),
    vin: `1HGCM82633A${String(100_000 + from + index)}`,
    year: 2018 + ((from + index) % 4),
    make,
    model,
    trim: 'EX-L',
    price: 15_250 + 10 * (from + index),
    mileage: 30_100 + 7 * (from + index),
    seller,
  }))

const blocked = `<html><head><title>shop.example</title></head><body><script>var dd={'host':'geo.captcha-delivery.com'}</script>
<script src="https://ct.captcha-delivery.com/i.js"></script></body></html>`
/** A client that sends polite calls without a pause. */
const unpaused = { politeness: { gap: '1ms' } } as const

/** The site asks to be left alone for an hour, so that no attempt follows. */
const later = { 'retry-after': '3600' }
const honda = { make: 'Honda', model: 'Accord' }

/** Runs the tests of a marketplace: its answers, as they are and as they go wrong, from a server on this machine. */
export function itIsAListingSite(site: SiteSample, idOf: IdOf): void {
  const pages = [madeCars(idOf, 4), madeCars(idOf, 2, { from: 90 })]
  const total = pages.flat().length
  const asSheet = (request: RecordedRequest): RecordedAnswer | undefined => {
    const number = site.pageOf(request)
    if (request.path === '/robots.txt') return { status: 404, text: '' }
    if (number === undefined) return site.other?.(request)
    const isUnknown = /plymouth/i.test(`${request.path}${request.query}`)
    const others = madeCars(idOf, 3, { from: 500, make: 'Kia', model: 'Rio' })
    return html(isUnknown ? site.page(others, 3) : site.page(pages[number - 1] ?? [], total))
  }
  let answer: (request: RecordedRequest) => RecordedAnswer | undefined = asSheet
  let api: RecordedApi
  beforeAll(async () => {
    api = await recordedApi((request) => answer(request), unpaused)
  })
  beforeEach(() => {
    answer = asSheet
  })
  afterAll(() => api.close())

  const http: Http = {
    get: (...given) => api.http.get(...given),
    request: (...given) => api.http.request(...given),
    fetch: (...given) => api.http.fetch(...given),
  }
  const open = () => site.open({ baseUrl: api.origin })
  const search = async (
    query: ListingQuery = honda,
    { adapter = open(), ...own }: SearchCircumstances = {},
  ) => {
    const found: Listing[] = []
    const context = { http, signal: new AbortController().signal, ...own } as AdapterContext
    for await (const listing of adapter.listings?.search(query, context) ?? []) found.push(listing)
    return found
  }
  const samples = { listings: { known: honda, unknown: { make: 'Plymouth', model: 'Fury' } }, http }

  describe(site.name, () => {
    for (const { name, run } of adapterCases(open, samples)) it(name, run)

    it('gives the cars of all pages, in their order, with what the pages state', async () => {
      const found = await search()
      expect(found.map(({ externalId }) => externalId)).toEqual(pages.flat().map(({ id }) => id))
      const [car] = pages[0] ?? []
      expect(found[0]).toMatchObject({
        source: site.name,
        make: 'Honda',
        model: 'Accord',
        trim: 'EX-L',
        year: car?.year,
        vin: car?.vin,
        price: { amount: `${car?.price}.00`, currency: site.currency },
        priceKind: 'asking',
        status: 'active',
      })
      expect(site.unit === 'km' ? found[0]?.originals?.mileageMiles?.value : found[0]?.mileageMiles).toBe(
        car?.mileage,
      )
      expect(found[0]?.url).toContain(car?.id)
      expect(JSON.stringify(found)).not.toContain(seller)
    })

    it('asks in the words of the site', async () => {
      await search(site.asked.query)
      const { path, query } = api.requests.findLast((request) => site.pageOf(request) === 1) ?? {}
      expect(path).toBe(site.asked.path)
      expect(Object.fromEntries(query ?? [])).toMatchObject(site.asked.parameters)
    })

    it('leaves out the cars that were not asked for', async () => {
      const found = await search({
        ...honda,
        years: { from: 2020, to: 2020 },
        mileageMiles: { to: 1_000_000 },
      })
      expect(found.length).toBeGreaterThan(0)
      expect(new Set(found.map(({ year }) => year))).toEqual(new Set([2020]))
    })

    it('finds nothing where the page says so', async () => {
      answer = (request) => (site.pageOf(request) === undefined ? asSheet(request) : html(site.page([], 0)))
      expect(await search()).toEqual([])
    })

    it('loads no more pages than it may', async () => {
      const found = await search(honda, { adapter: site.open({ baseUrl: api.origin, maxPages: 1 }) })
      expect(found).toHaveLength(pages[0]?.length ?? 0)
    })

    it.each([
      [{ status: 403, text: blocked }, /blocked: the site answered with status 403/, false],
      [{ status: 200, text: blocked }, /blocked: the site shows a captcha/, false],
      [{ status: 429, headers: later, text: 'slow down' }, /is to be left alone/, true],
      [{ status: 500, headers: later, text: 'oops' }, /status 500/, true],
      [{ status: 503, headers: later, text: '<h1>Service Unavailable</h1>' }, /is to be left alone/, true],
      [{ text: '<p>Welcome to our new design</p>' }, /layout may have changed/, true],
      [{ text: '<script>window.__NEXT_DATA__ = {"listings":[{"vin":' }, /layout may have changed/, true],
    ] satisfies [RecordedAnswer, RegExp, boolean][])(
      'tells a failure from an empty page: %j',
      async (given, message, retryable) => {
        // A client of its own: it waits as long as the site asks it to.
        const asked = ({ path }: RecordedRequest) =>
          path === '/robots.txt' ? { status: 404, text: '' } : given
        const own = await recordedApi(asked, unpaused)
        const failed = search(honda, { adapter: site.open({ baseUrl: own.origin }), http: own.http })
        await expect(failed).rejects.toThrow(message)
        await expect(failed).rejects.toMatchObject({ code: 'ADAPTER_FAILED', retryable })
        await own.close()
      },
    )

    it('finds nothing behind an address that does not exist', async () => {
      answer = (request) =>
        site.pageOf(request) === undefined ? asSheet(request) : { status: 404, text: '' }
      expect(await search()).toEqual([])
    })

    it('ends at once when it is called off while the site is slow', async () => {
      const control = new AbortController()
      answer = (request) => {
        if (request.path === '/robots.txt') return { status: 404, text: '' }
        control.abort()
        return asSheet(request)
      }
      await expect(search(honda, { signal: control.signal })).rejects.toMatchObject({ code: 'ABORTED' })
    })

    it('obeys robots.txt', async () => {
      const own = await recordedApi(() => ({ text: 'User-agent: *\nDisallow: /' }), unpaused)
      const adapter = site.open({ baseUrl: own.origin })
      await expect(search(honda, { adapter, http: own.http })).rejects.toMatchObject({ code: 'FORBIDDEN' })
      await own.close()
    })

    it.each([
      [{ maxPages: 0 }, /maxPages/],
      [{ baseUrl: 'nowhere' }, /baseUrl: expected a URL/],
    ])('refuses %j', (options, message) => {
      expect(() => site.open({ baseUrl: 'https://shop.example', ...options })).toThrow(message)
    })
  })
}

const html = (text: string): RecordedAnswer => ({
  text,
  headers: { 'content-type': 'text/html; charset=utf-8' },
})
