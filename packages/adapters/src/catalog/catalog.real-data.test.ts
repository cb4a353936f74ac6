import { existsSync, readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import type { AdapterContext, Specs, Valuations } from '@telltale/core/ports'
import { parse } from 'csv-parse/sync'
import { describe, expect, it } from 'vitest'
import { catalog } from './index.js'

const file = new URL('../../../../../shared/data/cars/car_specs.csv.gz', import.meta.url)
const context = {
  signal: new AbortController().signal,
  logger: { warn: () => undefined },
} as unknown as AdapterContext

type SpecRow = Readonly<
  Record<'make' | 'model' | 'year' | 'hp' | 'torque_lbft' | 'zero_to_60_s' | 'msrp' | 'currency', string>
>

/** The rows of the data set; those without a year are of cars on sale in 2025. */
const readRows = () =>
  parse<SpecRow>(gunzipSync(readFileSync(file)), { columns: true }).map((row) => ({
    ...row,
    year: row.year || '2025',
  }))

function catalogOf(rows: readonly SpecRow[]) {
  const lines = rows.map((row) =>
    [row.make, row.model, row.year, row.hp, row.torque_lbft, row.zero_to_60_s, row.msrp, row.currency]
      .map((cell) => `"${cell.replaceAll('"', '""')}"`)
      .join(','),
  )
  const header = 'make,model,year,horsepower,torqueLbFt,zeroToSixtySeconds,price,currency'
  return catalog({ csv: [header, ...lines].join('\n') }) as { specs: Specs; valuations: Valuations }
}

function groupByCar(rows: readonly SpecRow[]): ReadonlyMap<string, readonly [SpecRow, ...SpecRow[]]> {
  const cars = new Map<string, [SpecRow, ...SpecRow[]]>()
  for (const row of rows) {
    const key = `${row.make} ${row.year} ${row.model}`.toLowerCase().replaceAll('-', '').replaceAll(' ', '')
    const same = cars.get(key)
    if (same) same.push(row)
    else cars.set(key, [row])
  }
  return cars
}

describe.skipIf(!existsSync(file))('12,821 real cars as CSV (needs shared/data)', () => {
  it('are rejected for three wrong rows, each by its line', async () => {
    const { specs } = catalogOf(readRows())
    await expect(specs.find({ make: 'Ford', model: 'Mustang', year: 2017 }, context)).rejects.toThrow(
      /^catalog: the CSV text: line 12627, column 'price': 17859\.167 is finer .* line 12756, column 'model': is missing.* line 12759, column 'model': is missing/,
    )
  })

  it('are all found without those rows', async () => {
    const rows = readRows().filter(({ model, msrp }) => model && msrp !== '17859.167')
    const { specs, valuations } = catalogOf(rows)
    expect(rows).toHaveLength(12_818)

    for (const [key, same] of groupByCar(rows)) {
      const [{ make, model, year }] = same
      const query = { make: make.toUpperCase(), model: model.toLowerCase(), year: Number(year) }
      const first = (column: keyof SpecRow) => same.map((row) => row[column]).find(Boolean)
      const number = (text: string | undefined) => (text === undefined ? undefined : Number(text))

      const found = await specs.find(query, context)
      const price = (await valuations.value(query, context))?.value
      expect([
        key,
        found?.horsepower?.value,
        found?.torqueLbFt?.value,
        found?.zeroToSixtySeconds?.value,
        number(price?.amount),
      ]).toEqual([
        key,
        number(first('hp')),
        number(first('torque_lbft')),
        number(first('zero_to_60_s')),
        number(first('msrp')),
      ])
    }
  })
})
