import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { AdapterContext, Listing, ListingQuery } from '@telltale/core/ports'
import { adapterCases } from '@telltale/core/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type CatalogReport, type ListingCatalogOptions, listingCatalog } from './index.js'

const cars = Array.from({ length: 5 }, (_, at) => ({
  id: `a-${at}`,
  make: 'Ford',
  model: 'F-150',
  year: 2021,
  trim: 'XLT',
  price: 30_000 + 1_000 * at,
  mileage: 40_000 + at,
}))
const csv = `Stock Number;VIN;Make;Model;Model Year;Price;Odometer (km);Title;Lot
s-1;1HGCM82633A004352;honda;accord ex-l;2003;"€ 4.900";"180.000 km";"Honda Accord, call Ann Example 555-010-4477";7
s-2;;vw;Golf;2018;12500;60000;;8
;;;;;900;;;9
s-1;;honda;Accord;2003;4900;180000;;7`

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'list-'))
})
afterAll(() => rm(folder, { recursive: true }))

const warned: unknown[] = []
const contextOf = (signal = new AbortController().signal) =>
  ({
    signal,
    logger: { warn: (...given: unknown[]) => void warned.push(given) },
  }) as unknown as AdapterContext
const search = async (
  options: ListingCatalogOptions,
  query: ListingQuery = {},
  most = Number.POSITIVE_INFINITY,
) => {
  const found: Listing[] = []
  for await (const listing of listingCatalog(options).listings?.search(query, contextOf()) ?? [])
    if (found.push(listing) >= most) break
  return found
}

describe('listingCatalog', () => {
  const f150 = { make: 'Ford', model: 'F-150', year: 2021 }
  const samples = {
    listings: { known: { make: 'Ford' }, unknown: { make: 'Plymouth' } },
    valuations: { known: f150, unknown: { make: 'Plymouth', model: 'Fury', year: 1958 } },
  }
  for (const { name, run } of adapterCases(() => listingCatalog({ cars }), samples)) it(name, run)

  it('reads CSV as people write it, each car once, without sellers, and says what it left out', async () => {
    const reports: CatalogReport[] = []
    const found = await search({ csv, currency: 'EUR', onRead: (report) => reports.push(report) })
    expect(found).toMatchObject([
      {
        source: 'listing-catalog',
        externalId: 's-1',
        vin: '1HGCM82633A004352',
        make: 'Honda',
        model: 'Accord',
        year: 2003,
        price: { amount: '4900.00', currency: 'EUR' },
        originals: { mileageMiles: { value: 180_000, unit: 'km' } },
        heading: 'Honda Accord, call [name] [phone]',
      },
      { externalId: 's-2', make: 'Volkswagen', model: 'Golf', price: { amount: '12500.00' } },
    ])
    expect(reports).toEqual([
      { rows: 4, skippedRows: 1, issues: ['row 3: names no make and no VIN'], ignoredMembers: ['Lot'] },
    ])
  })

  it('reads the same of CSV, NDJSON and JSON, as a text and as a file', async () => {
    const lines = cars.map((car) => JSON.stringify(car))
    const texts = {
      csv: ['id,make,model,year,trim,price,mileage', ...cars.map((car) => Object.values(car).join(','))].join(
        '\r\n',
      ),
      ndjson: `\uFEFF${lines.join('\n')}\n\n`,
      json: `[${lines.join(',')}]`,
    }
    const expected = await search({ cars })
    expect(expected).toHaveLength(5)
    for (const [format, text] of Object.entries(texts)) {
      const file = join(folder, `cars.${format}`)
      await writeFile(file, text)
      expect(await search({ [format]: text }), format).toEqual(expected)
      expect(await search({ file }), file).toEqual(expected)
    }
  })

  it('goes on where a search ended early', async () => {
    const reports: CatalogReport[] = []
    const onRead = (report: CatalogReport) => reports.push(report)
    const ndjson = cars.map((car) => JSON.stringify(car)).join('\n')
    const begun = await search({ ndjson, onRead }, {}, 2)
    const rest = await search({ ndjson, skipRows: reports[0]?.rows ?? 0, onRead })
    expect([...begun, ...rest].map(({ externalId }) => externalId)).toEqual(cars.map(({ id }) => id))
    expect(reports.map(({ rows }) => rows)).toEqual([2, 5])
  })

  it('streams a file: the first cars come before the last are read', async () => {
    const file = join(folder, 'many.ndjson')
    const good = JSON.stringify(cars[0])
    await writeFile(file, `${good}\nnot json\n[]\n${`${good}\n`.repeat(50_000)}`)
    const reports: CatalogReport[] = []
    const found = await search({ file, onRead: (report) => reports.push(report) }, {}, 1)
    expect([found.length, reports[0]?.rows]).toEqual([1, 1])
    await search({ file, onRead: (report) => reports.push(report) })
    expect(reports[1]).toMatchObject({
      rows: 50_003,
      skippedRows: 2,
      issues: ['row 2: is no JSON', 'row 3: is no object'],
    })
  })

  it('values a car by the median of at least three', async () => {
    const value = (query: object) =>
      listingCatalog({ cars }).valuations?.value({ ...f150, ...query }, contextOf())
    expect(await value({ trim: 'xlt' })).toEqual({
      value: { amount: '32000.00', currency: 'USD' },
      source: { name: 'listing-catalog, median asked for 5 cars' },
      priceLevel: 'asking',
    })
    expect(await value({ trim: 'Raptor' })).toBeUndefined()
    expect(
      await listingCatalog({ cars: cars.slice(0, 2) }).valuations?.value(f150, contextOf()),
    ).toBeUndefined()
  })

  it.each([
    [{ json: '{}' }, /expected a list of rows/],
    [{ json: '[' }, /the JSON text: cannot be read/],
    [{ file: '/nowhere/cars.ndjson' }, /cannot be read: ENOENT/],
    [{ file: '/nowhere/cars.csv' }, /cannot be read: ENOENT/],
  ])('rejects what it cannot read: %j', async (options, message) => {
    const failed = search(options)
    await expect(failed).rejects.toThrow(message)
    await expect(failed).rejects.toMatchObject({ code: 'ADAPTER_FAILED' })
  })

  it.each([
    [{}, /expected exactly one of cars, json, ndjson, csv, file/],
    [{ csv: '', json: '' }, /exactly one/],
    [{ file: 'cars.xlsx' }, /expected a name that ends in/],
    [{ cars, currency: 'euro' }, /currency: expected a currency code/],
    [{ cars, skipRows: -1 }, /skipRows/],
  ])('refuses %j', (options, message) => {
    expect(() => listingCatalog(options)).toThrow(message)
  })
})
