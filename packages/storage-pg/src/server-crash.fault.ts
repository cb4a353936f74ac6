import { setTimeout } from 'node:timers/promises'
import { TelltaleError } from '@telltale/core'
import { pgStorage } from './index.js'
import { brokenPromises, mixedTables, type Progress, writeMixed } from './testing/mixed-writes.js'
import { startServer, type TestServer } from './testing/server.js'

/** Ends the server at once, again and again, while a host writes; nobody lends the host a hand. */
async function crashServer(server: TestServer, rounds: number): Promise<readonly string[]> {
  const storage = pgStorage({ connectionString: server.connectionString, tables: mixedTables })
  await storage.migrate()
  const broken: string[] = []
  const acknowledged: Progress = { transactions: 0, batches: 0 }
  for (let round = 1; round <= rounds; round++) {
    const writing = writeMixed(storage, ({ transactions, batches }) => {
      acknowledged.transactions = Math.max(acknowledged.transactions, transactions)
      acknowledged.batches = Math.max(acknowledged.batches, batches)
    })
    const failing = writing.then(
      () => undefined,
      (cause: unknown) => cause,
    )
    await setTimeout(100 + Math.random() * 400)
    await server.crash()
    const failure = await failing
    if (!TelltaleError.is(failure) || failure.code !== 'STORAGE_FAILED' || !failure.retryable)
      broken.push(`stop ${round}: told as ${failure}, which is no retryable StorageError`)
    await server.start()
    const found = await brokenPromises(storage, acknowledged)
    broken.push(...found.map((promise) => `stop ${round}: ${promise}`))
  }
  await storage.close()
  return broken
}

/** Stops the server as `pg_ctl stop -m immediate` does, in the middle of mixed writes of one host that goes on. */
export const faultRun = {
  name: 'storage-pg: the server is stopped at once during mixed writes',
  rounds: 20,
  run: async (rounds: number): Promise<readonly string[]> => {
    const server = await startServer()
    try {
      return await crashServer(server, rounds)
    } finally {
      await server.stop()
    }
  },
}
