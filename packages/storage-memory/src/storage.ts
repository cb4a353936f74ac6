import { setImmediate } from 'node:timers/promises'
import { type Columns, checkOwner, readRow, type Storage } from '@telltale/core/ports'
import { Database, rowsPerTurn } from './database.js'
import type { Persistence } from './persistence.js'

/** The columns of a row whose table is not known yet: plain JSON. */
const jsonColumns: Columns = { row: { type: 'json' } }

/** Makes the storage over a persistence. */
export function createStorage(persistence: Persistence): Storage {
  const database = new Database(persistence)
  return {
    specVersion: 1,
    ...database.tables,
    transaction: (work) => database.transaction(work),
    erase: async (ownerId) => {
      checkOwner('storage.erase', ownerId)
      return database.write((state) => state.erase(ownerId))
    },
    dump: async function* (options = {}) {
      if (options.ownerId !== undefined) checkOwner('storage.dump', options.ownerId)
      const snapshot = await database.read((state) => state.clone())
      let count = 0
      for (const dumped of snapshot.dump(options)) {
        if (++count % rowsPerTurn === 0) await setImmediate()
        yield structuredClone(dumped)
      }
    },
    load: async (rows) => {
      await database.load()
      const dumped: unknown[] = []
      for await (const row of rows) dumped.push(readRow('storage.load', jsonColumns, { row }).row)
      return database.restore(dumped.reverse())
    },
    migrate: () => database.load(),
    close: () => database.close(),
  }
}
