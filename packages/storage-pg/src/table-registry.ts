import { ValidationError } from '@telltale/core'
import {
  type CollectionShape,
  checkCollection,
  checkSeries,
  definitionKey,
  type SeriesShape,
  type Tables,
} from '@telltale/core/ports'
import { pgCollection } from './collection.js'
import { pgCounters } from './counters.js'
import type { Executor } from './executor.js'
import { pgSeries } from './series.js'
import { type SqlTable, sqlTable } from './sql.js'

type Shape = CollectionShape | SeriesShape

/** The tables that a storage was made with, found by their definitions. */
export class TableRegistry {
  readonly schema: string
  readonly tables: readonly SqlTable[]
  readonly #byName: ReadonlyMap<string, { readonly table: SqlTable; readonly definitionKey: string }>
  readonly #checked = new WeakMap<object, SqlTable>()

  constructor(schema: string, shapes: readonly Shape[]) {
    this.schema = schema
    this.#byName = new Map(
      shapes.map((shape) => [
        shape.name,
        { table: sqlTable(schema, shape), definitionKey: definitionKey(shape) },
      ]),
    )
    this.tables = [...this.#byName.values()].map(({ table }) => table)
  }

  /** Forgets which partitions exist: another process has dropped one. */
  readonly forgetPartitions = (): void => {
    for (const { knownMonths } of this.tables) knownMonths.clear()
  }

  /** Returns the tables of the storage port, which reach the database through an executor. */
  readonly tablesOver = (executor: Executor): Tables => ({
    collection: (definition) =>
      pgCollection(definition, this.#resolve<CollectionShape>(definition, checkCollection), executor),
    series: (definition) =>
      pgSeries(definition, this.#resolve<SeriesShape>(definition, checkSeries), executor),
    counters: pgCounters(this.schema, executor),
  })

  /** Finds the table of a definition, which it checks the first time. */
  #resolve<Definition extends Shape>(
    definition: Definition,
    check: (definition: Definition) => void,
  ): SqlTable {
    const known = this.#checked.get(definition)
    if (known) return known
    check(definition)
    const table = this.#tableOf(definition)
    this.#checked.set(definition, table)
    return table
  }

  #tableOf(shape: Shape): SqlTable {
    const found = this.#byName.get(shape.name)
    if (found && found.definitionKey === definitionKey(shape)) return found.table
    const message = found
      ? 'expected the same definition that the storage was made with'
      : 'expected a table that the storage was made with; name it in `tables`'
    throw new ValidationError('storage', [{ path: shape.name, message }])
  }
}
