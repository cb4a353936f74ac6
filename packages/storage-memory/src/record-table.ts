import { ConflictError } from '@telltale/core'
import {
  type CollectionShape,
  type ColumnCondition,
  type ColumnOrder,
  type Columns,
  everyOwner,
  type OwnerScope,
  type Row,
  readRecord,
  recordColumns,
} from '@telltale/core/ports'
import { conditionTest, indexRangeOf, mergeRows, type Selection, selectionsByValue } from './selection.js'
import { after, before, SortedRows } from './sorted-rows.js'
import type { Table } from './table.js'

/** The ends of the leases of claimed records. They are kept outside the records, and so out of dumps. */
const leasedUntil = new WeakMap<Row, number>()

interface StoredRecord extends Row {
  readonly version: number
}

/** A write whose record was checked and copied. */
export interface CheckedWrite {
  readonly kind: 'insert' | 'update'
  readonly record: Row
}

/** The outcome of one write: the stored record itself, or the reason why nothing was written. */
export type WriteOutcome =
  | { readonly ok: true; readonly record: Row }
  | { readonly ok: false; readonly reason: 'missing' | 'version' | 'unique' }

/** The number of records to lease, and for how long. */
export interface Lease {
  /** The largest number of records. */
  readonly limit: number
  readonly now: number
  readonly leaseMs: number
}

const ascendingById: ColumnOrder = { column: 'id', type: 'text', direction: 'asc' }

/**
 * The table of one collection. A record is replaced, never changed in place. The index that a selection needs is made at
 * its first use, and updated from then on.
 */
export class RecordTable implements Table {
  readonly kind = 'collection'
  readonly name: string
  /** All columns, including those of every collection. */
  readonly columns: Columns
  readonly #byId: SortedRows
  readonly #uniqueKeys: readonly SortedRows[]
  readonly #indexes: Map<string, SortedRows>

  private constructor(name: string, columns: Columns, byId: SortedRows, uniqueKeys: readonly SortedRows[]) {
    this.name = name
    this.columns = columns
    this.#byId = byId
    this.#uniqueKeys = uniqueKeys
    this.#indexes = new Map([[byId.names.join(), byId]])
  }

  /** Makes an empty table. */
  static of(shape: CollectionShape): RecordTable {
    const columns = recordColumns(shape)
    const byId = SortedRows.by(columns, ['ownerId', 'id'])
    const uniqueKeys = shape.unique.map((names) => SortedRows.by(columns, ['ownerId', ...names]))
    return new RecordTable(shape.name, columns, byId, uniqueKeys)
  }

  clone(): RecordTable {
    const uniqueKeys = this.#uniqueKeys.map((rows) => rows.clone())
    const clone = new RecordTable(this.name, this.columns, this.#byId.clone(), uniqueKeys)
    for (const [key, rows] of this.#indexes) if (rows !== this.#byId) clone.#indexes.set(key, rows.clone())
    return clone
  }

  /** Applies writes in order. Returns the outcome of each. */
  write(writes: readonly CheckedWrite[]): readonly WriteOutcome[] {
    return writes.map(({ kind, record }) => (kind === 'insert' ? this.#insert(record) : this.#update(record)))
  }

  #insert(record: Row): WriteOutcome {
    if (this.#byId.find(record) || this.#isTaken(record)) return { ok: false, reason: 'unique' }
    return { ok: true, record: this.#replace(undefined, { ...record, version: 1 }) }
  }

  #update(record: Row): WriteOutcome {
    const stored = this.#byId.find(record) as StoredRecord | undefined
    if (!stored) return { ok: false, reason: 'missing' }
    if (stored.version !== record.version) return { ok: false, reason: 'version' }
    if (this.#isTaken(record)) return { ok: false, reason: 'unique' }
    return { ok: true, record: this.#replace(stored, { ...record, version: stored.version + 1 }) }
  }

  #isTaken(record: Row): boolean {
    return this.#uniqueKeys.some((rows) => {
      const holder = rows.find(record)
      return holder !== undefined && holder.id !== record.id
    })
  }

  #replace(old: Row | undefined, record: Row): Row {
    for (const rows of [...this.#uniqueKeys, ...this.#indexes.values()])
      if (old) rows.replace(old, record)
      else rows.put(record)
    return record
  }

  #remove(record: Row): void {
    for (const rows of [...this.#uniqueKeys, ...this.#indexes.values()]) rows.remove(record)
  }

  /** Finds the record of an id within the scope. When several owners have one, returns the first owner's. */
  find(owner: OwnerScope, id: string): Row | undefined {
    if (owner !== everyOwner) return this.#byId.find({ ownerId: owner, id })
    const conditions: ColumnCondition[] = [{ column: 'id', type: 'text', in: [id] }]
    return this.select(owner, { conditions, order: ascendingById }).next().value
  }

  /** Yields the selected records, in order. Of a column that may have several values, each is looked up by itself. */
  *select(owner: OwnerScope, selection: Selection): Generator<Row, undefined> {
    const parts = selectionsByValue(selection).map((part) => this.#selectRange(owner, part))
    const [only] = parts
    if (only && parts.length === 1) yield* only
    else yield* mergeRows(parts, selection.order)
    return undefined
  }

  *#selectRange(owner: OwnerScope, selection: Selection): Generator<Row, undefined> {
    const { names, from, to } = indexRangeOf(owner, selection)
    const isSelected = conditionTest(selection.conditions)
    for (const record of this.#indexBy(names).between(from, to, selection.order.direction))
      if (isSelected(record)) yield record
  }

  #indexBy(names: readonly string[]): SortedRows {
    const key = names.join()
    const known = this.#indexes.get(key)
    if (known) return known
    const rows = SortedRows.by(this.columns, names)
    for (const record of this.rows()) rows.put(record)
    this.#indexes.set(key, rows)
    return rows
  }

  /** Counts the records of the scope that meet the conditions. */
  count(owner: OwnerScope, conditions: readonly ColumnCondition[]): number {
    return Array.from(this.select(owner, { conditions, order: ascendingById })).length
  }

  /** Leases selected records that are free. Returns them with their new versions. */
  claim(owner: OwnerScope, selection: Selection, { limit, now, leaseMs }: Lease): readonly Row[] {
    const free: StoredRecord[] = []
    for (const record of this.select(owner, selection) as Iterable<StoredRecord>) {
      if ((leasedUntil.get(record) ?? now) <= now) free.push(record)
      if (free.length === limit) break
    }
    return free.map((record) => {
      const leased = this.#replace(record, { ...record, version: record.version + 1 })
      leasedUntil.set(leased, now + leaseMs)
      return leased
    })
  }

  /** Removes the records of these ids within the scope. Returns their number. */
  delete(owner: OwnerScope, ids: readonly string[]): number {
    let removed = 0
    for (const id of ids)
      for (let record = this.find(owner, id); record; record = this.find(owner, id)) {
        this.#remove(record)
        removed++
      }
    return removed
  }

  get lastChange(): number {
    return this.#byId.lastChange
  }

  rows(ownerId?: string): Iterable<Row> {
    const scope = ownerId === undefined ? {} : { ownerId }
    return this.#byId.between(before(scope), after(scope))
  }

  restore(row: unknown): void {
    const record = readRecord('storage.load', this.columns, row)
    if (this.#isTaken(record))
      throw new ConflictError(
        `storage.load: another record of ${this.name} has a unique key of ${record.id}; load into an empty storage`,
      )
    this.#replace(this.#byId.find(record), record)
  }

  erase(ownerId: string): number {
    const records = [...this.rows(ownerId)]
    for (const record of records) this.#remove(record)
    return records.length
  }
}
