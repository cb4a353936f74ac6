import { TelltaleError, ValidationError } from '@telltale/core'
import {
  type CollectionShape,
  checkCollection,
  checkOwner,
  checkSeries,
  type DumpedRow,
  type DumpOptions,
  definitionKey,
  type SeriesShape,
  type Storage,
  type Tables,
} from '@telltale/core/ports'
import type { Access } from './access.js'
import { plainCalls } from './calls.js'
import { pgCollection } from './collection.js'
import { pgCounters } from './counters.js'
import type { Driver, Isolation, Session } from './driver.js'
import { lacksPartition, lostToAnother, toStorageError } from './failures.js'
import { playGroup } from './group.js'
import { inGroups } from './groups.js'
import { migrate } from './migrate.js'
import { pgSeries } from './series.js'
import { type SqlTable, sqlTable } from './sql.js'
import { eraseAll, loadAll, readAll, transfersOf } from './transfer.js'
import { rowsWithin, spooled, withSpool } from './transfer-stream.js'

const closed = (message: string) => new TelltaleError(message, { code: 'CLOSED', status: 503 })

/** How often what lost to another transaction is run again. */
const attempts = 20

/** A longer pause after each attempt, of a length that no other process has. */
const pause = (attempt: number) =>
  new Promise((resolve) => setTimeout(resolve, Math.random() * Math.min(100, 2 ** attempt)))

async function again<Result>(work: () => Promise<Result>, forget: () => void): Promise<Result> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await work()
    } catch (cause) {
      if (lacksPartition(cause)) forget()
      if (!lostToAnother(cause) || attempt === attempts) throw cause
      await pause(attempt)
    }
  }
}

/** What was thrown within a transaction by the one who runs it, which comes out as it is. */
class Thrown {
  readonly cause: unknown

  constructor(cause: unknown) {
    this.cause = cause
  }
}

/** Notes a failure that `work` may swallow: PostgreSQL keeps nothing of a transaction after one. */
function watched(session: Session): { session: Session; failure(): { readonly cause: unknown } | undefined } {
  let failure: { readonly cause: unknown } | undefined
  const run: Session['run'] = async (statement) => {
    try {
      const answer = await session.run(statement)
      if (statement.text.startsWith('rollback to savepoint')) failure = undefined
      return answer
    } catch (cause) {
      // What is asked after the first failure fails only because of that one.
      failure ??= { cause }
      throw cause
    }
  }
  return { session: { inTransaction: true, run }, failure: () => failure }
}

