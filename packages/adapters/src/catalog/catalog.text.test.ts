import { AdapterError } from '@telltale/core'
import type { AdapterContext, CarQuery, Specs, Valuations } from '@telltale/core/ports'
import { defined } from '@telltale/core/ports'
import { describe, expect, it } from 'vitest'
import { type CatalogOptions, type CatalogReport, catalog } from './index.js'

// A catalog asks its context for the signal and the logger alone.
const context = {
  signal: new AbortController().signal,
  logger: { warn: () => undefined },
} as unknown as AdapterContext

const open = (options: CatalogOptions) => {
  const { specs, valuations } = catalog(options) as { specs: Specs; valuations: Valuations }
  return {
    specs: (query: CarQuery) => specs.find(query, context),
    value: (query: CarQuery, zip?: string) => valuations.value({ ...query, ...defined({ zip }) }, context),
  }
}

const corvette = { make: 'Chevrolet', model: 'Corvette', year: 2023 }
const mustang = { make: 'Ford', model: 'Mustang', year: 2023 }
const chevrolet = { name: 'Chevrolet', url: 'https://www.chevrolet.com/corvette' }

describe('a text with wrong rows and further columns', () => {
  const lines = [
    'make,model,year,horsepower,mileage',
    'Chevrolet,Corvette,2023,495,12',
    'Ford,Mustang,2023,n/a,',
  ]
  const text = lines.join('\n')

  it('is refused, or read without those rows, which are counted and shown once', async () => {
    await expect(open({ csv: text }).specs(corvette)).rejects.toThrow(/line 3, column 'horsepower'/)
    const reports: CatalogReport[] = []
    const { specs } = open({ csv: text, invalidRows: 'skip', onRead: (report) => void reports.push(report) })
    expect(await specs(corvette)).toMatchObject({ horsepower: { value: 495 } })
    expect(await specs(mustang)).toBeUndefined()
    expect(reports).toEqual([
      {
        rows: 2,
        skippedRows: 1,
        issues: [expect.stringMatching(/^line 3, column 'horsepower': expected a plain number/)],
        ignoredMembers: ['mileage'],
      },
    ])
  })

  it('logs what is left out where the host is not told, and reads on whatever the host’s function throws', async () => {
    const logged: object[] = []
    const logger = { warn: (fields: object) => void logged.push(fields) }
    const ask = (options: CatalogOptions) =>
      catalog({ csv: text, invalidRows: 'skip', ...options }).specs?.find(corvette, {
        ...context,
        logger,
      } as unknown as AdapterContext)
    await ask({})
    expect(logged[0]).toMatchObject({ adapter: 'catalog', skippedRows: 1, ignoredMembers: ['mileage'] })
    const fails = () => {
      throw new Error('the host’s')
    }
    expect(await ask({ onRead: fails })).toMatchObject({ horsepower: { value: 495 } })
    expect(logged[1]).toMatchObject({ err: { message: 'the host’s' } })
  })

  it('is told of rows as objects, too, and is refused where no row is left', async () => {
    const reports: CatalogReport[] = []
    const rows = [{ ...corvette, horsepower: 495, mileage: 5 }, { make: 'Ford' }]
    const onRead = (report: CatalogReport) => void reports.push(report)
    const options = { invalidRows: 'skip', onRead } as const
    await open({ cars: rows as never, ...options }).specs(corvette)
    await open({ json: JSON.stringify(rows), ...options }).specs(corvette)
    for (const { skippedRows, ignoredMembers } of reports)
      expect([skippedRows, ignoredMembers]).toEqual([1, ['mileage']])
    expect(reports).toHaveLength(2)
    const none = open({ json: '[{ "make": "Ford" }]', invalidRows: 'skip' })
    await expect(none.specs(corvette)).rejects.toThrow(/row 1, model/)
    expect(() => catalog({ cars: [], invalidRows: 'drop' as 'skip' })).toThrow(/invalidRows/)
  })
})

describe('CSV', () => {
  const csv = (...lines: readonly string[]) => open({ csv: lines.join('\n') })

  it('has headers in any usual spelling and order, and ignores other columns', async () => {
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
