import type { DumpedRow, Storage } from '@telltale/core/ports'
import pg from 'pg'
import { afterAll, beforeAll, expect, inject, it, onTestFinished, vi } from 'vitest'
import { pgStorage } from './index.js'
import { fastForward, stopTime } from './testing/fast-time.js'
import { readingsTable, testTables } from './testing/test-tables.js'

const connectionString = inject('connectionString')
const schema = `exports ${process.pid}`
const rows = 3_000

beforeAll(async () => {
  const storage = pgStorage({ connectionString, schema, tables: testTables })
  await storage.migrate()
  const readings = Array.from({ length: rows }, (_, at) => ({
    ownerId: 'ana',
    key: 'door',
    at,
    id: String(at),
  }))
  await storage.series(readingsTable).append(readings)
  await storage.close()
})

function open(): Storage {
  const storage = pgStorage({ connectionString, schema, tables: testTables })
  onTestFinished(() => storage.close())
  return storage
}

/** Begins an export, and reads its first row. */
async function begin(storage: Storage): Promise<AsyncIterator<DumpedRow>> {
  const reader = storage.dump()[Symbol.asyncIterator]()
  await reader.next()
  return reader
}

it('leaves the other calls their connections, however many exports nobody reads', async () => {
  const warnings: unknown[] = []
  const onWarning = (warning: unknown) => warnings.push(warning)
  process.on('warning', onWarning)
  onTestFinished(() => void process.off('warning', onWarning))
  const storage = open()
  const readers = Array.from({ length: 30 }, () => begin(storage))
  await Promise.race(readers)
  const add = () => storage.counters.add('ana', 'calls', 1, { now: 0 })
  await Promise.all(Array.from({ length: 50 }, add))
  for (const reader of readers) reader.catch(() => undefined)
  await storage.close()
  await Promise.allSettled(readers)
  expect(warnings).toEqual([])
})

it('has a fifth export wait until another one is over', async () => {
  const storage = open()
  const [first] = await Promise.all(Array.from({ length: 4 }, () => begin(storage)))
  const left = storage.dump()[Symbol.asyncIterator]()
  const leaving = left.next()
  const waiting = begin(storage)
  await first?.return?.()
  await Promise.race([waiting, leaving])
  await left.return?.()
  await waiting
})

it('ends an export that nobody reads on for 60 s, and lets the next one begin', async () => {
  stopTime()
  onTestFinished(() => void vi.useRealTimers())
  const storage = open()
  const unread = await Promise.all(Array.from({ length: 4 }, () => begin(storage)))
  const waiting = begin(storage)
  expect(await fastForward(waiting, 120)).toBeGreaterThanOrEqual(60)
  await waiting
  for (const reader of unread) {
    const readOn = async () => {
      while (!(await reader.next()).done);
    }
    await expect(readOn()).rejects.toMatchObject({
      code: 'TIMEOUT',
      message: expect.stringContaining('nobody read on for 60 s'),
    })
  }
})

it('reads again what met a connection that the server had ended', async () => {
  const storage = open()
  const operator = new pg.Client({ connectionString })
  await operator.connect()
  const readings = storage.series(readingsTable)
  for (let round = 0; round < 2; round++) {
    await Promise.all(Array.from({ length: 10 }, () => readings.latest('ana', ['door'])))
    const reads = Array.from({ length: 20 }, () => readings.latest('ana', ['door']))
    await operator.query(
      `select pg_terminate_backend(pid) from pg_stat_activity where backend_type = 'client backend'
        and pid <> pg_backend_pid() and query like $1`,
      [`%${schema}%`],
    )
    for (const latest of await Promise.all(reads)) expect(latest.get('door')?.at).toBe(rows - 1)
  }
  await operator.end()
})
afterAll(() => vi.useRealTimers())
