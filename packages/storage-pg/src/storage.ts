import {
  type CollectionShape,
  checkOwner,
  type DumpedRow,
  type DumpOptions,
  defined,
  type SeriesShape,
  type Storage,
  type Tables,
} from '@telltale/core/ports'
import { pgBus } from './bus/pg-bus.js'
import { CallTracker } from './call-tracker.js'
import { directExecutor } from './direct-operations.js'
import type { Driver, Session } from './driver.js'
import type { Executor } from './executor.js'
import { ExportPlaces } from './export-places.js'
import { runGroup } from './group-commit/group.js'
import { groupCommitter } from './group-commit/group-committer.js'
import { migrate } from './migrate.js'
import type { PgSingleClient } from './pg-client.js'
import { HostError, retryCall, retryConflicts } from './retry.js'
import { TableRegistry } from './table-registry.js'
import { runTransaction } from './transaction.js'
import { dumpTables, eraseRows, loadRows, readRows } from './transfer.js'
import { spooled, streamWithin, withSpool } from './transfer-stream.js'

/** The parts of a storage. */
export interface StorageParts {
  readonly driver: Driver
  readonly schema: string
  readonly shapes: readonly (CollectionShape | SeriesShape)[]
  /** The driver of a read replica. */
  readonly replica?: Driver | undefined
  /** Makes the connection that the bus listens over. */
  readonly listen?: (() => Promise<PgSingleClient>) | undefined
}

/** The longest time that an export keeps its connection while nobody reads on. */
const maxUnreadMs = 60_000

type Rows = AsyncIterable<DumpedRow> | Iterable<DumpedRow>

/** Makes the storage over a database. */
export function createStorage({ driver, schema, shapes, replica, listen }: StorageParts): Storage {
  const registry = new TableRegistry(schema, shapes)
  const calls = new CallTracker()
  const run = <Result>(work: () => Promise<Result>) =>
    calls.track(() => retryCall(work, registry.forgetPartitions))
  const withSession: Executor['withSession'] = (work) => run(() => work(driver.autocommit))
  const withTransaction: Executor['withTransaction'] = (work, isolation = 'read committed') =>
    run(() => driver.transact(isolation, work))
  const executor = { isInTransaction: false, withSession, withTransaction }
  const transact = transactions(driver, registry)
  return {
    specVersion: 1,
    ...registry.tablesOver(directExecutor(executor, schema, replica)),
    ...transferCalls(driver, registry, calls, withTransaction),
    transaction: (work) => calls.track(() => transact(work)),
    migrate: async () => {
      await withTransaction((session) => migrate(session, schema, registry.tables))
    },
    close: () => calls.close(() => driver.close()),
    ...defined({
      openBus: driver.isSingleConnection
        ? undefined
        : () => pgBus({ session: driver.autocommit, schema, connect: listen }),
    }),
  }
}

/** Returns the function that runs transactions: in groups on a server, one after another over a single connection. */
function transactions(driver: Driver, registry: TableRegistry) {
  const runAlone = <Result>(work: (tables: Tables) => Promise<Result>) =>
    retryCall(
      () => driver.transact('serializable', (session) => runTransaction(session, registry, work)),
      registry.forgetPartitions,
    )
  if (driver.isSingleConnection) return runAlone
  return groupCommitter({
    runAlone,
    runGroup: (participants) =>
      retryConflicts(
        () => driver.transact('serializable', (session) => runGroup(session, registry, participants)),
        registry.forgetPartitions,
      ),
  })
}

/** Makes the calls that go through whole tables: `erase`, `dump` and `load`. */
function transferCalls(
  driver: Driver,
  registry: TableRegistry,
  calls: CallTracker,
  withTransaction: Executor['withTransaction'],
): Pick<Storage, 'erase' | 'dump' | 'load'> {
  const tables = dumpTables(registry.schema, registry.tables)
  const places = new ExportPlaces()
  const dump = (options: DumpOptions): AsyncIterable<DumpedRow> => {
    const rows = streamWithin<Session>(
      places.scope((read) => withTransaction(read, 'repeatable read')),
      (session) => readRows(session, tables, options),
      { ending: calls.ending, maxUnreadMs },
    )
    return driver.isSingleConnection ? spooled(rows, calls.ending) : rows
  }
  const load = (rows: Rows) =>
    withTransaction(async (session) => {
      try {
        return await loadRows(session, tables, rows)
      } catch (cause) {
        throw new HostError(cause)
      }
    })
  return {
    erase: async (ownerId) => {
      checkOwner('storage.erase', ownerId)
      return withTransaction((session) => eraseRows(session, tables, ownerId))
    },
    dump: (options = {}) => {
      if (options.ownerId !== undefined) checkOwner('storage.dump', options.ownerId)
      return dump(options)
    },
    load: async (rows) => {
      calls.checkOpen()
      // Over a single connection, rows that are read from it would wait for the transaction, and it for them.
      return driver.isSingleConnection ? withSpool(rows, load) : load(rows)
    },
  }
}
