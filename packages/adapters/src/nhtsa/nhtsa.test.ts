import type { AdapterContext } from '@telltale/core/ports'
import { adapterCases, type RecordedAnswer, type RecordedApi, recordedApi } from '@telltale/core/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { nhtsa } from './index.js'

const vin = '1HGCM82633A004352'
const unknownVin = '5YJ3E1EA7KF317000'

/** In the form of recorded answers: every value is a text, and what is missing is an empty one. */
const accord = {
  VIN: vin,
  Make: 'HONDA',
  Model: 'Accord',
  ModelYear: '2003',
  Trim: 'EX-V6',
  Series: '',
  BodyClass: 'Coupe',
  DriveType: '',
  EngineHP: '240',
  FuelTypePrimary: 'Gasoline',
  ErrorCode: '0',
  TransmissionStyle: 'Automatic',
  ElectrificationLevel: 'Not Applicable',
  BatteryKWh: null,
}
const nothing = Object.fromEntries(Object.keys(accord).map((name) => [name, '']))

let results: unknown[] | undefined
const answer = ({ path }: { readonly path: string }): RecordedAnswer => ({
  json: {
    Count: 1,
    Message: 'Results returned successfully.',
    Results: results ?? [path.endsWith(vin) ? accord : { ...nothing, ErrorCode: '1,11' }],
  },
})

let api: RecordedApi
beforeAll(async () => {
  api = await recordedApi(answer)
})
afterAll(() => api.close())

const open = () => nhtsa({ baseUrl: api.origin })
const http: AdapterContext['http'] = {
  get: (...given) => api.http.get(...given),
  request: (...given) => api.http.request(...given),
  fetch: (...given) => api.http.fetch(...given),
}

describe('nhtsa', () => {
  for (const { name, run } of adapterCases(open, { decode: { known: vin, unknown: unknownVin }, http }))
    it(name, run)

  const decode = (row?: object) => {
    results = row && [row]
    const context = { http: api.http, signal: new AbortController().signal } as AdapterContext
    return open()
      .decode?.vin(vin, context)
      .finally(() => {
        results = undefined
      })
  }

  it('reads what makers filed, in canonical words', async () => {
    expect(await decode()).toMatchObject({
      vin,
      make: 'Honda',
      model: 'Accord',
      year: 2003,
      trim: 'EX-V6',
      horsepower: 240,
    })
    expect(api.requests.at(-1)?.query.get('format')).toBe('json')
  })

  it('takes the trim from where makers put it, and leaves out what is not there', async () => {
    const car = await decode({ ...accord, Trim: '', Series: 'EX', EngineHP: '', TransmissionStyle: null })
    expect(car).toMatchObject({ trim: 'EX' })
    expect(car).not.toHaveProperty('horsepower')
    expect(car).not.toHaveProperty('transmission')
  })

  it('says what is wrong with an answer that it cannot read', async () => {
    results = []
    const context = { http: api.http, signal: new AbortController().signal } as AdapterContext
    await expect(open().decode?.vin(vin, context)).rejects.toThrow(/nhtsa answered in another form.*Results/)
    results = undefined
  })

  it('refuses options that it does not know', () => {
    expect(() => nhtsa({ apiKey: 'x' } as object)).toThrow(/unknown option 'apiKey'/)
  })
})
