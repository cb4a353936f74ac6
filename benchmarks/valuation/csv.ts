import { readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import { parse } from 'csv-parse/sync'

/** A row of a CSV by column; what is empty is absent. */
export type Row = Readonly<Record<string, string>>

/** Reads a CSV with a header, gzipped where its name ends in `.gz`. */
export function readCsv(path: string): Row[] {
  const bytes = readFileSync(path)
  const rows: Record<string, string>[] = parse(path.endsWith('.gz') ? gunzipSync(bytes) : bytes, {
    columns: true,
    bom: true,
    trim: true,
    skip_empty_lines: true,
    relax_column_count: true,
  })
  for (const row of rows)
    for (const [column, cell] of Object.entries(row)) if (cell === '') delete row[column]
  return rows
}
