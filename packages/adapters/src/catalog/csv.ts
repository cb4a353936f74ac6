import { AdapterError } from '@telltale/core'
import { memberName } from './entry.js'
import { figureNames } from './row.js'

/** The rows of a CSV text, with their lines. */
export interface CsvRows {
  /** The rows in the shape of `CatalogRow`, not yet checked. */
  readonly rows: readonly unknown[]
  /** The last line of each row; the header is line 1. */
  readonly lines: readonly number[]
  /** The header of each member such as `horsepower` or `source.url`, as written. */
  readonly headers: ReadonlyMap<string, string>
  /** The headers that name no member, as written. */
  readonly unknownHeaders: readonly string[]
}

/** Reduces a header to its letters and digits: `Torque (lb-ft)`, `torque_lb_ft` and `torqueLbFt` are one. */
const fold = (header: string) => header.toLowerCase().replace(/[^a-z0-9]/g, '')

/** The path in a row at which a column's cells go, by the folded header. */
const pathOfColumn = new Map<string, readonly string[]>([
  ...['make', 'model', 'year', 'trim', 'zip', 'currency'].map((name) => [name, [name]] as const),
  ['source', ['source', 'name']],
  ['sourceurl', ['source', 'url']],
  ...figureNames.flatMap((name) => [
    [fold(name), [name, 'value']] as const,
    [fold(`${name}Source`), [name, 'source', 'name']] as const,
    [fold(`${name}SourceUrl`), [name, 'source', 'url']] as const,
  ]),
])

/**
 * Reads CSV with a header line, separated by commas, semicolons or tabs: by the character that the header line has most of.
 *
 * @throws `AdapterError` when it is not CSV, a column occurs twice, or a required one is missing.
 */
export async function readCsv(origin: string, text: string): Promise<CsvRows> {
  const records = await parseCsv(origin, text)
  const [header = [], ...body] = records.map(({ record }) => record)
  const paths = header.map((column) => pathOfColumn.get(fold(column)))
  const headers = new Map<string, string>()
  for (const [i, path] of paths.entries()) {
    const column = header[i] ?? ''
    const member = path && memberName(path)
    const earlier = member && headers.get(member)
    if (earlier !== undefined)
      throw new AdapterError(`${origin}: the columns '${earlier}' and '${column}' mean the same; keep one`)
    if (member) headers.set(member, column)
  }
  for (const needed of ['make', 'model', 'year'])
    if (!headers.has(needed))
      throw new AdapterError(`${origin}: missing column '${needed}'; found '${header.join("', '")}'`)
  return {
    rows: body.map((cells) => toRow(cells, paths)),
    lines: records.slice(1).map(({ info }) => info.lines),
    headers,
    unknownHeaders: header.filter((column, i) => !paths[i] && column !== ''),
  }
}

interface CsvRecord {
  readonly record: readonly string[]
  readonly info: { readonly lines: number }
}

async function parseCsv(origin: string, text: string): Promise<readonly CsvRecord[]> {
  const { parse } = await import('csv-parse/sync')
  const lines = text.replace(/\r\n?/g, '\n') // csv-parse counts a CRLF within quotes as two lines
  const header = lines.trimStart().split('\n', 1)[0] ?? ''
  const count = (separator: string) => header.split(separator).length
  const delimiter = [',', ';', '\t'].reduce((most, each) => (count(each) > count(most) ? each : most))
  const options = {
    delimiter,
    record_delimiter: '\n',
    trim: true,
    skip_empty_lines: true,
    skip_records_with_empty_values: true,
    info: true,
  }
  try {
    return parse(lines, options) as unknown as readonly CsvRecord[] // its types leave out what `info` does
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw new AdapterError(`${origin}: not readable as CSV: ${reason}`, { cause })
  }
}

/** Puts each cell at its path in a `CatalogRow`. */
function toRow(cells: readonly string[], paths: readonly (readonly string[] | undefined)[]): Nested {
  const row: Nested = {}
  for (const [i, path] of paths.entries()) if (path) put(row, path, cells[i] ?? '')
  return row
}

function put(target: Nested, [name = '', ...rest]: readonly string[], cell: string): void {
  if (rest.length === 0) {
    target[name] = cell
    return
  }
  const inner = target[name]
  const holder = typeof inner === 'object' ? inner : {}
  target[name] = holder
  put(holder, rest, cell)
}

interface Nested {
  [name: string]: string | Nested
}
