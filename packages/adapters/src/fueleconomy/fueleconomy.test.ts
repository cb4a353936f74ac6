import { type AdapterContext, type CarQuery, defined } from '@telltale/core/ports'
import { adapterCases, type RecordedApi, type RecordedRequest, recordedApi } from '@telltale/core/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { fueleconomy } from './index.js'

const menu = (...values: string[]) => ({
  json: { menuItem: values.map((value) => ({ text: value, value })) },
})
/** Of one entry, the service gives an object and not a list. */
const single = (value: string) => ({ json: { menuItem: { text: value, value } } })

const vehicles: Record<string, object> = {
  '46399': { id: '46399', city08: '21', highway08: '28', comb08: '24', range: '0', atvType: '' },
  '46423': { id: '46423', city08: '138', highway08: '126', comb08: '132', range: '272', atvType: 'EV' },
  '1': { id: '1', city08: '0', highway08: '-1' },
}

function answer({ path, query }: RecordedRequest) {
  const model = query.get('model')
  if (path === '/vehicle/menu/make')
    return query.get('year') === '2023'
      ? menu('Ford', 'Tesla', 'Mazda', 'BMW', 'Chevrolet')
      : { text: 'null' }
  if (path === '/vehicle/menu/model' && query.get('make') === 'Tesla') return single('Model 3 RWD')
  if (path === '/vehicle/menu/model' && query.get('make') === 'BMW')
    return menu('320i', '330i', '330i xDrive', 'M340i xDrive')
  if (path === '/vehicle/menu/model' && query.get('make') === 'Chevrolet')
    return menu('Silverado 2WD', 'Silverado 4WD')
  if (path === '/vehicle/menu/model') return menu('Explorer AWD', 'Explorer RWD', 'F150 Pickup 4WD', 'Old')
  if (path === '/vehicle/menu/options' && model === 'Explorer RWD') return menu('46399', '46400')
  if (path === '/vehicle/menu/options' && model === 'Model 3 RWD') return single('46423')
  if (path === '/vehicle/menu/options' && model === 'Old') return single('1')
  if (path === '/vehicle/menu/options') return single('46399')
  const vehicle = vehicles[path.replace('/vehicle/', '')]
  return vehicle ? { json: vehicle } : { status: 404, text: '' }
}

let api: RecordedApi
beforeAll(async () => {
  api = await recordedApi(answer)
})
afterAll(() => api.close())

const open = () => fueleconomy({ baseUrl: api.origin })
const http: AdapterContext['http'] = {
  get: (...given) => api.http.get(...given),
  request: (...given) => api.http.request(...given),
  fetch: (...given) => api.http.fetch(...given),
}
const find = (query: CarQuery) =>
  open().specs?.find(query, { http: api.http, signal: new AbortController().signal } as AdapterContext)

describe('fueleconomy', () => {
  const specs = {
    known: { make: 'Ford', model: 'F-150', year: 2023 },
    unknown: { make: 'Plymouth', model: 'Fury', year: 1958 },
  }
  for (const { name, run } of adapterCases(open, { specs, http })) it(name, run)

  it('gives the figures of the label, with where they can be read', async () => {
    const source = {
      name: 'EPA, fueleconomy.gov',
      url: 'https://www.fueleconomy.gov/feg/Find.do?action=sbs&id=46399',
    }
    expect(await find({ make: 'ford', model: 'Explorer', trim: 'RWD', year: 2023 })).toEqual({
      make: 'Ford',
      model: 'Explorer RWD',
      year: 2023,
      cityMpg: { value: 21, source },
      highwayMpg: { value: 28, source },
      combinedMpg: { value: 24, source },
    })
    expect(api.requests.at(-1)?.headers.accept).toBe('application/json')
  })

  it('gives the range of an electric car', async () => {
    expect(await find({ make: 'Tesla', model: 'Model 3', year: 2023 })).toMatchObject({
      rangeMiles: { value: 272 },
    })
  })

  it('means the first model listed where several fit, and knows none that is not listed', async () => {
    expect((await find({ make: 'Ford', model: 'Explorer', year: 2023 }))?.model).toBe('Explorer AWD')
    expect(await find({ make: 'Ford', model: 'Fiesta', year: 2023 })).toBeUndefined()
    expect(await find({ make: 'Saab', model: '900', year: 2023 })).toBeUndefined()
  })

  it.each([
    ['330i', undefined, '330i'],
    ['3 Series', '330i', '330i'],
    ['330i', 'xDrive', '330i xDrive'],
    ['3 Series', 'M340i', 'M340i xDrive'],
    ['3 Series', undefined, '320i'],
    ['340i', undefined, undefined],
    ['3 Series', '340i', undefined],
  ])('chooses of BMW’s %s %s the %s', async (model, trim, name) => {
    const found = await find({ make: 'bmw', model, year: 2023, ...defined({ trim }) })
    expect(found?.model).toBe(name)
  })

  it('knows other names of a make, and takes a trim that is not listed for the first one', async () => {
    const silverado = { make: 'chevy', model: 'Silverado', year: 2023 }
    expect((await find(silverado))?.model).toBe('Silverado 2WD')
    expect((await find({ ...silverado, trim: '4WD' }))?.model).toBe('Silverado 4WD')
    expect((await find({ ...silverado, trim: 'LT' }))?.model).toBe('Silverado 2WD')
  })

  it('takes 0 and -1 for no figure', async () => {
    expect(await find({ make: 'Ford', model: 'Old', year: 2023 })).toBeUndefined()
  })

  it('refuses options that it does not know', () => {
    expect(() => fueleconomy({ apiKey: 'x' } as object)).toThrow(/unknown option 'apiKey'/)
  })
})
