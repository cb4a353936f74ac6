import { createHmac } from 'node:crypto'
import type { AdapterContext, Listing } from '@telltale/core/ports'
import {
  adapterCases,
  type RecordedAnswer,
  type RecordedApi,
  type RecordedRequest,
  recordedApi,
} from '@telltale/core/testing'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type FirecrawlOptions, firecrawl, firecrawlBatches, verifyFirecrawlWebhook } from './index.js'

const car = (id: number, more: object = {}) => ({
  title: '2019 Honda Accord EX-L, ask for Zebulon Quackenbush, 555-010-4477',
  url: `/used/honda-accord-${id}`,
  year: 2019,
  make: 'Honda',
  model: 'Accord',
  trim: 'EX-L',
  price: 18_900 + id,
  mileage: 45_000,
  vin: null,
  ...more,
})
const markdown = Array.from(
  { length: 40 },
  (_, index) => `2019 Honda Accord, $${(18_900 + 10_000 + index).toLocaleString('en-US')}, 45,000 mi`,
).join('\n')
const page = (url: string, cars: readonly object[], statusCode = 200) => ({
  markdown,
  json: { cars },
  metadata: { url, sourceURL: url, statusCode },
})
const site = 'https://cars.example'
const pages: Readonly<Record<string, object>> = {
  [`${site}/honda?page=1`]: page(site, [car(10_001), car(10_002)]),
  [`${site}/honda?page=2`]: page(site, [car(10_002), car(10_003)]),
  [`${site}/honda?page=3`]: page(site, []),
  [`${site}/kia?page=1`]: page(site, [car(10_004, { make: 'Kia', model: 'Rio' })]),
  [`${site}/blocked`]: page(site, [], 403),
}

