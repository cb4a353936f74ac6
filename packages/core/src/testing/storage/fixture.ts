import assert from 'node:assert/strict'
import type {
  BaseRecord,
  Collection,
  Counters,
  DumpedRow,
  DumpOptions,
  OwnerScope,
  Page,
  Series,
  SeriesRow,
  Storage,
  Tables,
  WriteResult,
} from '../../ports/index.js'
import {
  type Label,
  labelsTable,
  marksTable,
  type Reading,
  readingsTable,
  type Sample,
  samplesTable,
} from './sample-tables.js'

/** The sample tables of a storage, or of a transaction. */
export interface Samples {
  readonly samples: Collection<Sample>
  readonly labels: Collection<Label>
  readonly readings: Series<Reading>
  readonly marks: Series<SeriesRow>
  readonly counters: Counters
}

/** The fixture of a case: an empty storage, and more of them on request. */
export interface Fixture extends Samples {
  /** The storage under test. */
  readonly storage: Storage
  /** Makes another empty storage. */
  openAnother(): Promise<Storage>
}

/** A function that rejects when the storage breaks the promise of a case. */
export type Proof = (fixture: Fixture) => Promise<void>

/** Returns the sample tables of a storage or a transaction. */
export function samplesIn(tables: Tables): Samples {
  return {
    samples: tables.collection(samplesTable),
    labels: tables.collection(labelsTable),
    readings: tables.series(readingsTable),
    marks: tables.series(marksTable),
    counters: tables.counters,
  }
}

/** The properties of the error for an invalid argument. */
export const refusal = { code: 'VALIDATION' }

/** Inserts records and returns them as they were stored; fails when one was not. */
export async function insert<Item extends BaseRecord>(
  collection: Collection<Item>,
  items: readonly Item[],
): Promise<readonly Item[]> {
  const results = await collection.write(items.map((item) => ({ insert: item })))
  return results.map(stored)
}

/** Returns the record of a successful write. */
export function stored<Item>(result: WriteResult<Item> | undefined): Item {
  assert.ok(result?.ok, `expected a write that goes well, got ${JSON.stringify(result)}`)
  return result.record
}

/** Updates one record. Resolves to `ok`, or to the reason of the failure. */
export async function update<Item extends BaseRecord>(
  collection: Collection<Item>,
  item: Item,
): Promise<string> {
  const [result] = await collection.write([{ update: item }])
  assert.ok(result, 'expected a result for the operation')
  return result.ok ? 'ok' : result.reason
}

/** Reads pages to the end, at most 1,000 of them; `between` runs after each. */
export async function everyPage<Item>(
  ask: (after: string | undefined) => Promise<Page<Item>>,
  between: () => Promise<unknown> = async () => undefined,
): Promise<readonly (readonly Item[])[]> {
  const pages: (readonly Item[])[] = []
  let after: string | undefined
  do {
    const page = await ask(after)
    pages.push(page.items)
    after = page.next
    assert.ok(pages.length <= 1_000, 'expected the pages to come to an end')
    await between()
  } while (after !== undefined)
  return pages
}

/** Reads all records of an owner, or of all, in the order of their ids. */
export async function everything<Item extends BaseRecord>(
  collection: Collection<Item>,
  owner: OwnerScope = 'ana',
): Promise<readonly Item[]> {
  const { items } = await collection.page(owner, { limit: 100_000 })
  return items
}

/** Reads a whole dump. */
export async function dumpOf(storage: Storage, options?: DumpOptions): Promise<readonly DumpedRow[]> {
  const rows: DumpedRow[] = []
  for await (const row of storage.dump(options)) rows.push(row)
  return rows
}
