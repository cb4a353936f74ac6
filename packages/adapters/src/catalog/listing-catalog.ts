import { money } from '@telltale/core'
import {
  type Adapter,
  type AdapterContext,
  type CarValuation,
  type Listing,
  type ListingQuery,
  type OptionsShape,
  parseOptions,
  type ValuationQuery,
} from '@telltale/core/ports'
import { z } from 'zod'
import { isInRange, isNamedAs } from '../listing-page/listing-adapter.js'
import { listingOfRow, unknownColumns } from './listing-row.js'
import type { CatalogReport } from './row.js'
import { type ListFormat, type ListInput, rowOf, type StreamedRow, streamRows } from './stream-rows.js'

/** Options of a host's own list of cars for sale: exactly one of `cars`, `json`, `ndjson`, `csv` and `file`. */
export interface ListingCatalogOptions {
  /** Tells this list from the host's other adapters. @default 'listing-catalog' */
  readonly id?: string
  /** The rows themselves. @default none */
  readonly cars?: readonly Readonly<Record<string, unknown>>[]
  /** A JSON text: a list of rows. @default none */
  readonly json?: string
  /** A text with a row as JSON on each line. @default none */
  readonly ndjson?: string
  /** A CSV text with a header line. @default none */
  readonly csv?: string
  /** A `.csv`, `.ndjson`, `.jsonl` or `.json` file, relative to the working directory. It is read anew for each search. @default none */
  readonly file?: string | URL
  /** The ISO 4217 code of prices without one. @default 'USD' */
  readonly currency?: string
  /** The unit of mileages without one. @default 'mi' */
  readonly mileageUnit?: 'mi' | 'km'
  /** The rows to leave out at the beginning: `rows` of the report of a search that ended early. @default 0 */
  readonly skipRows?: number
  /**
   * Is told at the end of each search, also of one that was left early: how many rows were read, and which skipped. What it
   * throws is ignored. @default a warning in the host's log where rows were skipped or columns are ignored
   */
  readonly onRead?: (report: CatalogReport) => void
}

const inputs = ['cars', 'json', 'ndjson', 'csv', 'file'] as const

const formatOf = (file: string | URL): ListFormat | undefined => {
  const [, end = ''] = /\.(csv|ndjson|jsonl|json)$/i.exec(`${file}`) ?? []
  const format = end.toLowerCase().replace('jsonl', 'ndjson')
  return (['csv', 'ndjson', 'json'] as const).find((each) => each === format)
}

const optionsSchema = z
  .strictObject({
    id: z.string().min(1).default('listing-catalog'),
    cars: z
      .custom<readonly Readonly<Record<string, unknown>>[]>(Array.isArray, {
        error: 'expected a list of rows',
      })
      .optional(),
    json: z.string().optional(),
    ndjson: z.string().optional(),
    csv: z.string().optional(),
    file: z
      .custom<string | URL>(
        (value) => typeof value === 'string' || (value instanceof URL && value.protocol === 'file:'),
        { error: 'expected a path or a file: URL' },
      )
      .refine(formatOf, { error: "expected a name that ends in '.csv', '.ndjson', '.jsonl' or '.json'" })
      .optional(),
    currency: z
      .string()
      .regex(/^[A-Z]{3}$/, "expected a currency code of three capitals, such as 'EUR'")
      .default('USD'),
    mileageUnit: z.enum(['mi', 'km']).default('mi'),
    skipRows: z.int().min(0).default(0),
    onRead: z
      .custom<(report: CatalogReport) => void>((value) => typeof value === 'function', {
        error: 'expected a function',
      })
      .optional(),
  } satisfies OptionsShape<ListingCatalogOptions>)
  .refine((options) => inputs.filter((name) => options[name] !== undefined).length === 1, {
    error: `expected exactly one of ${inputs.join(', ')}`,
  })

type Settings = z.output<typeof optionsSchema>

/**
 * Makes a source of cars for sale, and of what is asked for such cars, from a host's own list. CSV and NDJSON are streamed, so
 * that a file may be larger than the memory.
 *
 * @throws `ValidationError` when an option is wrong.
 * @example
 * ```ts
 * const cars = listingCatalog({ file: 'auction.csv' })
 * ```
 */