const answerAsSheet = ({ method, path, body }: RecordedRequest): RecordedAnswer | undefined => {
  if (path === '/scrape') {
    const { url } = JSON.parse(body) as { url: string }
    return { json: { success: true, data: pages[url] ?? page(url, [], 404) } }
  }
  if (method === 'POST' && path === '/batch/scrape')
    return { json: { success: true, id: 'job-1', url: 'https://…' } }
  const part = (data: readonly unknown[], next: string | null) => ({
    json: { success: true, status: 'completed', total: 4, completed: 4, next, data },
  })
  if (path === '/batch/scrape/job-1')
    return part(
      [pages[`${site}/honda?page=1`], pages[`${site}/blocked`]],
      `${api.origin}/batch/scrape/job-1/2`,
    )
  return path === '/batch/scrape/job-1/2'
    ? part([pages[`${site}/honda?page=2`], { odd: true }], null)
    : undefined
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

const options = (more: Partial<FirecrawlOptions> = {}): FirecrawlOptions => ({
  apiKey: 'fc-test',
  baseUrl: api.origin,
  searchUrl: ({ make = 'honda' }, number) =>
    `${site}/${make.toLowerCase() === 'plymouth' ? 'kia' : 'honda'}?page=${number}`,
  ...more,
})
const http: AdapterContext['http'] = {
  get: (...given) => api.http.get(...given),
  request: (...given) => api.http.request(...given),
  fetch: (...given) => api.http.fetch(...given),
}
const context = { http, signal: new AbortController().signal } as AdapterContext
const search = async (more: Partial<FirecrawlOptions> = {}) => {
  const found: Listing[] = []
  for await (const listing of firecrawl(options(more)).listings?.search({ make: 'Honda' }, context) ?? [])
    found.push(listing)
  return found
}

describe('firecrawl with searchUrl', () => {
  const render = { page: { url: site, text: 'Honda' }, missing: 'https://cars.example/gone' }
  const listings = { known: { make: 'Honda' }, unknown: { make: 'Plymouth' } }
  const own = (name: string) => !name.startsWith('render')
  for (const { name, run } of adapterCases(() => firecrawl(options()), { listings, render, http }).filter(
    ({ name }) => own(name),
  ))
    it(name, run)

  it('reads the cars of page after page by a schema, each once, without who sells it', async () => {
    const from = api.requests.length
    const found = await search()
    expect(found.map(({ externalId, price }) => [externalId, price?.amount])).toEqual([
      ['10001', '28901.00'],
      ['10002', '28902.00'],
      ['10003', '28903.00'],
    ])
    expect(found[0]).toMatchObject({
      make: 'Honda',
      model: 'Accord',
      trim: 'EX-L',
      mileageMiles: 45_000,
      url: `${site}/used/honda-accord-10001`,
    })
    expect(JSON.stringify(found)).not.toMatch(/Quackenbush|4477/)
    expect(JSON.parse(api.requests[from]?.body ?? '')).toMatchObject({
      url: `${site}/honda?page=1`,
      formats: ['markdown', { type: 'json', schema: { required: ['cars'] } }],
      maxAge: 0,
    })
  })

  it('leaves out figures that the page does not state', async () => {
    const made = car(1, { price: 1_234_500, mileage: 77, vin: '1HGCM82633A004352' })
    answer = () => ({ json: { success: true, data: page(site, [made]) } })
    const [found] = await search({ maxPages: 1 })
    for (const member of ['price', 'mileageMiles', 'vin']) expect(found).not.toHaveProperty(member)
  })

  it.each([
    [
      { json: { success: true, data: page(site, [], 403) } },
      /blocked: https:\/\/cars\.example answered with status 403/,
    ],
    [
      { json: { success: true, data: { markdown: '', metadata: { statusCode: 200 } } } },
      /no cars came of it/,
    ],
    [{ status: 402, json: { error: 'Payment Required: Insufficient credits' } }, /402: Payment Required/],
    [{ json: { success: true, data: {} } }, /data\.metadata/],
    [{ text: '<html>' }, /what is no JSON/],
  ] satisfies [RecordedAnswer, RegExp][])(
    'tells a failure from an empty page: %j',
    async (given, message) => {
      answer = () => given
      await expect(search()).rejects.toThrow(message)
    },
  )
})

describe('firecrawlBatches', () => {
  it('reads the parts of a batch, and says which pages could not be read', async () => {
    const batches = firecrawlBatches(options())
    const id = await batches.start([`${site}/honda?page=1`], context, 'https://host.example/hook')
    expect(JSON.parse(api.requests.at(-1)?.body ?? '')).toMatchObject({
      urls: [`${site}/honda?page=1`],
      webhook: { url: 'https://host.example/hook', events: ['completed', 'failed'] },
    })
    const { status, total, listings, failures } = await batches.read(id, context)
    expect([status, total, listings.map(({ externalId }) => externalId)]).toEqual([
      'completed',
      4,
      ['10001', '10002', '10003'],
    ])
    expect(failures).toEqual([expect.stringMatching(/blocked/), expect.stringMatching(/another form/)])
  })

  it('sends its key to no other address', async () => {
    const data = [pages[`${site}/honda?page=1`]]
    answer = () => ({
      json: { status: 'completed', data, next: 'https://elsewhere.example/batch/scrape/job-1/2' },
    })
    await expect(firecrawlBatches(options()).read('job-1', context)).rejects.toThrow(
      /another address than its own/,
    )
  })
})

describe('verifyFirecrawlWebhook', () => {
  const secret = 'whsec-of-the-account'
  const body = JSON.stringify({ success: true, type: 'batch_scrape.completed', id: 'job-1', data: [] })
  const sign = (text: string, key = secret) =>
    `sha256=${createHmac('sha256', key).update(text).digest('hex')}`

  it('takes what is signed with the secret of the account', () => {
    const event = { type: 'batch_scrape.completed', id: 'job-1' }
    expect(verifyFirecrawlWebhook({ body, signature: sign(body), secret })).toEqual(event)
    expect(verifyFirecrawlWebhook({ body: Buffer.from(body), signature: sign(body), secret })).toEqual(event)
  })

  it.each([
    undefined,
    '',
    'sha256=',
    sign(`${body} `),
    sign(body, 'another'),
    sign(body).slice(7),
    sign(body).toUpperCase(),
  ])('refuses %s', (signature) => {
    expect(() => verifyFirecrawlWebhook({ body, signature, secret })).toThrow(/not signed by Firecrawl/)
    expect(() => verifyFirecrawlWebhook({ body, signature: sign(body, ''), secret: '' })).toThrow(
      /not signed/,
    )
  })

  it('refuses a body that is no event', () => {
    expect(() => verifyFirecrawlWebhook({ body: '[]', signature: sign('[]'), secret })).toThrow(
      /another form/,
    )
  })
})
