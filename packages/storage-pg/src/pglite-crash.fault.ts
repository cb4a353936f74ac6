import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { pgStorage } from './index.js'
import { brokenPromises, mixedTables, type Progress, writeMixed } from './testing/mixed-writes.js'
import { startWriter } from './testing/writer.js'

const thisFile = fileURLToPath(import.meta.url)

/** Kills the process that the database runs in: the next one opens the same folder, and all that held is there. */
export const faultRun = {
  name: 'storage-pg: kill -9 of the process that PGlite runs in',
  rounds: 20,
  run: async (rounds: number): Promise<readonly string[]> => {
    const folder = await mkdtemp(join(tmpdir(), 'telltale-pglite-'))
    const directory = join(folder, 'data')
    const broken: string[] = []
    try {
      for (let round = 1; round <= rounds; round++) {
        const writer = await startWriter<Progress>(thisFile, [directory])
        await setTimeout(Math.random() * 1_000)
        await writer.kill()
        const storage = pgStorage({ directory, tables: mixedTables })
        const acknowledged = writer.told() ?? { transactions: 0, batches: 0 }
        const found = await brokenPromises(storage, acknowledged)
        broken.push(...found.map((promise) => `kill ${round}: ${promise}`))
        await storage.close()
      }
      return broken
    } finally {
      await rm(folder, { recursive: true })
    }
  },
}

if (process.argv[1] === thisFile) {
  const storage = pgStorage({ directory: String(process.argv[2]), tables: mixedTables })
  await storage.migrate()
  await writeMixed(storage, (progress) => process.stdout.write(`${JSON.stringify(progress)}\n`))
}
