import { feedTable } from '@telltale/core/tables'
import type { Driver } from './driver.js'
import type { Executor, Operations } from './executor.js'
import { isMissingPartition } from './failures.js'
import { ensurePartitions, unknownMonths } from './partitions.js'
import { batchesOf, getRecords, writeRecords } from './records.js'
import { batchedReservations, reserveSlots } from './reservations.js'
import { appendRows, ownWritesMs } from './rows.js'
import type { SqlTable } from './sql.js'

/**
 * Checks whether a replica may answer a read. It may when this process wrote nothing of the owner's lately. Feeds are
 * followed live: whoever is woken by an event must find it.
 */
const mayReadReplica = ({ shape, lastWriteAt }: SqlTable, owner: string): boolean =>
  shape.name !== feedTable.name && Date.now() - (lastWriteAt.get(owner) ?? 0) > ownWritesMs

/** Makes the operations that run at once, each as a statement of its own. */
function directOperations(
  executor: Omit<Executor, 'operations'>,
  schema: string,
  replica?: Driver,
): Operations {
  const { isInTransaction, withSession, withTransaction } = executor
  return {
    get: async (table, owner, id) =>
      (await withSession((session) => getRecords(session, table, [{ owner, id }])))[0],
    write: (table, writes) => {
      const isOneStatement =
        writes.length === 1 || (batchesOf(writes).length === 1 && writes[0]?.kind === 'insert')
      const run = isOneStatement ? withSession : withTransaction
      return run((session) => writeRecords(session, table, writes))
    },
    append: async (table, rows) => {
      if (!isInTransaction && unknownMonths(table, rows).length === 0) {
        const count = await withSession((session) =>
          appendRows(session, table, rows).catch((cause) => {
            // Another process has dropped the month since this one last saw it.
            if (!isMissingPartition(cause)) throw cause
            table.knownMonths.clear()
            return undefined
          }),
        )
        if (count !== undefined) return count
      }
      return withTransaction(async (session) => {
        await ensurePartitions(session, table, unknownMonths(table, rows))
        return appendRows(session, table, rows)
      })
    },
    reserve: batchedReservations((batch) => withSession((session) => reserveSlots(session, schema, batch))),
    read: async ({ table, owner, run }) => {
      if (!replica || isInTransaction || !mayReadReplica(table, owner)) return withSession(run)
      // After any failure of the replica, the server answers itself, or says what is wrong.
      return run(replica.autocommit).catch(() => withSession(run))
    },
  }
}

/** Adds the direct operations to an executor. */
export const directExecutor = (
  executor: Omit<Executor, 'operations'>,
  schema: string,
  replica?: Driver,
): Executor => ({ ...executor, operations: directOperations(executor, schema, replica) })
