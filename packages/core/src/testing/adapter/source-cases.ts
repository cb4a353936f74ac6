import assert from 'node:assert/strict'
import type {
  Adapter,
  AdapterContext,
  Decode,
  Http,
  Insights,
  ListingQuery,
  Listings,
  Render,
} from '../../ports/index.js'
import type { ConformanceCase } from '../conformance-case.js'
import { aborted, assertMoney, caseContext, deepFreeze, resolved } from './context.js'

/** Samples for the cases of a source of cars for sale. */
export interface ListingsSample {
  /** A search that finds at least two cars. */
  readonly known: ListingQuery
  /** One that finds none. */
  readonly unknown: ListingQuery
}

/** Samples for the cases of a source that does research. */
export interface InsightsSample {
  /** A question that the source answers, with where it is from. */
  readonly known: string
  /** One that it finds nothing on. */
  readonly unknown: string
}

/** Samples for the cases of a source that decodes VINs. */
export interface DecodeSample {
  /** A VIN that the source knows. */
  readonly known: string
  /** One that it knows nothing of, though it is a VIN. */
  readonly unknown: string
}

/** Samples for the cases of a source that renders pages. */
export interface RenderSample {
  /** A page, and a text that is on it only after its scripts ran. */
  readonly page: { readonly url: string; readonly text: string }
  /** A page that its server answers with status 404. */
  readonly missing: string
}

type Proof<Capability> = (source: Capability, context: () => AdapterContext) => Promise<void>

const isAborted = { code: 'ABORTED' }
const abortedContext = (http: Http | undefined) => caseContext(http, AbortSignal.abort(aborted()))

function cases<Name extends 'listings' | 'insights' | 'decode' | 'render'>(
  open: () => Adapter,
  name: Name,
  http: Http | undefined,
  proofs: Record<string, Proof<NonNullable<Adapter[Name]>>>,
): readonly ConformanceCase[] {
  return Object.entries(proofs).map(([promise, prove]) => ({
    name: `${name}: ${promise}`,
    run: async () => {
      const source = open()[name]
      assert.ok(source, `the adapter has no ${name}`)
      await prove(source as NonNullable<Adapter[Name]>, () => caseContext(http))
    },
  }))
}

/** Reads all results of a search. */
const all = async (listings: Listings, query: ListingQuery, context: AdapterContext) => {
  const found = []
  for await (const listing of listings.search(query, context)) found.push(listing)
  return found
}

/** Returns the conformance cases of a source of cars for sale. */
export const listingsCases = (open: () => Adapter, sample: ListingsSample, http: Http | undefined) =>
  cases(open, 'listings', http, {
    'gives each car once, with who shows it': async (listings: Listings, context) => {
      const found = await resolved(all(listings, deepFreeze({ ...sample.known }), context()))
      assert.ok(found.length >= 2, `it found ${found.length} cars`)
      assert.equal(new Set(found.map(({ externalId }) => externalId)).size, found.length)
      for (const { source, externalId, price, priceKind } of found) {
        assert.ok(source.length > 0 && externalId.length > 0, 'a listing does not say which one it is')
        if (price) assertMoney(price)
        if (price) assert.ok(priceKind, 'a price does not say whether it is asked or was paid')
      }
    },
    'can be left after the first': async (listings: Listings, context) => {
      for await (const _ of listings.search(sample.known, context())) return
      assert.fail('it found nothing')
    },
    'gives nothing where there is nothing': async (listings: Listings, context) => {
      assert.deepEqual(await resolved(all(listings, sample.unknown, context())), [])
    },
    'rejects with ABORTED when its signal has fired': async (listings: Listings) => {
      await assert.rejects(all(listings, sample.known, abortedContext(http)), isAborted)
    },
  })

/** Returns the conformance cases of a source that does research. */
export const insightsCases = (open: () => Adapter, sample: InsightsSample, http: Http | undefined) =>
  cases(open, 'insights', http, {
    'answers in words, with where they are from': async (insights: Insights, context) => {
      const insight = await resolved(insights.research(sample.known, context()))
      assert.ok(insight && insight.text.length > 0, 'it said nothing')
      assert.ok(insight.citations.length > 0, 'it does not say where it has it from')
      for (const { name } of insight.citations) assert.ok(name.length > 0, 'a citation has no name')
    },
    'resolves to nothing where it found nothing': async (insights: Insights, context) => {
      assert.equal(await resolved(insights.research(sample.unknown, context())), undefined)
    },
    'rejects with ABORTED when its signal has fired': async (insights: Insights) => {
      await assert.rejects(insights.research(sample.known, abortedContext(http)), isAborted)
    },
  })

/** Returns the conformance cases of a source that decodes VINs. */
export const decodeCases = (open: () => Adapter, sample: DecodeSample, http: Http | undefined) =>
  cases(open, 'decode', http, {
    'knows a known VIN, however it is written': async (decode: Decode, context) => {
      const vehicle = await resolved(decode.vin(sample.known, context()))
      assert.ok(vehicle?.make && vehicle.model && vehicle.year, 'the known VIN is not known')
      assert.equal(vehicle.vin, sample.known)
      const spelled = ` ${sample.known.slice(0, 3)}-${sample.known.slice(3).toLowerCase()} `
      assert.deepEqual(await resolved(decode.vin(spelled, context())), vehicle)
    },
    'resolves to nothing for a VIN it does not know, and for what is none': async (
      decode: Decode,
      context,
    ) => {
      assert.equal(await resolved(decode.vin(sample.unknown, context())), undefined)
      assert.equal(await resolved(decode.vin('no VIN', context())), undefined)
    },
    'rejects with ABORTED when its signal has fired': async (decode: Decode) => {
      await assert.rejects(decode.vin(sample.known, abortedContext(http)), isAborted)
    },
  })

/** Returns the conformance cases of a source that renders pages. */
export const renderCases = (open: () => Adapter, sample: RenderSample, http: Http | undefined) =>
  cases(open, 'render', http, {
    'gives a page after its scripts ran': async (render: Render, context) => {
      const { html, status, url } = await resolved(render.page(sample.page.url, context()))
      assert.equal(status, 200)
      assert.ok(URL.canParse(url), `${url} is no URL`)
      assert.ok(html.includes(sample.page.text), 'what the scripts make is not there')
    },
    "resolves with the page's own status": async (render: Render, context) => {
      assert.equal((await resolved(render.page(sample.missing, context()))).status, 404)
    },
    'rejects with ABORTED when its signal has fired': async (render: Render) => {
      await assert.rejects(render.page(sample.page.url, abortedContext(http)), isAborted)
    },
  })
