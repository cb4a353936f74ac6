import type { Storage } from '@telltale/core/ports'
import type { SampleTables } from '@telltale/core/testing'

/** Runs a statement that selects names. */
type SelectNames = (text: string, values: string[]) => Promise<{ readonly rows: { readonly name: string }[] }>

/**
 * The schemas of the conformance cases, each in use by one storage at a time. A schema is emptied and used again, since
 * migrating a new one takes much longer than most cases.
 */
export class SchemaPool {
  readonly #select: SelectNames
  readonly #prefix: string
  readonly #free: string[] = []
  #count = 0

  /**
   * @param select - runs statements in the database of the schemas.
   * @param prefix - the beginning of the schemas' names.
   */
  constructor(select: SelectNames, prefix: string) {
    this.#select = select
    this.#prefix = prefix
  }

  /** Opens a storage in an empty schema, which becomes free when the storage is closed. */
  async open(tables: SampleTables, open: (schema: string) => Storage): Promise<Storage> {
    const schema = await this.#take(tables)
    const storage = open(schema)
    let isClosed = false
    const close = async () => {
      await storage.close()
      if (!isClosed) this.#free.push(schema)
      isClosed = true
    }
    return { ...storage, close }
  }

  async #take(tables: SampleTables): Promise<string> {
    const schema = this.#free.pop()
    if (schema === undefined) return `${this.#prefix} ${this.#count++}`
    await this.#empty(schema, tables)
    return schema
  }

  /** Drops all partitions, which the next `migrate()` makes again as in a new schema, and deletes all other rows. */
  async #empty(schema: string, { collections, series }: SampleTables): Promise<void> {
    const quoted = (name: string) => `"${schema}"."${name}"`
    const { rows: partitions } = await this.#select(
      `select part.relname as name from pg_inherits join pg_class as part on part.oid = inhrelid
        join pg_class as parent on parent.oid = inhparent
        where part.relnamespace = $1::regnamespace and parent.relkind = 'p' and part.relkind = 'r'
          and parent.relname = any(string_to_array($2, ','))`,
      [`"${schema}"`, series.map(({ name }) => name).join()],
    )
    const kept = [...collections.map(({ name }) => name), 'counters', 'telltale__rows']
    if (partitions.length > 0)
      await this.#select(`drop table ${partitions.map(({ name }) => quoted(name)).join(', ')}`, [])
    await this.#select(`truncate ${kept.map(quoted).join(', ')} cascade`, [])
  }
}
