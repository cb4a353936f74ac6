import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { AdapterError, ValidationError } from '@telltale/core'
import type { AdapterContext, CarQuery, Specs, Valuations } from '@telltale/core/ports'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type CatalogOptions, type CatalogRow, catalog } from './index.js'

// A catalog asks its context for the signal alone.
const contextOf = (signal = new AbortController().signal) => ({ signal }) as AdapterContext

const open = (options: CatalogOptions, signal?: AbortSignal) => {
  const { specs, valuations } = catalog(options) as { specs: Specs; valuations: Valuations }
  return {
    specs: (query: CarQuery) => specs.find(query, contextOf(signal)),
    value: (query: CarQuery, zip?: string) =>
      valuations.value({ ...query, ...(zip !== undefined && { zip }) }, contextOf(signal)),
  }
}

const corvette = { make: 'Chevrolet', model: 'Corvette', year: 2023 }
const mustang = { make: 'Ford', model: 'Mustang', year: 2023 }
const chevrolet = { name: 'Chevrolet', url: 'https://www.chevrolet.com/corvette' }

describe('a catalog', () => {
  it('is an adapter of specifications and valuations, called catalog unless the host says otherwise', () => {
    expect(catalog({ cars: [] })).toMatchObject({ specVersion: 1, id: 'catalog' })
    expect(catalog({ id: 'fleet', cars: [] }).id).toBe('fleet')
  })

  it('knows the cars of its rows, each figure with its source', async () => {
    const { specs } = open({
      cars: [
        {
          ...corvette,
          horsepower: { value: 495, source: chevrolet },
          zeroToSixtySeconds: 3,
          source: { name: 'A magazine' },
        },
        { ...mustang, torqueLbFt: 410 },
      ],
    })

    expect(await specs(corvette)).toEqual({
      ...corvette,
      horsepower: { value: 495, source: chevrolet },
      zeroToSixtySeconds: { value: 3, source: { name: 'A magazine' } },
    })
    expect(await specs(mustang)).toEqual({
      ...mustang,
      torqueLbFt: { value: 410, source: { name: 'catalog' } },
    })
  })

  it('does not know a car that has no row, or no figure of the kind', async () => {
    const { specs, value } = open({
      cars: [
        { ...corvette, priceUsd: 67_450 },
        { ...mustang, horsepower: 450 },
      ],
    })

    expect(await specs({ ...corvette, year: 2022 })).toBeUndefined()
    expect(await specs(corvette)).toBeUndefined()
    expect(await value(mustang)).toBeUndefined()
  })

  it('matches without regard to case, spaces, hyphens and dashes', async () => {
    const { specs } = open({
      cars: [{ make: 'Mercedes-Benz', model: 'F\u2011150 XL', year: 2023, trim: 'GT R', horsepower: 1 }],
    })

    for (const [make, model, trim] of [
      ['mercedes benz', 'F-150XL', 'gt-r'],
      ['MERCEDESBENZ', 'f150 xl', 'GTR'],
    ] as const)
      expect(await specs({ make, model, year: 2023, trim })).toMatchObject({ model: 'F\u2011150 XL' })
    expect(await specs({ make: 'Mercedes', model: 'F-150XL', year: 2023 })).toBeUndefined()
  })

  it('gives the trim that is asked for, and the first one when none is', async () => {
    const { specs, value } = open({
      cars: [
        { ...mustang, trim: 'GT', horsepower: 450 },
        { ...mustang, trim: 'EcoBoost', horsepower: 310, priceUsd: 27_770 },
      ],
    })

    expect(await specs(mustang)).toMatchObject({ trim: 'GT', horsepower: { value: 450 } })
    expect(await specs({ ...mustang, trim: 'ecoboost' })).toMatchObject({ horsepower: { value: 310 } })
    expect(await specs({ ...mustang, trim: 'Mach 1' })).toBeUndefined()
    // The price of another trim would not be this car's.
    expect(await value(mustang)).toBeUndefined()
  })

  it('puts the rows of one car together, and the first that has a figure has the word', async () => {
    const { specs, value } = open({
      cars: [
        { ...corvette, zip: '75146', priceUsd: 67_450 },
        { ...corvette, horsepower: 495 },
        { ...corvette, horsepower: 490, torqueLbFt: 465 },
      ],
    })

    expect(await specs(corvette)).toMatchObject({ horsepower: { value: 495 }, torqueLbFt: { value: 465 } })
    expect(await value(corvette, '75146')).toMatchObject({ value: { amount: '67450.00' } })
  })
})

