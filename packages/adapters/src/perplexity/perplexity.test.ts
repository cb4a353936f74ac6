import type { AdapterContext } from '@telltale/core/ports'
import {
  adapterCases,
  type RecordedAnswer,
  type RecordedApi,
  type RecordedRequest,
  recordedApi,
} from '@telltale/core/testing'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type PerplexityOptions, perplexity } from './index.js'

const known = 'What does a 2021 Honda CR-V sell for?'
const unknown = 'What does a 2021 Unheard Of sell for?'

const message = (text: string) => ({
  type: 'message',
  id: 'msg_1',
  role: 'assistant',
  status: 'completed',
  content: [{ type: 'output_text', text, annotations: [] }],
})
const searched = (...results: object[]) => ({ type: 'search_results', queries: [], results })
const page = { id: 1, title: 'CR-V prices', url: 'https://cars.example/crv', snippet: '…', source: 'web' }

const answerAsSheet = ({ method, path, headers, body }: RecordedRequest): RecordedAnswer | undefined => {
  if (method !== 'POST' || path !== '/v1/agent') return undefined
  if (headers.authorization !== 'Bearer pplx-test')
    return { status: 401, json: { error: { message: 'Invalid key', type: 'auth', code: 401 } } }
  const { input } = JSON.parse(body) as { input: string }
  // Without a search there is no `search_results`, whatever the answer says.
  const output =
    input === known ? [searched(page, page), message('Around 22,000 USD.')] : [message('About 7.')]
  return { json: { id: 'resp_01', object: 'response', status: 'completed', output, error: null } }
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

const open = (options: Partial<PerplexityOptions> = {}) =>
  perplexity({ apiKey: 'pplx-test', baseUrl: api.origin, ...options })
const http: AdapterContext['http'] = {
  get: (...given) => api.http.get(...given),
  request: (...given) => api.http.request(...given),
  fetch: (...given) => api.http.fetch(...given),
}
const research = (options: Partial<PerplexityOptions> = {}) =>
  open(options).insights?.research(known, contextOf())

const contextOf = (kept = new Map<string, unknown>()) => {
  const cache: AdapterContext['cache'] = {
    get: async (_, key) => kept.get(key),
    set: async (_, key, value) => void kept.set(key, value),
  }
  return { http: api.http, cache, signal: new AbortController().signal } as AdapterContext
}

describe('perplexity', () => {
  for (const { name, run } of adapterCases(open, { insights: { known, unknown }, http })) it(name, run)

  it('answers in words, each source once', async () => {
    expect(await research({ recency: 'month' })).toEqual({
      text: 'Around 22,000 USD.',
      citations: [{ name: 'CR-V prices', url: 'https://cars.example/crv' }],
    })
    expect(JSON.parse(api.requests.at(-1)?.body ?? '')).toMatchObject({
      model: 'perplexity/sonar',
      input: known,
      tools: [{ type: 'web_search', filters: { search_recency_filter: 'month' } }],
    })
  })

  it('names a source without a title by its host, and leaves out what is no address', async () => {
    const output = [searched({ url: 'https://a.example/x' }, { url: 'nowhere' }), message('So.')]
    answer = () => ({ json: { status: 'completed', output } })
    expect((await research())?.citations).toEqual([{ name: 'a.example', url: 'https://a.example/x' }])
  })

  it('keeps an answer, and asks again where there was none', async () => {
    const context = contextOf()
    const ask = () => open().insights?.research(known, context)
    answer = () => ({ json: { status: 'failed', error: { message: 'busy' } } })
    await expect(ask()).rejects.toThrow(/busy/)
    answer = answerAsSheet
    const insight = await ask()
    const { length } = api.requests
    expect(await ask()).toEqual(insight)
    expect(api.requests).toHaveLength(length)
  })

  it('has a budget of 100 questions a day', () => {
    expect(open().budget).toEqual({ callsPerDay: 100 })
  })

  it.each([
    [{ status: 401, json: { error: { message: 'Invalid key' } } }, /status 401: Invalid key/],
    [
      { status: 403, json: { error: { message: 'Sonar is now the Agent API.', code: 403 } } },
      /status 403: Sonar is now the Agent API/,
    ],
    [{ json: { status: 'failed', error: { message: 'no model' }, output: [] } }, /\(failed\): no model/],
    [{ json: { status: 'in_progress' } }, /did not complete its answer \(in_progress\)$/],
    [{ json: { output: [] } }, /status/],
  ] satisfies [RecordedAnswer, RegExp][])('says what the service said: %j', async (given, expected) => {
    answer = () => given
    await expect(research()).rejects.toThrow(expected)
  })

  it.each([
    [{ apiKey: '' }, /perplexity: apiKey/],
    [{ recency: 'hourly' as 'day' }, /recency/],
  ])('refuses %j', (options, expected) => {
    expect(() => open(options)).toThrow(expected)
  })
})
