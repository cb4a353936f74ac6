import { createReadStream } from 'node:fs'
import { open } from 'node:fs/promises'
import { createInterface } from 'node:readline'
import { Readable } from 'node:stream'
import { AdapterError } from '@telltale/core'
import { readTextFile } from './read-catalog.js'

/** The format of a list of cars for sale. */
export type ListFormat = 'csv' | 'json' | 'ndjson'

/** A list of cars for sale: a text, a file, or rows. */
export interface ListInput {
  /** The name of the list in messages. */
  readonly origin: string
  readonly format: ListFormat
  readonly text?: string
  readonly file?: string | URL
}

/** A row with its number, from 1 on; a row that is no object has the reason instead. */
export interface StreamedRow {
  readonly number: number
  readonly row?: Readonly<Record<string, unknown>>
  readonly problem?: string
}

/**
 * Reads the rows of a list one by one. CSV and NDJSON are never in memory as a whole, however long they are; JSON is.
 *
 * @throws `AdapterError` when the file cannot be read, or is not of its format.
 */
export async function* streamRows(input: ListInput): AsyncGenerator<StreamedRow> {
  const rows = { csv: csvRows, ndjson: ndjsonRows, json: jsonRows }[input.format]
  try {
    yield* rows(input)
  } catch (cause) {
    if (cause instanceof AdapterError) throw cause
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw new AdapterError(`${input.origin}: cannot be read: ${reason}`, { cause })
  }
}

const sourceOf = ({ text, file }: ListInput): Readable =>
  file === undefined ? Readable.from([text ?? '']) : createReadStream(file, 'utf8')

async function* csvRows(input: ListInput): AsyncGenerator<StreamedRow> {
  const { parse } = await import('csv-parse')
  const delimiter = delimiterOf(await headOf(input))
  const parser = parse({
    delimiter,
    bom: true,
    columns: true,
    trim: true,
    skip_empty_lines: true,
    skip_records_with_empty_values: true,
    relax_column_count: true,
    relax_quotes: true,
  })
  const source = sourceOf(input).on('error', (error) => parser.destroy(error))
  let number = 0
  try {
    for await (const row of source.pipe(parser)) yield rowOf(++number, row)
  } finally {
    source.destroy()
  }
}

/** Returns the separator that the header line has most of. */
function delimiterOf(head: string): string {
  const header =
    head
      .replace(/^\uFEFF/, '')
      .trimStart()
      .split(/\r?\n/, 1)[0] ?? ''
  const count = (separator: string) => header.split(separator).length
  return [',', ';', '\t'].reduce((most, each) => (count(each) > count(most) ? each : most))
}

/** The beginning of a list, in bytes, that has its header line. */
const headBytes = 16_384

async function headOf({ text, file }: ListInput): Promise<string> {
  if (file === undefined) return (text ?? '').slice(0, headBytes)
  const handle = await open(file)
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(headBytes), 0, headBytes, 0)
    return buffer.toString('utf8', 0, bytesRead)
  } finally {
    await handle.close()
  }
}

async function* ndjsonRows(input: ListInput): AsyncGenerator<StreamedRow> {
  const source = sourceOf(input)
  // Lines are read from a stream whose error would otherwise be nobody's.
  const failed = new Promise<never>((_, reject) => source.on('error', reject))
  failed.catch(() => undefined)
  let number = 0
  try {
    const lines = createInterface({ input: source, crlfDelay: Number.POSITIVE_INFINITY })[
      Symbol.asyncIterator
    ]()
    for (;;) {
      const { done, value } = await Promise.race([lines.next(), failed])
      if (done) return
      const line = value.replace(/^\uFEFF/, '').trim()
      if (line !== '') yield parsedLine(++number, line)
    }
  } finally {
    source.destroy()
  }
}

function parsedLine(number: number, line: string): StreamedRow {
  try {
    return rowOf(number, JSON.parse(line))
  } catch {
    return { number, problem: 'is no JSON' }
  }
}

async function* jsonRows({ origin, text, file }: ListInput): AsyncGenerator<StreamedRow> {
  const whole = file === undefined ? (text ?? '') : await readTextFile(origin, file)
  const rows: unknown = JSON.parse(whole.replace(/^\uFEFF/, ''))
  if (!Array.isArray(rows)) throw new AdapterError(`${origin}: expected a list of rows`)
  for (const [at, row] of rows.entries()) yield rowOf(at + 1, row)
}

/** Checks that a row is an object. */
export function rowOf(number: number, row: unknown): StreamedRow {
  const isObject = typeof row === 'object' && row !== null && !Array.isArray(row)
  return isObject ? { number, row: row as Record<string, unknown> } : { number, problem: 'is no object' }
}