describe('prices', () => {
  it('hold in the ZIP code of their row, and the closest one goes first', async () => {
    const { value } = open({
      cars: [
        { ...corvette, priceUsd: 60_000 },
        { ...corvette, zip: '751', priceUsd: 65_000 },
        { ...corvette, zip: '75146', priceUsd: 67_450 },
        { ...corvette, zip: '75146', priceUsd: 1 },
        { ...corvette, zip: '7', priceUsd: 61_000 },
      ],
    })
    const amountAt = async (zip?: string) => (await value(corvette, zip))?.value.amount

    expect(await amountAt('75146')).toBe('67450.00')
    expect(await amountAt('75199')).toBe('65000.00')
    expect(await amountAt('70001')).toBe('61000.00')
    expect(await amountAt('10001')).toBe('60000.00')
    expect(await amountAt()).toBe('60000.00')
  })

  it('of a ZIP code say nothing of other places, nor of the whole country', async () => {
    const { value } = open({ cars: [{ ...corvette, zip: '75146', priceUsd: 67_450 }] })
    expect(await value(corvette, '75147')).toBeUndefined()
    expect(await value(corvette)).toBeUndefined()
  })

  it('are exact money in their currency, with their source', async () => {
    const source = { name: 'Dealer' }
    const { value } = open({
      cars: [
        { ...corvette, priceUsd: { value: '67450.10', source } },
        { ...mustang, price: '9007199254740993', currency: 'JPY' },
      ],
    })

    expect(await value(corvette)).toEqual({ value: { amount: '67450.10', currency: 'USD' }, source })
    expect(await value(mustang)).toEqual({
      value: { amount: '9007199254740993', currency: 'JPY' },
      source: { name: 'catalog' },
    })
  })
})

describe('units', () => {
  // Factors of NIST SP 811 (2008), appendix B.8, which gives them to seven digits.
  it.each([
    ['powerKw', 'horsepower', 'kW', 1_000 / 745.6999],
    ['powerPs', 'horsepower', 'PS', 735.4988 / 745.6999],
    ['torqueNm', 'torqueLbFt', 'N·m', 1 / 1.355818],
  ] as const)('%s becomes %s, and keeps what was published', async (published, figure, unit, factor) => {
    const { specs } = open({ cars: [{ ...corvette, [published]: 637 }] as CatalogRow[] })
    const fact = (await specs(corvette))?.[figure]

    expect(fact?.original).toEqual({ value: 637, unit })
    expect(fact?.value).toBeCloseTo(637 * factor, 3)
  })

  it('are exact: 550 foot-pounds a second are a horsepower, and 75 kilogram-metres a second a PS', async () => {
    const { specs } = open({
      cars: [
        {
          ...corvette,
          powerKw: (550 * 0.3048 * 0.45359237 * 9.80665) / 1_000,
          torqueNm: 0.3048 * 0.45359237 * 9.80665,
        },
        { ...mustang, powerPs: (550 * 0.3048 * 0.45359237) / 75 },
      ],
    })
    expect((await specs(corvette))?.horsepower?.value).toBeCloseTo(1, 14)
    expect((await specs(corvette))?.torqueLbFt?.value).toBeCloseTo(1, 14)
    expect((await specs(mustang))?.horsepower?.value).toBeCloseTo(1, 14)
  })

  it('that need no conversion go before those that do', async () => {
    const { specs } = open({
      cars: [
        { ...corvette, horsepower: 495, powerKw: 1, powerPs: 1, torqueLbFt: 470, torqueNm: 1 },
        { ...mustang, powerKw: 331, powerPs: 450 },
      ],
    })
    expect(await specs(corvette)).toMatchObject({ horsepower: { value: 495 }, torqueLbFt: { value: 470 } })
    expect((await specs(mustang))?.horsepower?.original).toEqual({ value: 331, unit: 'kW' })
  })
})

