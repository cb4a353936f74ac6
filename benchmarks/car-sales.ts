import { existsSync, readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import { parse } from 'csv-parse/sync'

/** A row of a set of cars by column; a blank cell is an empty text. */
export type CarRow = Readonly<Record<string, string | undefined>>

const folder = new URL('../../shared/data/cars/', import.meta.url)

/** The rows of a set of real cars, such as `us_auction`; none, and a line that says so, where the data is not there. */
export function carRows(set: string): readonly CarRow[] {
  const file = new URL(`${set}_train.csv.gz`, folder)
  if (!existsSync(file)) {
    console.log(`Not measured: needs ${set}_train.csv.gz in shared/data/cars, beside the repository.`)
    return []
  }
  return parse(gunzipSync(readFileSync(file)), { columns: true, skip_empty_lines: true })
}
