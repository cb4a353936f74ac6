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
import { type Question, stretchOf, whatMeets } from './selection.js'
import { after, before, SortedRows } from './sorted-rows.js'
import type { Table } from './table.js'

/** When the leases of claimed records end. Beside the records, so that it is neither a column nor part of a dump. */
const leasedUntil = new WeakMap<Row, number>()

interface StoredRecord extends Row {
  readonly version: number
}

/** A write whose record was checked and copied. */
export interface CheckedWrite {
  readonly kind: 'insert' | 'update'
  readonly record: Row
}

/** What came of a write; the record is the stored one itself. */
export type WriteOutcome =
  | { readonly ok: true; readonly record: Row }
  | { readonly ok: false; readonly reason: 'missing' | 'version' | 'unique' }

/** How many free records are wanted, and until when they are leased. */
export interface Lease {
  readonly limit: number
  readonly now: number
  readonly leaseMs: number
}

const upwardsById: ColumnOrder = { column: 'id', type: 'text', direction: 'asc' }

/**
 * The records of one collection. Each is replaced, never changed in place. The order that a question asks for is made
 * at its first use, and kept up from then on.
 */
export class Records implements Table {
  readonly kind = 'collection'
  readonly name: string
  /** Every column there is. */
  readonly columns: Columns
  readonly #byId: SortedRows
  readonly #uniqueKeys: readonly SortedRows[]
  readonly #orders: Map<string, SortedRows>

  private constructor(name: string, columns: Columns, byId: SortedRows, uniqueKeys: readonly SortedRows[]) {
    this.name = name
    this.columns = columns
    this.#byId = byId
    this.#uniqueKeys = uniqueKeys
    this.#orders = new Map([[byId.names.join(), byId]])
  }

  /** A collection without records. */
  static of(shape: CollectionShape): Records {
    const columns = recordColumns(shape)
    const byId = SortedRows.by(columns, ['ownerId', 'id'])
    const uniqueKeys = shape.unique.map((names) => SortedRows.by(columns, ['ownerId', ...names]))
    return new Records(shape.name, columns, byId, uniqueKeys)
  }

  clone(): Records {
    const uniqueKeys = this.#uniqueKeys.map((rows) => rows.clone())
    const clone = new Records(this.name, this.columns, this.#byId.clone(), uniqueKeys)
    for (const [key, rows] of this.#orders) if (rows !== this.#byId) clone.#orders.set(key, rows.clone())
    return clone
  }

  /** Applies writes in order; gives what came of each. */
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
    if (old) this.#remove(old)
    for (const rows of [...this.#uniqueKeys, ...this.#orders.values()]) rows.put(record)
    return record
  }

  #remove(record: Row): void {
    for (const rows of [...this.#uniqueKeys, ...this.#orders.values()]) rows.remove(record)
  }

  /** The record of this id that the scope holds; of several owners that have one, the first. */
  find(owner: OwnerScope, id: string): Row | undefined {
    if (owner !== everyOwner) return this.#byId.find({ ownerId: owner, id })
    const conditions: ColumnCondition[] = [{ column: 'id', type: 'text', in: [id] }]
    return this.select(owner, { conditions, order: upwardsById }).next().value
  }

  /** The records that a question is about, in its order. */
  *select(owner: OwnerScope, question: Question): Generator<Row, undefined> {
    const { names, from, to } = stretchOf(owner, question)
    const meets = whatMeets(question.conditions)
    for (const record of this.#inOrder(names).between(from, to, question.order.direction))
      if (meets(record)) yield record
  }

  #inOrder(names: readonly string[]): SortedRows {
    const key = names.join()
    const known = this.#orders.get(key)
    if (known) return known
    const rows = SortedRows.by(this.columns, names)
    for (const record of this.rows()) rows.put(record)
    this.#orders.set(key, rows)
    return rows
  }

  /** How many records of the scope meet the conditions. */
  count(owner: OwnerScope, conditions: readonly ColumnCondition[]): number {
    let count = 0
    for (const _ of this.select(owner, { conditions, order: upwardsById })) count++
    return count
  }

  /** Leases records that nobody holds; gives them with their new version. */
  claim(owner: OwnerScope, question: Question, { limit, now, leaseMs }: Lease): readonly Row[] {
    const free: StoredRecord[] = []
    for (const record of this.select(owner, question) as Iterable<StoredRecord>) {
      if ((leasedUntil.get(record) ?? now) <= now) free.push(record)
      if (free.length === limit) break
    }
    return free.map((record) => {
      const leased = this.#replace(record, { ...record, version: record.version + 1 })
      leasedUntil.set(leased, now + leaseMs)
      return leased
    })
  }

  /** Removes the scope's records of these ids; returns how many. */
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