describe('CSV', () => {
  const csv = (...lines: readonly string[]) => open({ csv: lines.join('\n') })

  it('has headers in any usual spelling and order, and columns that do not matter', async () => {
    const { specs, value } = csv(
      'Colour,MODEL,Make,Year,zero_to_sixty_seconds,Torque (lb-ft),Price USD,ZIP',
      'red,Corvette,Chevrolet,2023,3.0,470,67450,75146',
    )
    expect(await specs(corvette)).toMatchObject({
      zeroToSixtySeconds: { value: 3 },
      torqueLbFt: { value: 470 },
    })
    expect(await value(corvette, '75146')).toMatchObject({ value: { amount: '67450.00', currency: 'USD' } })
  })

  it('may come from a spreadsheet: byte order mark, CRLF, quotes, semicolons or tabs, blank lines', async () => {
    const text =
      '\uFEFF"make";"model";"year";"horsepower"\r\n\r\n"Chevrolet"; "Corvette" ;2023;495\r\n;;;\r\n'
    for (const written of [text, text.replaceAll(';', '\t')])
      expect(await open({ csv: written }).specs(corvette)).toMatchObject({ horsepower: { value: 495 } })
  })

  it('takes blank cells for missing figures', async () => {
    const { specs, value } = csv(
      'make,model,year,trim,horsepower,horsepowerSource,torqueLbFt,priceUsd',
      'Chevrolet,Corvette,2023,,  ,Chevrolet,470,',
    )
    expect(await specs(corvette)).toEqual({
      ...corvette,
      torqueLbFt: { value: 470, source: { name: 'catalog' } },
    })
    expect(await value(corvette)).toBeUndefined()
  })

  it('names a source by row or by figure', async () => {
    const { specs } = csv(
      'make,model,year,horsepower,torqueLbFt,source,source_url,torqueLbFt_source,torqueLbFt_source_url',
      'Chevrolet,Corvette,2023,495,470,Chevrolet,https://www.chevrolet.com/corvette,A magazine,',
    )
    expect(await specs(corvette)).toMatchObject({
      horsepower: { source: chevrolet },
      torqueLbFt: { source: { name: 'A magazine' } },
    })
  })

  const header = 'make,model,year,zip,HORSE POWER,priceUsd,price,currency,sourceUrl'
  it.each([
    [
      'a number with thousands separators',
      '"1,495"',
      /line 3, column 'HORSE POWER': .*thousands separator.*"1,495"/,
    ],
    ['a number with a decimal comma', '"495,5"', /column 'HORSE POWER': expected a plain number/],
    ['a number with its unit', '495 hp', /expected a plain number.*"495 hp"/],
    ['a negative number', '-495', /expected a plain number/],
    ['0 for what is not known', '0', /expected a number above 0, or nothing/],
    ['a word for what is not known', 'N/A', /expected a plain number.*"N\/A"/],
  ])('refuses %s, naming line and column', async (_what, cell, message) => {
    const { specs } = csv(header, 'Ford,Mustang,2023,,450,,,,', `Chevrolet,Corvette,2023,,${cell},,,,`)
    await expect(specs(mustang)).rejects.toThrow(AdapterError)
    await expect(specs(mustang)).rejects.toThrow(message)
  })

  it.each([
    ['a year of two digits', 'A,B,23,,1,,,,', /line 2, column 'year': expected a year of four digits/],
    ['a missing model', 'A,,2023,,1,,,,', /line 2, column 'model': is missing/],
    ['a ZIP code that lost its zero', 'A,B,2023,2134,1,,,,', /line 2, column 'zip': .*leading zeros.*"2134"/],
    ['a price without its currency', 'A,B,2023,,,,100,,', /line 2, column 'currency': is missing/],
    [
      'a currency in small letters',
      'A,B,2023,,,,100,eur,',
      /line 2, column 'currency': expected .*three capitals/,
    ],
    ['two prices', 'A,B,2023,,,100,100,USD,', /line 2, column 'price': expected priceUsd or price, not both/],
    ['a price finer than a cent', 'A,B,2023,,,100.001,,,', /line 2, column 'priceUsd': .*finer/],
    [
      'a source with a URL and no name',
      'A,B,2023,,1,,,,https://a.example',
      /line 2, column 'source.name': is missing/,
    ],
    ['a row with a cell too many', 'A,B,2023,,1,,,,,', /not readable as CSV: .*line 2/],
    ['a quote that does not end', '"A,B,2023,,1,,,,', /not readable as CSV: .*line 2/],
  ])('refuses %s', async (_what, row, message) => {
    await expect(csv(header, row).specs(mustang)).rejects.toThrow(message)
  })

  it.each([
    [
      'without a column that every row needs',
      'make,model\nFord,Mustang',
      /missing column 'year'; found 'make', 'model'/,
    ],
    [
      'with a column twice',
      'make,Make,model,year\nFord,Ford,Mustang,2023',
      /columns 'make' and 'Make' mean the same/,
    ],
    [
      'without any figure',
      'make,model,year,hp\nFord,Mustang,2023,450',
      /no row has a figure; known are horsepower,/,
    ],
    ['that is empty', '', /missing column 'make'/],
  ])('refuses a text %s', async (_what, text, message) => {
    await expect(open({ csv: text }).specs(mustang)).rejects.toThrow(message)
  })

  it('lists no more than five of many wrong rows', async () => {
    const { specs } = csv('make,model,year,horsepower', ...Array<string>(12).fill('Ford,Mustang,2023,many'))
    await expect(specs(mustang)).rejects.toThrow(/line 6,.*; and 7 more$/)
  })

  it('counts lines as an editor does, also where a quoted cell has several', async () => {
    const { specs } = open({
      csv: 'make,model,year,horsepower\r\nFord,"Mus\r\ntang",2023,450\r\nFord,F-150,2023,x\r\n',
    })
    await expect(specs(mustang)).rejects.toThrow(/line 4, column 'horsepower'/)
  })
})

