import type { Access, Calls } from './access.js'
import { lacksPartition } from './failures.js'
import { makePartitions, monthsWithoutPartition } from './partitions.js'
import { getRecords, stretchesOf, writeRecords } from './records.js'
import { reserveOne } from './reservations.js'
import { appendRows } from './rows.js'

/** The calls as they are made by themselves: each its own statement. */
export function plainCalls({ isInside, once, together }: Omit<Access, 'calls'>, schema: string): Calls {
  return {
    get: async (table, owner, id) =>
      (await once((session) => getRecords(session, table, [{ owner, id }])))[0],
    write: (table, writes) => {
      const isOne = writes.length === 1 || (stretchesOf(writes).length === 1 && writes[0]?.kind === 'insert')
      return (isOne ? once : together)((session) => writeRecords(session, table, writes))
    },
    append: async (table, rows) => {
      const missing = () => monthsWithoutPartition(table, rows)
      if (!isInside && missing().length === 0) {
        const count = await once((session) =>
          appendRows(session, table, rows).catch((cause) => {
            // The month was there, and was dropped by another process.
            if (!lacksPartition(cause)) throw cause
            table.months.clear()
            return undefined
          }),
        )
        if (count !== undefined) return count
      }
      return together(async (session) => {
        await makePartitions(session, table, missing())
        return appendRows(session, table, rows)
      })
    },
    reserve: (reservation) => once((session) => reserveOne(session, schema, reservation)),
    read: (_table, _owner, _keys, work) => once(work),
  }
}
