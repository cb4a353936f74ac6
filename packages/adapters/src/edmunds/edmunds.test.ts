import { type AdapterContext, omit, type ValuationQuery } from '@telltale/core/ports'
import {
  adapterCases,
  type RecordedAnswer,
  type RecordedApi,
  type RecordedRequest,
  recordedApi,
} from '@telltale/core/testing'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type EdmundsOptions, edmunds } from './index.js'

const camry = { make: 'Toyota', model: 'Camry', year: 2015, trim: 'LE', mileageMiles: 42_000, zip: '30303' }
const styles = [
  { id: 200_700_001, name: 'LE 4dr Sedan', trim: 'LE' },
  { id: 200_700_002, name: 'XLE 4dr Sedan', trim: 'XLE' },
]
const tmv = (totalWithOptions: object) => ({
  json: { tmv: { nationalBasePrice: { usedTmvRetail: 14_100 }, totalWithOptions } },
})

const answerAsSheet = ({ path, query }: RecordedRequest): RecordedAnswer | undefined => {
  if (query.get('api_key') !== 'test-key' || query.get('fmt') !== 'json')
    return { status: 403, text: '<h1>Developer Inactive</h1>' }
  if (path === '/api/vehicle/v2/toyota/camry/2015/styles') return { json: { styles, stylesCount: 2 } }
  if (path.startsWith('/api/vehicle/v2/'))
    return { status: 404, json: { status: 'NOT_FOUND', message: 'no such model' } }
  if (path === '/v1/api/tmv/tmvservice/calculateusedtmv')
    return tmv({ usedTmvRetail: 13_850, usedPrivateParty: 12_700, usedTradeIn: 11_900 })
  return undefined
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

const open = (more: Partial<EdmundsOptions> = {}) =>
  edmunds({ apiKey: 'test-key', keepFor: '24h', baseUrl: api.origin, ...more })
const http: AdapterContext['http'] = {
  get: (...given) => api.http.get(...given),
  request: (...given) => api.http.request(...given),
  fetch: (...given) => api.http.fetch(...given),
}
const value = (query: ValuationQuery, more: Partial<EdmundsOptions> = {}) =>
  open(more).valuations?.value(query, {
    http: api.http,
    signal: new AbortController().signal,
  } as Partial<AdapterContext> as AdapterContext)

describe('edmunds', () => {
  const valuations = { known: camry, unknown: { ...camry, make: 'Plymouth', model: 'Fury' } }
  for (const { name, run } of adapterCases(open, { valuations, http })) it(name, run)

  it('gives what dealers get for the car, in a condition', async () => {
    expect(await value(camry, { condition: 'Average' })).toEqual({
      value: { amount: '13850.00', currency: 'USD' },
      source: { name: 'Edmunds TMV, dealer retail, condition Average' },
      priceLevel: 'retail',
    })
    expect(Object.fromEntries(api.requests.at(-1)?.query ?? [])).toMatchObject({
      styleid: '200700001',
      condition: 'Average',
      mileage: '42000',
      zip: '30303',
    })
  })

  it('does not guess: not without mileage and ZIP, nor between styles, nor where there is no price', async () => {
    expect(await value(omit(camry, 'mileageMiles'))).toBeUndefined()
    expect(await value(omit(camry, 'trim'))).toBeUndefined()
    answer = (request) => (request.path.startsWith('/v1/') ? tmv({ tmv: 1 }) : answerAsSheet(request))
    expect(await value(camry)).toBeUndefined()
  })

  it.each([
    [{ make: 'bmw', model: '330i' }, 'bmw/3-series', ['328i', '330i', '330i xDrive'], 1],
    [{ make: 'BMW', model: '3 Series', trim: '340i' }, 'bmw/3-series', ['328i', '330i'], undefined],
    [{ make: 'Honda', model: 'CR-V', trim: 'EX' }, 'honda/cr-v', ['EX-L', 'EX'], 1],
    [{ make: 'Toyota', model: 'RAV4 Hybrid', trim: 'XLE' }, 'toyota/rav4-hybrid', ['XLE', 'XLE Premium'], 0],
    [{ make: 'Nissan', model: 'Versa', trim: 'S' }, 'nissan/versa', ['SV', 'SR'], undefined],
  ])('asks for %j by the model %s and chooses of %j', async (named, path, trims, at) => {
    answer = ({ path: asked }) =>
      asked.startsWith('/v1/')
        ? tmv({ usedTmvRetail: 20_000 })
        : { json: { styles: trims.map((trim, id) => ({ id, trim, name: `${trim} 4dr` })) } }
    const from = api.requests.length
    await value({ ...named, year: 2018, mileageMiles: 40_000, zip: '30303' })
    const [listed, valued] = api.requests.slice(from)
    expect(listed?.path).toBe(`/api/vehicle/v2/${path}/2018/styles`)
    expect(valued?.query.get('styleid')).toBe(at === undefined ? undefined : String(at))
  })

  it('keeps values as long as the contract says', () => {
    expect(open({ keepFor: '2h' }).keepFor).toBe('2h')
    expect(() => edmunds({ apiKey: 'x' } as EdmundsOptions)).toThrow(/edmunds: keepFor: expected a duration/)
  })

  it('says what the service said', async () => {
    await expect(value(camry, { apiKey: 'other' })).rejects.toThrow(/edmunds answered with status 403$/)
  })
})
