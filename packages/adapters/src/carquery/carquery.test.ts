import { type AdapterContext, type CarQuery, defined } from '@telltale/core/ports'
import {
  adapterCases,
  type RecordedAnswer,
  type RecordedApi,
  type RecordedRequest,
  recordedApi,
} from '@telltale/core/testing'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { carquery } from './index.js'

/** A European row, of which the API has many. */
const tt = {
  model_id: '50786',
  model_make_id: 'audi',
  model_name: 'TT',
  model_trim: '1.8 TFSi Convertible',
  model_year: '2012',
  model_body: 'Convertible',
  model_engine_power_ps: '160',
  model_engine_torque_nm: '250',
  model_0_to_100_kph: null,
  model_weight_kg: null,
  model_lkm_hwy: null,
  model_lkm_city: null,
  model_sold_in_us: '0',
  make_display: 'Audi',
}
/** A US row, whose figures stand in US units under metric names. */
const a4 = {
  ...tt,
  model_id: '71234',
  model_name: 'A4',
  model_trim: '2.0T Premium 4dr Sedan (2.0L 4cyl Turbo CVT)',
  model_year: '2019',
  model_body: 'Compact Cars',
  model_engine_power_ps: '220',

  model_engine_torque_nm: '258',
  model_weight_kg: '3516',
  model_lkm_hwy: '32.0',
  model_lkm_city: '24.0',
  model_sold_in_us: '1',
}
const unpowered = {
  ...tt,
  model_id: '1',
  model_trim: 'unknown',
  model_engine_power_ps: null,
  model_engine_torque_nm: '',
}
const tts = { ...tt, model_id: '50790', model_trim: 'TTS Coupe', model_engine_power_ps: '272' }

const answerAsSheet = ({ query }: RecordedRequest): RecordedAnswer => {
  if (query.get('cmd') !== 'getTrims') return { json: { error: 'unknown command' } }
  return { json: { Trims: query.get('make') === 'audi' ? [unpowered, tt, tts, a4] : [] } }
}

let answer: (request: RecordedRequest) => RecordedAnswer
let api: RecordedApi
beforeAll(async () => {
  api = await recordedApi((request) => answer(request))
})
beforeEach(() => {
  answer = answerAsSheet
})
afterAll(() => api.close())

const open = () => carquery({ baseUrl: `${api.origin}/api/0.3/` })
const http: AdapterContext['http'] = {
  get: (...given) => api.http.get(...given),
  request: (...given) => api.http.request(...given),
  fetch: (...given) => api.http.fetch(...given),
}
const contextOf = (kept = new Map<string, unknown>()) => {
  const cache: AdapterContext['cache'] = {
    get: async (_, key) => kept.get(key),
    set: async (_, key, value) => void kept.set(key, value),
  }
  return { http: api.http, cache, signal: new AbortController().signal } as AdapterContext
}
const find = (query: Partial<CarQuery> = {}, context = contextOf()) =>
  open().specs?.find({ make: 'Audi', model: 'TT', year: 2012, ...query }, context)

describe('carquery', () => {
  const specs = {
    known: { make: 'Audi', model: 'TT', year: 2012 },
    unknown: { make: 'Plymouth', model: 'Fury', year: 1958 },
  }
  for (const { name, run } of adapterCases(open, { specs, http })) it(name, run)

  it('turns PS and newton metres into what a battle compares, and keeps what was published', async () => {
    const source = { name: 'CarQuery, trim 50786' }
    expect(await find()).toEqual({
      make: 'Audi',
      model: 'TT',
      year: 2012,
      trim: '1.8 TFSi Convertible',
      // 160 PS are 157.8 hp, 250 N·m are 184.4 lb-ft, to four digits.
      horsepower: { value: 157.8, source, original: { value: 160, unit: 'PS' } },
      torqueLbFt: { value: 184.4, source, original: { value: 250, unit: 'Nm' } },
    })
  })

  it.each([
    ['its trim is written as US catalogues do', { model_lkm_hwy: null, model_weight_kg: null }],
    ['it would use more on the highway than in the city', { model_trim: 'Premium', model_weight_kg: null }],
    ['it would weigh more than any car', { model_trim: 'Premium', model_lkm_hwy: null }],
  ])('takes figures for US units where %s', async (_, more) => {
    answer = () => ({ json: { Trims: [{ ...a4, ...more }] } })
    const { horsepower, torqueLbFt } = (await find({ model: 'A4', year: 2019 })) ?? {}
    expect([horsepower?.value, torqueLbFt?.value]).toEqual([220, 258])
    expect(horsepower).not.toHaveProperty('original')
  })

  it('finds the trim that is meant', async () => {
    expect((await find({ trim: 'tts' }))?.horsepower?.original?.value).toBe(272)
    expect(await find({ trim: 'quattro' })).toBeUndefined()
  })

  it('gives the figures of a designation by whole words, and says where several trims fit', async () => {
    const row = (model_trim: string, model_engine_power_ps: string, model_id = model_trim) => ({
      ...tt,
      model_id,
      model_name: '3 Series',
      model_trim,
      model_engine_power_ps,
    })
    answer = () => ({
      json: {
        Trims: [
          row('316i 4dr', '136'),
          row('340i Sedan', '326'),
          row('340i xDrive', '326'),
          row('330d', '258'),
        ],
      },
    })
    const of = (model: string, trim?: string) => find({ make: 'BMW', model, ...defined({ trim }) })
    expect((await of('340i'))?.ambiguousTrims).toEqual(['340i Sedan', '340i xDrive'])
    expect((await of('340i'))?.horsepower?.original?.value).toBe(326)
    expect((await of('340i', 'xDrive'))?.trim).toBe('340i xDrive')
    expect((await of('3 Series', '316i'))?.horsepower?.original?.value).toBe(136)
    expect(await of('316d')).toBeUndefined()
  })

  it('keeps answers, and reads those that come within a call', async () => {
    const context = contextOf()
    answer = () => ({ text: `?(${JSON.stringify({ Trims: [tt] })});` })
    const car = await find({}, context)
    const { length } = api.requests
    expect(await find({}, context)).toEqual(car)
    expect(api.requests).toHaveLength(length)
  })

  it.each([
    [{ json: { error: 'unknown command' } }, /an error: unknown command/],
    [{ text: '<html>' }, /refuses this client/],
    [{ status: 403, text: 'Forbidden' }, /refuses this client/],
    [{ text: '' }, /no JSON/],
  ] satisfies [RecordedAnswer, RegExp][])('says what is wrong with %j', async (given, message) => {
    answer = () => given
    await expect(find()).rejects.toThrow(message)
  })

  it('refuses options that it does not know', () => {
    expect(() => carquery({ apiKey: 'x' } as object)).toThrow(/unknown option 'apiKey'/)
  })
})
