import { ConflictError, NotFoundError } from '../errors/index.js'
import { defined } from '../options/index.js'
import type {
  BaseRecord,
  CollectionDefinition,
  Page,
  SeriesDefinition,
  SeriesRow,
  Tables,
} from '../ports/index.js'
import { parseOptions } from '../ports/index.js'
import { type HistoryOptions, historySchema, type PageOptions, pageSchema } from './page-options.js'
import type { Runtime } from './runtime.js'

/** One owner's records of one kind, as every service reads and removes them. */
export interface OwnedRecords<Item extends BaseRecord> {
  /** The error for an id that is not there, or not this owner's. */
  notFound(id: string): NotFoundError
  /** @throws `NotFoundError` */
  find(id: string): Promise<Item>
  /** In the order they were made, as ids rise with time. */
  list(page?: PageOptions): Promise<Page<Item>>
  /** What every new record begins with. */
  base(): BaseRecord
  /** What a series keeps of a record, newest first, each row as the host reads it. @throws `NotFoundError` */
  history<Row extends SeriesRow, Reading>(
    id: string,
    kept: SeriesDefinition<Row>,
    read: (row: Row) => Reading,
    where: string,
    page?: HistoryOptions,
  ): Promise<Page<Reading>>
  /** Removes a record with all that a series keeps of it. @throws `NotFoundError` */
  remove<Row extends SeriesRow>(id: string, kept: SeriesDefinition<Row>): Promise<void>
}

/** One owner's records of one kind; `noun` is how messages call one. */
export function ownedRecords<Item extends BaseRecord>(
  runtime: Runtime,
  table: CollectionDefinition<Item>,
  ownerId: string,
  noun: string,
): OwnedRecords<Item> {
  const records = runtime.storage.collection(table)
  const notFound = (id: string) =>
    new NotFoundError(`no ${noun} has the id ${JSON.stringify(id)}; list() gives those there are`)
  const find = async (id: string): Promise<Item> => {
    const record = typeof id === 'string' ? await records.get(ownerId, id) : undefined
    if (!record) throw notFound(id)
    return record
  }
  return {
    notFound,
    find,
    list: (page = {}) => records.page(ownerId, defined(parseOptions(`${table.name}.list`, pageSchema, page))),
    base: () => {
      const now = runtime.clock.now()
      return { id: runtime.newId(), ownerId, version: 1, createdAt: now, updatedAt: now }
    },
    history: async (id, kept, read, where, page = {}) => {
      const query = defined(parseOptions(where, historySchema, page))
      await find(id)
      const { items, ...rest } = await runtime.storage.series(kept).page(ownerId, id, query)
      return { ...rest, items: items.map(read) }
    },
    remove: (id, kept) =>
      runtime.commit(ownerId, async (tables) => {
        if ((await tables.collection(table).delete(ownerId, [id])) === 0) throw notFound(id)
        await tables.series(kept).deleteKeys(ownerId, [id])
      }),
  }
}

/** Writes a changed record back; one that was changed meanwhile is a conflict, which runs the transaction again. */
export async function storeRecord<Item extends BaseRecord>(
  tables: Tables,
  table: CollectionDefinition<Item>,
  record: Item,
): Promise<Item> {
  const [result] = await tables.collection(table).write([{ update: record }])
  if (result?.ok) return result.record
  if (result?.reason === 'unique')
    throw new ConflictError(`another one of the ${table.name} has the same unique key`)
  throw new ConflictError(`${record.id} of the ${table.name} changed meanwhile; try again`, {
    retryable: true,
  })
}
