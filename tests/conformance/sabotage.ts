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

/** The defect of a broken storage: replacements for calls of each part of a storage. */
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

/** A storage with one defect, and the conformance cases that must notice it. */
export interface BrokenStorage {
  readonly breaks: readonly string[]
  /** Makes the defect. Called for each storage, so that it may keep state. */
  readonly sabotage: () => Sabotage
}

/** Returns a correct storage with a defect, which applies within transactions as well. */
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

/** Returns the calls of a collection that change records on their way out. */
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

/** Returns the calls of a series that change rows on their way out. */
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

/** Runs `right`, and `instead` when that refuses its arguments. */
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

/** Returns a record with other values in some columns. */
export const changed = <Item>(item: Item, changes: object): Item => ({ ...item, ...changes })

/** Returns the value of a column of any record. */
export const cell = (item: object, column: string): unknown => (item as Record<string, unknown>)[column]