describe('JSON', () => {
  it('is a list of rows, in which null and blank are missing', async () => {
    const { specs } = open({
      json: `\uFEFF[${JSON.stringify({
        ...corvette,
        trim: null,
        colour: 'red',
        horsepower: { value: '495', source: { name: 'Chevrolet', url: '' } },
        torqueLbFt: { value: null, source: chevrolet },
        source: { name: null },
      })}]`,
    })
    expect(await specs(corvette)).toEqual({
      ...corvette,
      horsepower: { value: 495, source: { name: 'Chevrolet' } },
    })
  })

  it.each([
    ['a text that is no JSON', '[{', /catalog: the JSON text: not readable as JSON/],
    ['another form', '{"cars": []}', /expected a list of rows/],
    ['a row that is none', '[7]', /row 1: expected a row with make, model and year, got 7/],
    [
      'a figure without its value',
      '[{"make":"A","model":"B","year":2023,"horsepower":{"source":{"name":"C"}}}]',
      /row 1, horsepower: is missing/,
    ],
    [
      'a source that is no URL',
      '[{"make":"A","model":"B","year":2023,"source":{"name":"C","url":"c"}}]',
      /row 1, source.url: .*http/,
    ],
    [
      'a ZIP code as a number',
      '[{"make":"A","model":"B","year":2023,"zip":75146}]',
      /row 1, zip: expected a ZIP code as text/,
    ],
  ])('refuses %s', async (_what, json, message) => {
    await expect(open({ json }).specs(mustang)).rejects.toThrow(message)
  })
})

