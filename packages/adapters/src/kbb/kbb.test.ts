import { systemClock } from '@telltale/core'
import { type AdapterContext, omit, type ValuationQuery } from '@telltale/core/ports'
import {
  adapterCases,
  type RecordedAnswer,
  type RecordedApi,
  type RecordedRequest,
  recordedApi,
} from '@telltale/core/testing'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type KbbOptions, kbb } from './index.js'

const vin = '4T1BF1FK8CU030085'
const unknownVin = '5YJ3E1EA7KF317000'
const camry = {
  make: 'Toyota',
  model: 'Camry',
  year: 2012,
  trim: 'LE',
  vin,
  mileageMiles: 42_000,
  zip: '30303',
}

const trims = [
  { vehicleId: 450_123, yearId: 2012, makeName: 'Toyota', modelName: 'Camry', trimName: 'LE Sedan 4D' },
  { vehicleId: 450_124, yearId: 2012, makeName: 'Toyota', modelName: 'Camry', trimName: 'XLE Sedan 4D' },
]
const options = [
  { vehicleOptionId: 1, optionName: 'Automatic', isTypical: true, isVinDecoded: false },
  { vehicleOptionId: 2, optionName: 'Moon roof', isTypical: false, isVinDecoded: false },
]

const answerAsSheet = ({ method, path, query }: RecordedRequest): RecordedAnswer | undefined => {
  if (query.get('api_key') !== 'test-key') return { status: 403, json: { message: 'Forbidden' } }
  if (path === `/vehicle/vin/id/${vin}`) return { json: { vinResults: trims } }
  if (path.startsWith('/vehicle/vin/id/')) return { status: 404, json: { message: 'VIN not found' } }
  if (path === '/vehicle/vehicleoptions') return { json: { items: options } }
  if (method === 'POST' && path === '/vehicle/values')
    return {
      json: {
        prices: [
          { priceTypeId: 1, configuredValue: 20_000 },
          { priceTypeId: 2, configuredValue: 21_850 },
        ],
        warnings: [],
      },
    }
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

const open = (more: Partial<KbbOptions> = {}) => kbb({ apiKey: 'test-key', baseUrl: api.origin, ...more })
const http: AdapterContext['http'] = {
  get: (...given) => api.http.get(...given),
  request: (...given) => api.http.request(...given),
  fetch: (...given) => api.http.fetch(...given),
}
const value = (query: Partial<ValuationQuery> = {}, more: Partial<KbbOptions> = {}) =>
  open(more).valuations?.value({ ...camry, ...query }, {
    http: api.http,
    clock: systemClock,
    signal: new AbortController().signal,
  } as Partial<AdapterContext> as AdapterContext)

describe('kbb', () => {
  const valuations = { known: camry, unknown: { ...camry, vin: unknownVin } }
  for (const { name, run } of adapterCases(open, { valuations, http })) it(name, run)

  it('values the car of a VIN at its mileage and place, with what such a car usually has', async () => {
    expect(await value()).toEqual({
      value: { amount: '21850.00', currency: 'USD' },
      source: { name: 'Kelley Blue Book, price type 2' },
      priceLevel: 'asking',
    })
    expect(JSON.parse(api.requests.at(-1)?.body ?? '')).toEqual({
      configuration: { vehicleId: 450_123, vehicleOptionIds: [1] },
      mileage: 42_000,
      zipCode: '30303',
      valuationDate: expect.stringMatching(/^\d{4}-\d\d-\d\d$/),
    })
  })

  it('goes by what the VIN says is fitted, and takes the price that the host names', async () => {
    answer = (request) =>
      request.path === '/vehicle/vehicleoptions'
        ? { json: { items: options.map((each) => ({ ...each, isVinDecoded: each.vehicleOptionId === 2 })) } }
        : answerAsSheet(request)
    expect((await value({}, { priceTypeId: 1 }))?.value.amount).toBe('20000.00')
    expect(JSON.parse(api.requests.at(-1)?.body ?? '').configuration.vehicleOptionIds).toEqual([2])
    expect(await value({}, { priceTypeId: 9 })).toBeUndefined()
  })

  it('does not guess: not without VIN, mileage and ZIP, nor between trims', async () => {
    const context = { http: api.http, clock: systemClock, signal: new AbortController().signal }
    const ask = (query: ValuationQuery) =>
      open().valuations?.value(query, context as Partial<AdapterContext> as AdapterContext)
    expect(await ask(omit(camry, 'vin'))).toBeUndefined()
    expect(await ask(omit(camry, 'trim'))).toBeUndefined()
    expect(await value({ trim: 'SE' })).toBeUndefined()
    // Where the VIN leaves one trim, no name of it can be wrong.
    answer = (request) =>
      request.path.startsWith('/vehicle/vin/')
        ? { json: { vinResults: [{ vehicleId: 450_123 }] } }
        : answerAsSheet(request)
    expect(await value({ trim: 'SE' })).toBeDefined()
  })

  it('says what the service said, and has a budget of 500 lookups a day', async () => {
    await expect(value({}, { apiKey: 'other' })).rejects.toThrow(/kbb answered with status 403: Forbidden/)
    expect(open().budget).toEqual({ lookupsPerDay: 500, callsPerLookup: 3 })
    expect(() => open({ apiKey: '' })).toThrow(/kbb: apiKey/)
  })
})