export function listingCatalog(options: ListingCatalogOptions): Adapter {
  const settings = parseOptions('listingCatalog', optionsSchema, options)
  return {
    specVersion: 1,
    id: settings.id,
    listings: { search: (query, context) => searchList(settings, query, context) },
    valuations: { value: (query, context) => valueByList(settings, query, context) },
  }
}

async function* searchList(
  settings: Settings,
  query: ListingQuery,
  context: AdapterContext,
): AsyncGenerator<Listing> {
  context.signal.throwIfAborted()
  const { id, currency, mileageUnit, skipRows } = settings
  const market = { source: id, market: { currency, unit: mileageUnit } }
  const issues: string[] = []
  const seen = new Set<string>()
  let columns: readonly string[] = []
  let [rows, skippedRows] = [0, 0]
  try {
    for await (const { number, row, problem } of rowsOf(settings)) {
      context.signal.throwIfAborted()
      rows = number
      if (number <= skipRows) continue
      if (columns.length === 0 && row) columns = unknownColumns(row)
      const listing = row && listingOfRow(row, number, market)
      if (!listing) {
        skippedRows += 1
        if (issues.length < maxIssues) issues.push(`row ${number}: ${problem ?? 'names no make and no VIN'}`)
      } else if (!seen.has(listing.externalId)) {
        seen.add(listing.externalId)
        if (isNamedAs(listing, query) && isInRange(listing, query)) yield listing
      }
    }
  } finally {
    tell(settings, { rows, skippedRows, issues, ignoredMembers: columns }, context)
  }
}

/** The maximum number of problems in a report. */
const maxIssues = 100

async function* rowsOf(settings: Settings): AsyncGenerator<StreamedRow> {
  const { id, cars, file } = settings
  if (cars) {
    for (const [at, row] of cars.entries()) yield rowOf(at + 1, row)
    return
  }
  const format = file
    ? formatOf(file)
    : (['csv', 'ndjson', 'json'] as const).find((name) => settings[name] !== undefined)
  if (format === undefined) return
  const origin = `${id}: ${file ?? `the ${format.toUpperCase()} text`}`
  const input: ListInput = file ? { origin, format, file } : { origin, format, text: settings[format] ?? '' }
  yield* streamRows(input)
}

function tell({ id, onRead }: Settings, report: CatalogReport, { logger }: AdapterContext): void {
  if (onRead)
    try {
      onRead(report)
    } catch (err) {
      logger.warn({ err, adapter: id }, '`onRead` of the list failed')
    }
  else if (report.skippedRows > 0 || report.ignoredMembers.length > 0)
    logger.warn({ adapter: id, ...report }, 'parts of the list are ignored')
}

/** The fewest cars whose prices say what is usually asked. */
const minCars = 3

/** Values a car by the median that is asked for cars of the same make, model and year, and trim where one is given. */
async function valueByList(
  settings: Settings,
  { make, model, year, trim }: ValuationQuery,
  context: AdapterContext,
): Promise<CarValuation | undefined> {
  const amounts: number[] = []
  const silent = { ...settings, skipRows: 0, onRead: () => undefined }
  for await (const listing of searchList(silent, { make, model, years: { from: year, to: year } }, context)) {
    const isSame = listing.year === year && listing.model !== undefined && listing.make !== undefined
    const isTrim = trim === undefined || fold(listing.trim ?? '').includes(fold(trim))
    if (isSame && isTrim && listing.price?.currency === settings.currency)
      amounts.push(Number(listing.price.amount))
  }
  const median = medianOf(amounts)
  if (amounts.length < minCars || median === undefined) return undefined
  return {
    value: money(median.toFixed(2), settings.currency),
    source: { name: `${settings.id}, median asked for ${amounts.length} cars` },
    priceLevel: 'asking',
  }
}

const fold = (name: string): string => name.toLowerCase().replace(/[\s\p{Pd}]/gu, '')

function medianOf(values: readonly number[]): number | undefined {
  const sorted = values.toSorted((one, other) => one - other)
  const [low, high] = [sorted[(sorted.length - 1) >> 1], sorted[sorted.length >> 1]]
  return low === undefined || high === undefined ? undefined : (low + high) / 2
}
