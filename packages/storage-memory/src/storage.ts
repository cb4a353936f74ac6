import { type Columns, checkOwner, readRow, type Storage } from '@telltale/core/ports'
import { Database } from './database.js'
import type { Persistence } from './persistence.js'
import { turns } from './turns.js'

/** Checks and copies a dumped row. Its table may not be known yet, so each member is plain JSON. */
function readDumped(dumped: unknown): unknown {
  const { kind, name, row } = Object(dumped)
  const columns: Columns = Object.fromEntries(
    Object.keys(Object(row)).map((key) => [key, { type: 'json', optional: true }]),
  )
  return { kind, name, row: readRow('storage.load', columns, row) }
}

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
      const pause = turns()
      for (const dumped of snapshot.dump(options)) {
        await pause()
        yield structuredClone(dumped)
      }
    },
    load: async (rows) => {
      await database.load()
      const dumped: unknown[] = []
      const pause = turns()
      for await (const row of rows) {
        dumped.push(readDumped(row))
        await pause()
      }
      return database.restore(dumped.reverse())
    },
    migrate: () => database.load(),
    close: () => database.close(),
  }
}