/** Makes the storage itself. */
export function createStorage(
  driver: Driver,
  schema: string,
  shapes: readonly (CollectionShape | SeriesShape)[],
  replica?: Driver,
): Storage {
  const known = new Map(
    shapes.map((shape) => [shape.name, { table: sqlTable(schema, shape), key: definitionKey(shape) }]),
  )
  const sqlTables = [...known.values()].map(({ table }) => table)
  const transfers = transfersOf(schema, sqlTables)
  const underWay = new Set<Promise<unknown>>()
  let closing: Promise<void> | undefined
  /** Ends the dumps that are under way: whoever reads one may be in no hurry. */
  const ending = new AbortController()

  /** Of a month that was dropped by another process, and is written to again. */
  const forget = () => {
    for (const { months } of sqlTables) months.clear()
  }
  const tried = <Result>(work: () => Promise<Result>): Promise<Result> =>
    again(work, forget).catch((cause) => {
      throw cause instanceof Thrown ? cause.cause : toStorageError(cause)
    })
  const call = async <Result>(work: () => Promise<Result>): Promise<Result> => {
    if (closing) throw closed('the storage is closed; make another one')
    const running = work()
    underWay.add(running)
    try {
      return await running
    } finally {
      underWay.delete(running)
    }
  }
  const together = <Result>(
    work: (session: Session) => Promise<Result>,
    isolation: Isolation = 'read committed',
  ) => call(() => tried(() => driver.transact(isolation, work)))
  const used = new WeakMap<object, SqlTable>()
  const tableOf = (shape: CollectionShape | SeriesShape): SqlTable => {
    const found = known.get(shape.name)
    if (found && found.key === definitionKey(shape)) return found.table
    const message = found
      ? 'expected the same definition that the storage was made with'
      : 'expected a table that the storage was made with; name it in `tables`'
    throw new ValidationError('storage', [{ path: shape.name, message }])
  }
  /** Checks a definition the first time. */
  const tableFor = <Shape extends CollectionShape | SeriesShape>(
    definition: Shape,
    check: (definition: Shape) => void,
  ): SqlTable => {
    const table = used.get(definition)
    if (table) return table
    check(definition)
    used.set(definition, tableOf(definition))
    return tableOf(definition)
  }
  const tablesBy = (access: Access): Tables => ({
    collection: (definition) =>
      pgCollection(definition, tableFor<CollectionShape>(definition, checkCollection), access),
    series: (definition) => pgSeries(definition, tableFor<SeriesShape>(definition, checkSeries), access),
    counters: pgCounters(schema, access),
  })
  const plainAccess = (reach: Omit<Access, 'calls'>): Access => ({
    ...reach,
    calls: plainCalls(reach, schema, replica),
  })

  const transact = async <Result>(
    given: Session,
    work: (tables: Tables) => Promise<Result>,
  ): Promise<Result> => {
    const { session, failure } = watched(given)
    let isOver = false
    let last: Promise<unknown> = Promise.resolve()
    /** Calls that are made at once come one after another: one that meets a taken key undoes its own part. */
    const reach: Access['once'] = async (use) => {
      const mine = last.then(() => {
        if (isOver) throw closed('the transaction is over; its tables cannot be used any more')
        return use(session)
      })
      last = mine.catch(() => undefined)
      return mine.catch((cause) => {
        throw toStorageError(cause)
      })
    }
    try {
      const result = await work(tablesBy(plainAccess({ isInside: true, once: reach, together: reach })))
      const failed = failure()
      if (failed) throw failed.cause
      return result
    } catch (cause) {
      const failed = failure()
      throw failed && lostToAnother(failed.cause) ? failed.cause : new Thrown(cause)
    } finally {
      isOver = true
    }
  }

  const dump = (options: DumpOptions): AsyncIterable<DumpedRow> => {
    const rows = rowsWithin<Session>(
      (read) => together(read, 'repeatable read'),
      (session) => readAll(session, transfers, options),
      ending.signal,
    )
    return driver.isSingle ? spooled(rows, ending.signal) : rows
  }
  const put = (rows: AsyncIterable<DumpedRow> | Iterable<DumpedRow>) =>
    together(async (session) => {
      try {
        return await loadAll(session, transfers, rows)
      } catch (cause) {
        throw new Thrown(cause)
      }
    })
  const load = async (rows: AsyncIterable<DumpedRow> | Iterable<DumpedRow>) => {
    if (closing) throw closed('the storage is closed; make another one')
    // Over one connection, rows that are read off it would wait for the transaction, and it for them.
    return driver.isSingle ? withSpool(rows, put) : put(rows)
  }
  const finish = async () => {
    ending.abort(closed('the storage was closed before the dump had ended'))
    await Promise.allSettled(underWay)
    await driver.close()
  }

  const alone = <Result>(work: (tables: Tables) => Promise<Result>) =>
    tried(() => driver.transact('serializable', (session) => transact(session, work)))
  const grouped = inGroups({
    alone,
    group: (members) =>
      again(
        () => driver.transact('serializable', (session) => playGroup(session, schema, members, tablesBy)),
        forget,
      ),
  })
  const once: Access['once'] = (work) => call(() => tried(() => work(driver.alone)))

  return {
    specVersion: 1,
    ...tablesBy(plainAccess({ isInside: false, once, together })),
    // Where there is one connection, transactions run one after another anyway.
    transaction: (work) => call(() => (driver.isSingle ? alone(work) : grouped(work))),
    erase: async (ownerId) => {
      checkOwner('storage.erase', ownerId)
      return together((session) => eraseAll(session, transfers, ownerId))
    },
    dump: (options = {}) => {
      if (options.ownerId !== undefined) checkOwner('storage.dump', options.ownerId)
      return dump(options)
    },
    load,
    migrate: async () => {
      await together((session) => migrate(session, schema, sqlTables))
    },
    close: () => {
      closing ??= finish()
      return closing
    },
  }
}
