import { setTimeout } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { pgStorage } from './index.js'
import { brokenPromises, mixedTables, type Progress, writeMixed } from './testing/mixed-writes.js'
import { startServer } from './testing/server.js'
import { startWriter } from './testing/writer.js'

const thisFile = fileURLToPath(import.meta.url)

/** Kills one writing process after another. Each goes on in the schema of the one before. */
async function killWriters(connectionString: string, rounds: number): Promise<readonly string[]> {
  const schema = `crash ${process.pid}`
  const storage = pgStorage({ connectionString, schema, tables: mixedTables })
  const broken: string[] = []
  for (let round = 1; round <= rounds; round++) {
    const writer = await startWriter<Progress>(thisFile, [connectionString, schema])
    await setTimeout(Math.random() * 300)
    await writer.kill()
    const acknowledged = writer.told() ?? { transactions: 0, batches: 0 }
    const found = await brokenPromises(storage, acknowledged)
    broken.push(...found.map((promise) => `kill ${round}: ${promise}`))
  }
  await storage.close()
  return broken
}

/** Kills the host's process during mixed writes. All acknowledged writes must be there, and no partial ones. */
export const faultRun = {
  name: 'storage-pg: kill -9 of the host during mixed writes',
  rounds: 300,
  run: async (rounds: number): Promise<readonly string[]> => {
    const server = await startServer()
    try {
      return await killWriters(server.connectionString, rounds)
    } finally {
      await server.stop()
    }
  },
}

if (process.argv[1] === thisFile) {
  const [connectionString = '', schema = ''] = process.argv.slice(2)
  const storage = pgStorage({ connectionString, schema, tables: mixedTables })
  await storage.migrate()
  await writeMixed(storage, (progress) => process.stdout.write(`${JSON.stringify(progress)}\n`))
}
