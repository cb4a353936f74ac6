import { ConflictError, excerpt, NotFoundError } from '../errors/index.js'
import { defined, parseOptions } from '../options/index.js'
import type { BaseRecord, CollectionDefinition, SeriesDefinition, SeriesRow, Tables } from '../ports/index.js'
import { listPage, type PageList, pageList } from './page-list.js'
import { type HistoryOptions, historySchema, type ListOptions, listSchema } from './page-options.js'
import type { Runtime } from './runtime.js'

/** The history of a record: the series that holds it. */
export interface RecordHistory<Row extends SeriesRow, Entry> {
  /** The series; its keys are ids of records. */
  readonly table: SeriesDefinition<Row>
  /** Converts a row for the host. */
  readonly fromRow: (row: Row) => Entry
  /** The function that was called, which begins the message of an error. */
  readonly call: string
}

/** The records of one kind of one owner: the operations that services share. */
export interface OwnedRecords<Item extends BaseRecord> {
  /** Makes the error for an id that this owner does not have. */
  notFound(id: string): NotFoundError
  /**
   * Reads one record.
   *
   * @throws `NotFoundError`
   */
  find(id: string): Promise<Item>
  /** Lists records in the order of their creation, which is the order of their ids. */
  list(page?: ListOptions): PageList<Item>
  /** Makes the base columns of a new record. */
  base(): BaseRecord
  /**
   * Lists the rows of a record in a series, newest first, each converted for the host.
   *
   * @throws `NotFoundError`
   */
  history<Row extends SeriesRow, Entry>(
    id: string,
    history: RecordHistory<Row, Entry>,
    page?: HistoryOptions,
  ): PageList<Entry>
}

/**
 * Makes the shared operations on one owner's records of one kind.
 *
 * @param noun - the name of a record in messages, such as `monitor`.
 */
export function ownedRecords<Item extends BaseRecord>(
  runtime: Runtime,
  table: CollectionDefinition<Item>,
  ownerId: string,
  noun: string,
): OwnedRecords<Item> {
  const records = runtime.storage.collection(table)
  const notFound = (id: string) =>
    new NotFoundError(
      typeof id === 'string'
        ? `no ${noun} has the id ${excerpt(id)}; list() gives those there are`
        : `expected the id of a ${noun}, a text, got ${excerpt(id)}; it is the \`id\` of what list() gives`,
    )
  const find = async (id: string): Promise<Item> => {
    const record = typeof id === 'string' ? await records.get(ownerId, id) : undefined
    if (!record) throw notFound(id)
    return record
  }
  return {
    notFound,
    find,
    list: (page) =>
      pageList(
        (query = {}) =>
          runtime.run(() =>
            listPage(records, ownerId, defined(parseOptions(`${table.name}.list`, listSchema, query))),
          ),
        page,
      ),
    base: () => {
      const now = runtime.clock.now()
      return { id: runtime.newId(), ownerId, version: 1, createdAt: now, updatedAt: now }
    },
    history: (id, { table: historyTable, fromRow, call }, page) =>
      pageList(
        (given = {}) =>
          runtime.run(async () => {
            const query = defined(parseOptions(call, historySchema, given))
            await find(id)
            const { items, ...rest } = await runtime.storage.series(historyTable).page(ownerId, id, query)
            return { ...rest, items: items.map(fromRow) }
          }),
        page,
      ),
  }
}

/** Writes a changed record. What somebody else wrote meanwhile is a conflict, which runs the transaction again. */
export async function storeRecord<Item extends BaseRecord>(
  tables: Tables,
  table: CollectionDefinition<Item>,
  record: Item,
): Promise<Item> {
  const [result] = await tables.collection(table).write([{ update: record }])
  if (result?.ok) return result.record
  if (result?.reason === 'unique')
    throw new ConflictError(`another one of the ${table.name} has the same unique key`, { retryable: true })
  throw new ConflictError(`${record.id} of the ${table.name} changed meanwhile; try again`, {
    retryable: true,
  })
}
