import type {
  BaseRecord,
  Collection,
  CollectionDefinition,
  Counters,
  Page,
  Series,
  SeriesDefinition,
  SeriesRow,
  Storage,
  Tables,
  WriteResult,
} from '@telltale/core/ports'

/** What is done wrong: for each part of a storage, what is called instead of the right thing. */
export interface Sabotage {
  readonly collection?: <Item extends BaseRecord>(
    right: Collection<Item>,
    definition: CollectionDefinition<Item>,
    tables: Tables,
  ) => Partial<Collection<Item>>
  readonly series?: <Row extends SeriesRow>(
    right: Series<Row>,
    definition: SeriesDefinition<Row>,
    tables: Tables,
  ) => Partial<Series<Row>>
  readonly counters?: (right: Counters) => Partial<Counters>
  readonly storage?: (right: Storage, sabotaged: Storage) => Partial<Storage>
}

/** A storage that does one thing wrong, and the cases that must notice. */
export interface BrokenStorage {
  readonly breaks: readonly string[]
  /** Called for each storage, so that it can remember. */
  readonly sabotage: () => Sabotage
}

/** The right storage, but for the sabotage, which holds within transactions as well. */
export function sabotaged(right: Storage, { collection, series, counters, storage }: Sabotage): Storage {
  const tablesOf = (tables: Tables): Tables => ({
    collection: (definition) => {
      const rightOne = tables.collection(definition)
      return { ...rightOne, ...collection?.(rightOne, definition, tables) }
    },
    series: (definition) => {
      const rightOne = tables.series(definition)
      return { ...rightOne, ...series?.(rightOne, definition, tables) }
    },
    counters: { ...tables.counters, ...counters?.(tables.counters) },
  })
  const broken: Storage = {
    ...right,
    ...tablesOf(right),
    transaction: (work) => right.transaction((tables) => work(tablesOf(tables))),
  }
  return Object.assign(broken, storage?.(right, broken))
}

/** A collection whose records look different from what was stored, wherever they come out. */
export function collectionSeen<Item extends BaseRecord>(
  right: Collection<Item>,
  look: (item: Item) => Item,
): Pick<Collection<Item>, 'write' | 'get' | 'page' | 'claim'> {
  const lookAt = (result: WriteResult<Item>): WriteResult<Item> =>
    result.ok ? { ok: true, record: look(result.record) } : result
  return {
    write: async (operations) => (await right.write(operations)).map(lookAt),
    get: async (owner, id) => {
      const item = await right.get(owner, id)
      return item && look(item)
    },
    page: async (owner, query) => lookAtPage(await right.page(owner, query), look),
    claim: async (owner, query) => (await right.claim(owner, query)).map(look),
  }
}

/** A series whose rows look different from what was stored, wherever they come out. */
export function seriesSeen<Row extends SeriesRow>(
  right: Series<Row>,
  look: (row: Row) => Row,
): Pick<Series<Row>, 'latest' | 'range' | 'page'> {
  return {
    latest: async (owner, keys) =>
      new Map(Array.from(await right.latest(owner, keys), ([key, row]) => [key, look(row)])),
    range: async (owner, keys, query) =>
      (await right.range(owner, keys, query)).map((row) => look(row as unknown as Row)),
    page: async (owner, key, query) => lookAtPage(await right.page(owner, key, query), look),
  }
}

const lookAtPage = <Item>(page: Page<Item>, look: (item: Item) => Item): Page<Item> => ({
  ...page,
  items: page.items.map(look),
})

/** Does what `right` does, and where that refuses its arguments, what `instead` does. */
export async function lenient<Result>(
  right: () => Promise<Result>,
  instead: () => Promise<Result> | Result,
): Promise<Result> {
  try {
    return await right()
  } catch (cause) {
    if (Object(cause).code === 'VALIDATION') return instead()
    throw cause
  }
}

/** The record with other values in some columns. */
export const changed = <Item>(item: Item, changes: object): Item => ({ ...item, ...changes })

/** The value of a column, whatever the record. */
export const cell = (item: object, column: string): unknown => (item as Record<string, unknown>)[column]
