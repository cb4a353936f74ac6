import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, it, onTestFinished } from 'vitest'
import { pgStorage } from './index.js'
import { brokenPromises, mixedTables, type Progress } from './testing/mixed-writes.js'
import { startWriter } from './testing/writer.js'

const writerFile = fileURLToPath(new URL('pglite-crash.fault.ts', import.meta.url))

it('lets one process use a folder of PGlite, and the next one when that was killed', {
  timeout: 240_000,
}, async () => {
  const folder = await mkdtemp(join(tmpdir(), 'telltale-folder-'))
  onTestFinished(() => rm(folder, { recursive: true, maxRetries: 3 }))
  const directory = join(folder, 'data')
  const writer = await startWriter<Progress>(writerFile, [directory])
  const storage = pgStorage({ directory, tables: mixedTables })
  await expect(storage.migrate()).rejects.toMatchObject({
    code: 'STORAGE_FAILED',
    retryable: true,
    message: expect.stringMatching(
      /the database folder .*data is in use by process \d+: close that one first/,
    ),
  })
  await writer.kill()
  const acknowledged = writer.told() ?? { transactions: 0, batches: 0 }
  expect(await brokenPromises(storage, acknowledged)).toEqual([])
  const second = pgStorage({ directory: join(folder, '.', 'data'), tables: mixedTables })
  await expect(second.migrate()).rejects.toThrow(/in use by another storage of this process/)
  await storage.close()
  expect(await readdir(folder)).toEqual(['data'])
})
