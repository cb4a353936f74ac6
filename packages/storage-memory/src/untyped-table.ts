import { type Row, readRecord, readRow, recordColumns, rowColumns } from '@telltale/core/ports'
import { after, before, SortedRows } from './sorted-rows.js'
import type { Table } from './table.js'

const emptyShape = { name: '', columns: {}, unique: [], indexes: [] }
const commonColumns = {
  collection: { columns: recordColumns(emptyShape), order: ['ownerId', 'id'], read: readRecord },
  series: { columns: rowColumns(emptyShape), order: ['ownerId', 'key', 'at', 'id'], read: readRow },
}

/** Rows that were loaded before the definition of their table was known. Only the columns of every table are checked. */
export class UntypedTable implements Table {
  readonly kind: 'collection' | 'series'
  readonly name: string
  readonly #rows: SortedRows

  constructor(kind: 'collection' | 'series', name: string, rows?: SortedRows) {
    this.kind = kind
    this.name = name
    this.#rows = rows ?? SortedRows.by(commonColumns[kind].columns, commonColumns[kind].order)
  }

  clone(): UntypedTable {
    return new UntypedTable(this.kind, this.name, this.#rows.clone())
  }

  get lastChange(): number {
    return this.#rows.lastChange
  }

  rows(ownerId?: string): Iterable<Row> {
    const scope = ownerId === undefined ? {} : { ownerId }
    return this.#rows.between(before(scope), after(scope))
  }

  restore(row: unknown): void {
    const { columns, read } = commonColumns[this.kind]
    const plain = Object(row)
    read('storage.load', columns, Object.fromEntries(Object.keys(columns).map((name) => [name, plain[name]])))
    this.#rows.put(plain)
  }

  erase(ownerId: string): number {
    return this.#rows.removeBetween(before({ ownerId }), after({ ownerId }))
  }
}
