import type { Access, Calls } from './access.js'
import type { Driver } from './driver.js'
import { lacksPartition } from './failures.js'
import { makePartitions, monthsWithoutPartition } from './partitions.js'
import { getRecords, stretchesOf, writeRecords } from './records.js'
import { reserveMany, reservingTogether } from './reservations.js'
import { appendRows, ownWritesMs } from './rows.js'
import type { SqlTable } from './sql.js'

/** Feeds are followed live: who is woken by an event must find it. */
const followed = 'events'

/** Whether a read may be answered by a replica: this process wrote nothing there lately that it may lack. */
const mayLag = ({ shape, writtenAt }: SqlTable, owner: string): boolean =>
  shape.name !== followed && Date.now() - (writtenAt.get(owner) ?? 0) > ownWritesMs

/** The calls as they are made by themselves: each its own statement. */
export function plainCalls(
  { isInside, once, together }: Omit<Access, 'calls'>,
  schema: string,
  replica?: Driver,
): Calls {
  const reserve = reservingTogether((some) => once((session) => reserveMany(session, schema, some)))
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
    reserve,
    read: async (table, owner, _keys, work) => {
      if (!replica || isInside || !mayLag(table, owner)) return once(work)
      // Whatever fails there is asked of the server itself, which says what is wrong with it.
      return work(replica.alone).catch(() => once(work))
    },
  }
}
