import { StorageError, TelltaleError, ValidationError } from '@telltale/core'
import type { CollectionShape, DumpedRow, DumpOptions, SeriesShape } from '@telltale/core/ports'
import { Counts } from './counts.js'
import { Records } from './records.js'
import { Rows } from './rows.js'
import type { Table } from './table.js'
import { UnclaimedRows } from './unclaimed-rows.js'

/** Everything that is stored, as it stands at one moment. */
export class State {
  readonly #tables: Map<string, Table>

  constructor(tables: Iterable<Table> = [new Counts()]) {
    this.#tables = new Map(Array.from(tables, (table) => [table.name, table]))
  }

  /** The same, to be changed apart from this; costs next to nothing. */
  clone(): State {
    return new State(Array.from(this.#tables.values(), (table) => table.clone()))
  }

  /** The number of the last change: a later one has a higher number. */
  get lastChange(): number {
    return Math.max(...Array.from(this.#tables.values(), (table) => table.lastChange))
  }

  /** The collection of this definition. */
  records(shape: CollectionShape): Records {
    const table = this.#tables.get(shape.name)
    return table instanceof Records ? table : this.#claim(Records.of(shape))
  }

  /** The series of this definition. */
  rows(shape: SeriesShape): Rows {
    const table = this.#tables.get(shape.name)
    return table instanceof Rows ? table : this.#claim(Rows.of(shape))
  }

  get counts(): Counts {
    return this.#tables.get('counters') as Counts
  }

  /** Puts a table whose definition is now known in the place of the rows that were loaded before it was. */
  #claim<Claimed extends Table>(table: Claimed): Claimed {
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
    if (!table && kind !== 'counter') return new UnclaimedRows(kind, name)
    throw new ValidationError('storage', [{ path: 'name', message: `'${name}' is no ${kind}` }])
  }

  /** Every row, or those that are asked for, in the order of a dump; the rows themselves, not copies. */
  *dump({ ownerId, series }: DumpOptions = {}): Generator<DumpedRow> {
    const tables = [...this.#tables.values()]
      .filter(({ kind, name }) => !series || (kind === 'series' && name === series.name))
      .sort((left, right) => (`${left.kind} ${left.name}` < `${right.kind} ${right.name}` ? -1 : 1))
    for (const table of tables) {
      const rows = series && table instanceof Rows ? table.olderThan(series.before) : table.rows(ownerId)
      for (const row of rows)
        if ((ownerId ?? row.ownerId) === row.ownerId && (!series || Number(row.at) < series.before))
          yield { kind: table.kind, name: table.name, row }
    }
  }

  /**
   * Puts a dumped row in, plain JSON that nobody else holds.
   *
   * @throws `ValidationError` when it does not fit, `ConflictError` when a unique key is taken.
   */
  restore(dumped: unknown): void {
    const { kind, name, row } = readDumped(dumped)
    const table = this.#table(kind, name)
    table.restore(row)
    this.#tables.set(name, table)
  }

  /** Removes all that belongs to an owner; gives how many rows of each table that had any. */
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
