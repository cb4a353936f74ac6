import type { AdapterContext } from '@telltale/core/ports'
import {
  adapterCases,
  type RecordedAnswer,
  type RecordedApi,
  type RecordedRequest,
  recordedApi,
} from '@telltale/core/testing'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type FirecrawlOptions, firecrawl } from './index.js'

const page = { url: 'https://shop.example/kettle', text: 'Kettle, 12.00' }
const missing = 'https://shop.example/gone'

/** Firecrawl answers 200 whatever the page's own server said. */
const answerAsSheet = ({ method, path, headers, body }: RecordedRequest): RecordedAnswer | undefined => {
  if (method !== 'POST' || path !== '/scrape') return undefined
  if (headers.authorization !== 'Bearer fc-test')
    return { status: 401, json: { success: false, error: 'Unauthorized: Invalid token' } }
  const { url } = JSON.parse(body) as { url: string }
  const isMissing = url === missing
  const rawHtml = isMissing ? '<h1>404</h1>' : `<h1>${page.text}</h1>`
  const metadata = { sourceURL: url, url: `${url}?seen`, statusCode: isMissing ? 404 : 200 }
  return { json: { success: true, data: { rawHtml, metadata, warning: null } } }
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

const open = (options: Partial<FirecrawlOptions> = {}) =>
  firecrawl({ apiKey: 'fc-test', baseUrl: api.origin, ...options })
const http: AdapterContext['http'] = {
  get: (...given) => api.http.get(...given),
  request: (...given) => api.http.request(...given),
  fetch: (...given) => api.http.fetch(...given),
}
const render = (options: Partial<FirecrawlOptions> = {}) =>
  open(options).render?.page(page.url, {
    http: api.http,
    signal: new AbortController().signal,
  } as AdapterContext)

describe('firecrawl', () => {
  for (const { name, run } of adapterCases(open, { render: { page, missing }, http })) it(name, run)

  it('gives the page where it stood in the end, as it is now', async () => {
    expect(await render({ country: 'IN', waitMs: 500 })).toEqual({
      url: 'https://shop.example/kettle?seen',
      html: '<h1>Kettle, 12.00</h1>',
      status: 200,
    })
    expect(JSON.parse(api.requests.at(-1)?.body ?? '')).toMatchObject({
      url: page.url,
      formats: ['rawHtml'],
      maxAge: 0,
      waitFor: 500,
      location: { country: 'IN' },
    })
  })

  it('has a budget of 1,000 pages a day', () => {
    expect(open().budget).toEqual({ callsPerDay: 1_000 })
  })

  it.each([
    [{ apiKey: 'fc-other' }, {}, /status 401: Unauthorized: Invalid token/, false],
    [
      {},
      { status: 402, json: { error: 'Payment Required: Insufficient credits' } },
      /status 402: Payment Required/,
      false,
    ],
    [{}, { status: 500, json: { success: false, error: 'all engines failed' } }, /all engines failed/, true],
    [{}, { json: { success: true, data: { metadata: { statusCode: 200 } } } }, /data\.rawHtml/, false],
    [
      {},
      { json: { success: true, data: { rawHtml: '', metadata: { url: 'nowhere', statusCode: 200 } } } },
      /no URL/,
      false,
    ],
  ])('says what the service said: %j %j', async (options, given: RecordedAnswer, message, retryable) => {
    if (given.json) answer = () => given
    const refused = render(options)
    await expect(refused).rejects.toThrow(message)
    await expect(refused).rejects.toMatchObject({ code: 'ADAPTER_FAILED', retryable })
  })

  it.each([
    [{ apiKey: '' }, /firecrawl: apiKey/],
    [{ country: 'in' }, /country: expected two capitals/],
    [{ waitMs: -1 }, /waitMs/],
  ])('refuses %j', (options, message) => {
    expect(() => open(options)).toThrow(message)
  })
})
