import { StorageError, TelltaleError, ValidationError } from '@telltale/core'
import type { CollectionShape, DumpedRow, DumpOptions, SeriesShape } from '@telltale/core/ports'
import { CounterTable } from './counter-table.js'
import { RecordTable } from './record-table.js'
import { SeriesTable } from './series-table.js'
import type { Table } from './table.js'
import { UntypedTable } from './untyped-table.js'

/** Access to the state, directly or within a transaction. */
export interface StateAccess {
  /** Reads from the state. */
  read<Result>(query: (state: State) => Result): Promise<Result>
  /** Changes the state in one step. */
  write<Result>(change: (state: State) => Result): Promise<Result>
}

/** The whole content of a storage. */
export class State {
  readonly #tables: Map<string, Table>

  constructor(tables: Iterable<Table> = [new CounterTable()]) {
    this.#tables = new Map(Array.from(tables, (table) => [table.name, table]))
  }

  /** Returns a copy that changes independently. It shares all rows until one of the two changes. */
  clone(): State {
    return new State(Array.from(this.#tables.values(), (table) => table.clone()))
  }

  /** The number of the last change. Later changes have higher numbers. */
  get lastChange(): number {
    return Math.max(...Array.from(this.#tables.values(), (table) => table.lastChange))
  }

  /** Returns the table of a collection. */
  collection(shape: CollectionShape): RecordTable {
    const table = this.#tables.get(shape.name)
    return table instanceof RecordTable ? table : this.#define(RecordTable.of(shape))
  }

  /** Returns the table of a series. */
  series(shape: SeriesShape): SeriesTable {
    const table = this.#tables.get(shape.name)
    return table instanceof SeriesTable ? table : this.#define(SeriesTable.of(shape))
  }

  /** The table of the counters. */
  get counters(): CounterTable {
    return this.#tables.get('counters') as CounterTable
  }

  /** Adds a table whose definition is now known, with the rows that were loaded before. */
  #define<Defined extends Table>(table: Defined): Defined {
    const { kind, name } = table
    try {
      for (const row of this.#table(kind, name).rows()) table.restore(row)
    } catch (cause) {
      if (!TelltaleError.is(cause)) throw cause
      throw new StorageError(
        `what was loaded into '${name}' does not fit its definition, so another version wrote it (${cause.message})`,
        { damaged: true, cause },
      )
    }
    this.#tables.set(name, table)
    return table
  }

  #table(kind: DumpedRow['kind'], name: string): Table {
    const table = this.#tables.get(name)
    if (table?.kind === kind) return table
    if (!table && kind !== 'counter') return new UntypedTable(kind, name)
    throw new ValidationError('storage', [{ path: 'name', message: `'${name}' is no ${kind}` }])
  }

  /** Yields the rows that the options ask for, in the order of a dump. They are not copies. */
  *dump({ ownerId, series }: DumpOptions = {}): Generator<DumpedRow> {
    const tables = [...this.#tables.values()]
      .filter(({ kind, name }) => !series || (kind === 'series' && name === series.name))
      .sort((left, right) => (`${left.kind} ${left.name}` < `${right.kind} ${right.name}` ? -1 : 1))
    for (const table of tables) {
      const rows =
        series && table instanceof SeriesTable ? table.olderThan(series.before) : table.rows(ownerId)
      for (const row of rows)
        if ((ownerId ?? row.ownerId) === row.ownerId && (!series || Number(row.at) < series.before))
          yield { kind: table.kind, name: table.name, row }
    }
  }

  /**
   * Inserts a dumped row: plain JSON that nothing else refers to.
   *
   * @throws `ValidationError` when it does not fit, `ConflictError` when a unique key is taken.
   */
  restore(dumped: unknown): void {
    const { kind, name, row } = readDumped(dumped)
    const table = this.#table(kind, name)
    table.restore(row)
    this.#tables.set(name, table)
  }

  /** Removes everything that belongs to an owner. Returns the number of rows of each table that had any. */
  erase(ownerId: string): Readonly<Record<string, number>> {
    const counts = Array.from(this.#tables.values(), (table) => [table.name, table.erase(ownerId)] as const)
    return Object.fromEntries(counts.filter(([, count]) => count > 0))
  }
}

const kinds: readonly unknown[] = ['collection', 'series', 'counter'] satisfies DumpedRow['kind'][]

function readDumped(dumped: unknown): { kind: DumpedRow['kind']; name: string; row: unknown } {
  const { kind, name, row } = Object(dumped)
  if (kinds.includes(kind) && typeof name === 'string') return { kind, name, row }
  throw new ValidationError('storage.load', [
    { path: '', message: `expected dumped rows { kind, name, row }, of the kind ${kinds.join(', ')}` },
  ])
}
