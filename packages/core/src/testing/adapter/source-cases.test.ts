import { describe, expect, it } from 'vitest'
import { TelltaleError } from '../../errors/index.js'
import { omit } from '../../options/index.js'
import type { Adapter, Decode, Insights, Listing, Listings, Render } from '../../ports/index.js'
import { type AdapterSamples, adapterCases } from './index.js'

const samples = {
  listings: { known: { make: 'Ford' }, unknown: { make: 'Tucker' } },
  insights: { known: 'What sells?', unknown: 'What does nobody know?' },
  decode: { known: '1HGCM82633A004352', unknown: '5YJ3E1EA7KF317000' },
  render: { page: { url: 'https://shop.example/', text: 'drawn' }, missing: 'https://shop.example/gone' },
} satisfies AdapterSamples

const listing = (externalId: string): Listing => ({
  source: 'cars.example',
  externalId,
  priceKind: 'asking',
  price: { amount: '9000.00', currency: 'USD' },
})
const rightListings: Listings = {
  search: async function* ({ make }, { signal }) {
    signal.throwIfAborted()
    if (make === 'Ford') yield* [listing('1'), listing('2')]
  },
}
const rightInsights: Insights = {
  research: async (question, { signal }) => {
    signal.throwIfAborted()
    return question === samples.insights.known
      ? { text: 'Pickups.', citations: [{ name: 'cars.example' }] }
      : undefined
  },
}
const rightDecode: Decode = {
  vin: async (text, { signal }) => {
    signal.throwIfAborted()
    const vin = text.replace(/[\s-]/g, '').toUpperCase()
    return vin === samples.decode.known ? { vin, make: 'Honda', model: 'Accord', year: 2003 } : undefined
  },
}
const rightRender: Render = {
  page: async (url, { signal }) => {
    signal.throwIfAborted()
    return { url, html: '<p>drawn</p>', status: url === samples.render.missing ? 404 : 200 }
  },
}
const right: Adapter = {
  specVersion: 1,
  id: 'right',
  listings: rightListings,
  insights: rightInsights,
  decode: rightDecode,
  render: rightRender,
}

const deaf = new AbortController().signal
const faults: Record<string, [Partial<Adapter>, breaks: string]> = {
  'gives a car twice': [
    {
      listings: {
        search: async function* (query, context) {
          for (let time = 0; time < 2; time++) yield* rightListings.search(query, context)
        },
      },
    },
    'listings: gives each car once, with who shows it',
  ],
  'gives a price of no kind': [
    {
      listings: {
        search: async function* (query, context) {
          for await (const each of rightListings.search(query, context)) yield omit(each, 'priceKind')
        },
      },
    },
    'listings: gives each car once, with who shows it',
  ],
  'never finds nothing': [
    { listings: { search: (_, context) => rightListings.search({ make: 'Ford' }, context) } },
    'listings: gives nothing where there is nothing',
  ],
  'searches on though it was called off': [
    { listings: { search: (query, context) => rightListings.search(query, { ...context, signal: deaf }) } },
    'listings: rejects with ABORTED when its signal has fired',
  ],
  'says something without a source': [
    { insights: { research: async () => ({ text: 'Pickups.', citations: [] }) } },
    'insights: answers in words, with where they are from',
  ],
  'always knows an answer': [
    { insights: { research: (_, context) => rightInsights.research(samples.insights.known, context) } },
    'insights: resolves to nothing where it found nothing',
  ],
  'researches on though it was called off': [
    {
      insights: { research: (asked, context) => rightInsights.research(asked, { ...context, signal: deaf }) },
    },
    'insights: rejects with ABORTED when its signal has fired',
  ],
  'knows a VIN in capitals only': [
    {
      decode: {
        vin: async (vin, context) => (/[a-z]/.test(vin) ? undefined : rightDecode.vin(vin, context)),
      },
    },
    'decode: knows a known VIN, however it is written',
  ],
  'fails on what is no VIN': [
    {
      decode: {
        vin: async (vin, context) => {
          if (vin.length < 17) throw new TelltaleError('no VIN', { code: 'INTERNAL', status: 500 })
          return rightDecode.vin(vin, context)
        },
      },
    },
    'decode: resolves to nothing for a VIN it does not know, and for what is none',
  ],
  'decodes on though it was called off': [
    { decode: { vin: (vin, context) => rightDecode.vin(vin, { ...context, signal: deaf }) } },
    'decode: rejects with ABORTED when its signal has fired',
  ],
  'gives the page as it was sent': [
    { render: { page: async (url) => ({ url, status: 200, html: '<script></script>' }) } },
    'render: gives a page after its scripts ran',
  ],
  'takes every page for one that is there': [
    {
      render: { page: async (url, context) => ({ ...(await rightRender.page(url, context)), status: 200 }) },
    },
    "render: resolves with the page's own status",
  ],
  'renders on though it was called off': [
    { render: { page: (url, context) => rightRender.page(url, { ...context, signal: deaf }) } },
    'render: rejects with ABORTED when its signal has fired',
  ],
}

describe('the cases of sources', () => {
  for (const { name, run } of adapterCases(() => right, samples)) it(`hold for a right one: ${name}`, run)

  it.each(Object.entries(faults))('notice one that %s', async (_, [part, breaks]) => {
    const broken = adapterCases(() => ({ ...right, ...part }), samples)
    const found = broken.find(({ name }) => name === breaks)
    await expect(found?.run()).rejects.toMatchObject({ name: 'AssertionError' })
  })
})
