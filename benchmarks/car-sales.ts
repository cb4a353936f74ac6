import { existsSync, readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import { parse } from 'csv-parse/sync'

/** A row of a data set of cars, by column. A blank cell is an empty string. */
export type CarRow = Readonly<Record<string, string | undefined>>

const folder = new URL('../../shared/data/cars/', import.meta.url)

/** Reads the rows of a data set of real cars, such as `us_auction`. Prints a line and returns none when it is missing. */
export function carRows(set: string): readonly CarRow[] {
  const file = new URL(`${set}_train.csv.gz`, folder)
  if (!existsSync(file)) {
    console.log(`Not measured: needs ${set}_train.csv.gz in shared/data/cars, beside the repository.`)
    return []
  }
  return parse(gunzipSync(readFileSync(file)), { columns: true, skip_empty_lines: true })
}