describe('a file', () => {
  let folder: string
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'telltale-catalog-'))
  })
  afterAll(() => rm(folder, { recursive: true }))

  it('is read by its ending, from a path or a URL', async () => {
    const [json, csv] = [join(folder, 'cars.JSON'), join(folder, 'cars.csv')]
    await writeFile(json, JSON.stringify([{ ...corvette, horsepower: 495 }]))
    await writeFile(csv, 'make,model,year,horsepower\nFord,Mustang,2023,450\n')

    expect(await open({ file: json }).specs(corvette)).toMatchObject({ horsepower: { value: 495 } })
    expect(await open({ file: pathToFileURL(csv) }).specs(mustang)).toMatchObject({
      horsepower: { value: 450 },
    })
  })

  it('is read on the first call, and once', async () => {
    const file = join(folder, 'once.json')
    const { specs } = open({ file }) // not there yet
    await writeFile(file, JSON.stringify([{ ...corvette, horsepower: 495 }]))
    const [first, second] = await Promise.all([specs(corvette), specs(corvette)])
    await writeFile(file, '[]')

    expect(first).toMatchObject({ horsepower: { value: 495 } })
    expect(second).toEqual(first)
    expect(await specs(corvette)).toEqual(first)
  })

  it('that cannot be read is named, and tried again at the next call', async () => {
    const file = join(folder, 'later.json')
    const { specs } = open({ file })
    await expect(specs(corvette)).rejects.toThrow(AdapterError)
    await expect(specs(corvette)).rejects.toThrow(/later\.json: cannot be read: ENOENT/)

    await writeFile(file, JSON.stringify([{ ...corvette, horsepower: 495 }]))
    expect(await specs(corvette)).toMatchObject({ horsepower: { value: 495 } })
  })

  it('in another encoding than UTF-8 is refused, not misread', async () => {
    const file = join(folder, 'latin1.csv')
    await writeFile(file, Buffer.from('make,model,year\nCitroën,C3,2023\n', 'latin1'))
    await expect(open({ file }).specs(corvette)).rejects.toThrow(/latin1\.csv: is not UTF-8/)
  })

  it('is left alone when the call is aborted', async () => {
    const reason = new Error('closed')
    const { specs } = open({ file: join(folder, 'none.json') }, AbortSignal.abort(reason))
    await expect(specs(corvette)).rejects.toBe(reason)
  })
})

describe('the options', () => {
  it.each([
    ['neither rows, text nor file', {}, /exactly one of cars, json, csv, file/],
    ['two of them', { cars: [], csv: '' }, /exactly one of/],
    [
      'a file of another ending',
      { file: 'cars.xlsx' },
      /file: expected a name that ends in '\.json' or '\.csv'/,
    ],
    [
      'a file on the web',
      { file: new URL('https://shop.example/cars.csv') },
      /file: expected a path or a file: URL/,
    ],
    ['an unknown option', { path: 'cars.csv' }, /unknown option 'path'/],
    ['an empty id', { id: '', cars: [] }, /id: /],
    ['rows that are no list', { cars: {} }, /cars: expected a list of rows/],
    [
      'a wrong row',
      { cars: [{ ...corvette, horsepower: '1,495' }] },
      /cars\[0\]\.horsepower: expected a plain number/,
    ],
    ['a row that is none', { cars: [null] }, /cars\[0\]: expected a row/],
  ])('are refused at once with %s', (_what, options, message) => {
    expect(() => catalog(options as CatalogOptions)).toThrow(ValidationError)
    expect(() => catalog(options as CatalogOptions)).toThrow(message)
  })
})
