import { readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import { parse } from 'csv-parse/sync'

/** A row of a CSV by column. Empty cells are absent. */
export type Row = Readonly<Record<string, string>>

/** Reads a CSV with a header, gzipped where its name ends in `.gz`. */
export const readCsv = (path: string): Row[] => readCsvInto(path, (row) => row)

/** Reads a CSV and converts each row at once, so that the rows take no memory. */
export function readCsvInto<Thing>(path: string, convert: (row: Row) => Thing): Thing[] {
  const bytes = readFileSync(path)
  return parse(path.endsWith('.gz') ? gunzipSync(bytes) : bytes, {
    columns: true,
    bom: true,
    trim: true,
    skip_empty_lines: true,
    relax_column_count: true,
    on_record: (row: Record<string, string>) => convert(withoutEmpty(row)),
  })
}

const withoutEmpty = (row: Record<string, string>): Row =>
  Object.fromEntries(Object.entries(row).filter(([, cell]) => cell !== ''))
