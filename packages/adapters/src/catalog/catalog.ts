import { ValidationError } from '@telltale/core'
import {
  type Adapter,
  type AdapterContext,
  type CarQuery,
  marketSize,
  type OptionsShape,
  parseOptions,
} from '@telltale/core/ports'
import { z } from 'zod'
import { type CarIndex, indexCars, specsOf, valuationAt } from './car-index.js'
import { type CatalogEntry, readRows } from './entry.js'
import {
  type CatalogFormat,
  type ReadCatalog,
  readCatalog,
  readTextFile,
  unknownMembers,
} from './read-catalog.js'
import type { CatalogReport, CatalogRow } from './row.js'

/** Options of a host's own catalog: exactly one of `cars`, `json`, `csv` and `file`. */
export interface CatalogOptions {
  /** Tells this catalog from the host's other adapters; also the source of figures without one. @default 'catalog' */
  readonly id?: string
  /** The rows themselves. @default none */
  readonly cars?: readonly CatalogRow[]
  /** A JSON text: a list of rows. @default none */
  readonly json?: string
  /**
   * A CSV text with a header line that names the members of a row, such as `make,model,year,horsepower`. @default none
   */
  readonly csv?: string
  /**
   * A `.json` or `.csv` file, relative to the working directory, which is read once, on the first call. @default none
   */
  readonly file?: string | URL
  /**
   * `'skip'` to leave out the rows of a text or file that are wrong, and to count them; `'refuse'` to refuse all rows then.
   * @default 'refuse'
   */
  readonly invalidRows?: 'refuse' | 'skip'
  /**
   * Is told once the rows are read: how many, which were skipped and why, and which columns are ignored. What it throws is
   * ignored. @default a warning in the host's log where rows were skipped or columns are ignored
   */
  readonly onRead?: (report: CatalogReport) => void
}

const inputs = ['cars', 'json', 'csv', 'file'] as const

const isFileName = (value: unknown) =>
  typeof value === 'string' || (value instanceof URL && value.protocol === 'file:')

/** Returns the format by the end of the file's name. */
const formatOf = (file: string | URL): CatalogFormat | undefined =>
  (['json', 'csv'] as const).find((format) => `${file}`.toLowerCase().endsWith(`.${format}`))

const optionsSchema = z
  .strictObject({
    id: z.string().min(1).default('catalog'),
    cars: z.custom<readonly CatalogRow[]>(Array.isArray, { error: 'expected a list of rows' }).optional(),
    json: z.string().optional(),
    csv: z.string().optional(),
    file: z
      .custom<string | URL>(isFileName, { error: 'expected a path or a file: URL' })
      .refine(formatOf, { error: "expected a name that ends in '.json' or '.csv'" })
      .optional(),
    invalidRows: z.enum(['refuse', 'skip']).default('refuse'),
    onRead: z
      .custom<(report: CatalogReport) => void>((value) => typeof value === 'function', {
        error: 'expected a function',
      })
      .optional(),
  } satisfies OptionsShape<CatalogOptions>)
  .refine((options) => inputs.filter((name) => options[name] !== undefined).length === 1, {
    error: `expected exactly one of ${inputs.join(', ')}`,
  })

/**
 * Makes a source of specifications and market values from a host's own list of cars.
 *
 * Makes, models and trims match without regard to case, spaces and hyphens, and by other names of a make or model where that
 * finds nothing. Without a trim, the trim of the car's first row counts. A price with a ZIP code applies there alone, and
 * takes precedence over that of a wider area.
 *
 * @throws `ValidationError` when the options or `cars` are wrong. Errors in a text or a file reject each call with an
 * `AdapterError` that names the row and the column.
 * @example
 * ```ts
 * const telltale = createTelltale({ storage, adapters: [catalog({ file: 'cars.csv' })] })
 * ```
 */
export function catalog(options: CatalogOptions): Adapter {
  const checked = parseOptions('catalog', optionsSchema, options, marketSize)
  const read = entriesReader(checked)
  let index: Promise<CarIndex> | undefined
  const rowsOf = async (query: CarQuery, context: AdapterContext): Promise<readonly CatalogEntry[]> => {
    const { signal } = context
    signal.throwIfAborted()
    index ??= read().then(({ entries, report }) => {
      tellReport(checked, report, context)
      return indexCars(entries)
    })
    // A file that could not be read may be there at the next call.
    const find = await index.catch((error: unknown) => {
      index = undefined
      throw error
    })
    signal.throwIfAborted()
    return find(query)
  }
  return {
    specVersion: 1,
    id: checked.id,
    specs: { find: async (query, context) => specsOf(await rowsOf(query, context)) },
    valuations: { value: async (query, context) => valuationAt(await rowsOf(query, context), query.zip) },
  }
}

/** Tells the host's function of a report; without one, logs what was left out. */
function tellReport(
  { id, onRead }: z.output<typeof optionsSchema>,
  report: CatalogReport,
  { logger }: AdapterContext,
): void {
  const { skippedRows, ignoredMembers } = report
  if (onRead)
    try {
      onRead(report)
    } catch (err) {
      logger.warn({ err, adapter: id }, '`onRead` of the catalog failed')
    }
  else if (skippedRows > 0 || ignoredMembers.length > 0)
    logger.warn({ adapter: id, ...report }, 'parts of the catalog are ignored')
}

/** Returns a function that reads the catalog. Rows in `cars` are checked at once. */
function entriesReader({
  id,
  cars = [],
  json,
  csv,
  file,
  invalidRows,
}: z.output<typeof optionsSchema>): () => Promise<ReadCatalog> {
  const source = { name: id }
  const options = (origin: string) => ({ origin: `${id}: ${origin}`, source, invalidRows })
  if (json !== undefined) return () => readCatalog('json', json, options('the JSON text'))
  if (csv !== undefined) return () => readCatalog('csv', csv, options('the CSV text'))
  const format = file && formatOf(file)
  if (format) {
    const ofFile = options(`${file}`)
    return async () => readCatalog(format, await readTextFile(ofFile.origin, file), ofFile)
  }

  const { entries, issues } = readRows(cars, source)
  if (issues.length > 0 && invalidRows === 'refuse')
    throw new ValidationError(
      'catalog',
      issues.map(({ row, member, message }) => ({ path: `cars[${row}]${member && `.${member}`}`, message })),
    )
  const report = {
    rows: cars.length,
    skippedRows: new Set(issues.map(({ row }) => row)).size,
    issues: issues.slice(0, 100).map(({ row, member, message }) => `row ${row + 1}, ${member}: ${message}`),
    ignoredMembers: unknownMembers(cars),
  }
  return async () => ({ entries, report })
}
