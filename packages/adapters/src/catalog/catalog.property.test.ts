import type { AdapterContext, Specs, Valuations } from '@telltale/core/ports'
import { defined } from '@telltale/core/ports'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { type CatalogOptions, type CatalogRow, catalog } from './index.js'

/** Bounds a property by time beside its runs, for a busy machine. */
const limits = { interruptAfterTimeLimit: 3_000, markInterruptAsFailure: false }

const context = {
  signal: new AbortController().signal,
  logger: { warn: () => undefined },
} as unknown as AdapterContext

/** All that a catalog says of the cars of these rows. */
async function answers(options: CatalogOptions, rows: readonly CatalogRow[]): Promise<unknown> {
  const { specs, valuations } = catalog(options) as { specs: Specs; valuations: Valuations }
  return Promise.all(
    rows.map(async ({ make, model, year, trim, zip }) => {
      const query = {
        make,
        model,
        year: Number(year),
        ...defined({ trim, zip }),
      }
      return [await specs.find(query, context), await valuations.value(query, context)]
    }),
  )
}

// Names with quotes, separators, line ends and letters beyond ASCII; not blank, and without blanks around.
const name = fc
  .string({ unit: fc.constantFrom(...'aB9-"\',;\t\n éß車'), minLength: 1, maxLength: 8 })
  .map((text) => `x${text}x`)
const figure = fc.oneof(
  fc.integer({ min: 1, max: 100_000 }),
  fc.integer({ min: 1, max: 99_999 }).map((cents) => cents / 100),
)
const rowOf = fc.record(
  {
    make: name,
    model: name,
    year: fc.integer({ min: 1900, max: 2100 }),
    trim: name,
    zip: fc.stringMatching(/^(\d{1,3}|\d{5})$/),
    horsepower: figure,
    powerKw: figure,
    zeroToSixtySeconds: figure,
    torqueNm: figure,
    priceUsd: figure,
  },
  { requiredKeys: ['make', 'model', 'year', 'horsepower'] },
)
const columns = [
  'make',
  'model',
  'year',
  'trim',
  'zip',
  'horsepower',
  'powerKw',
  'zeroToSixtySeconds',
  'torqueNm',
  'priceUsd',
] as const

/** Writes CSV as RFC 4180 has it; cells are quoted where they must be, and where `quoteAll` says so. */
function writeCsv(
  rows: readonly CatalogRow[],
  separator: string,
  lineEnd: string,
  quoteAll: boolean,
): string {
  const cell = (value: unknown) => {
    const text = value === undefined ? '' : String(value)
    return quoteAll || /["\n\r,;\t]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
  }
  const lines = rows.map((row) => columns.map((column) => cell(row[column])).join(separator))
  return [columns.join(separator), ...lines].join(lineEnd) + lineEnd
}

it('a catalog gives the same results for rows as values, JSON or CSV', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(rowOf, { minLength: 1, maxLength: 6 }),
      fc.constantFrom(',', ';', '\t'),
      fc.constantFrom('\n', '\r\n'),
      fc.boolean(),
      async (rows, separator, lineEnd, quoteAll) => {
        const expected = await answers({ cars: rows }, rows)
        expect(await answers({ json: JSON.stringify(rows) }, rows)).toEqual(expected)
        expect(await answers({ csv: writeCsv(rows, separator, lineEnd, quoteAll) }, rows)).toEqual(expected)
      },
    ),
    limits,
  )
})

it('any text is read, or rejected with an error that names its origin', async () => {
  const text = fc.oneof(
    fc.string({ unit: fc.constantFrom(...'make,odlyr"\n;1') }),
    fc.string().map((rest) => `make,model,year,horsepower\n${rest}`),
    fc.json(),
  )
  const query = { make: 'Ford', model: 'Mustang', year: 2023 }
  await fc.assert(
    fc.asyncProperty(text, fc.constantFrom('json', 'csv'), async (written, format) => {
      const { specs } = catalog({ [format]: written }) as { specs: Specs }
      const outcome = await specs.find(query, context).catch((error: unknown) => error)
      if (outcome !== undefined)
        expect(outcome).toMatchObject({
          code: 'ADAPTER_FAILED',
          message: expect.stringMatching(/^catalog: the (JSON|CSV) text: /),
        })
    }),
    limits,
  )
})
