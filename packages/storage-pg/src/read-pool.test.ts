import { PGlite } from '@electric-sql/pglite'
import { ValidationError } from '@telltale/core'
import pg from 'pg'
import { afterAll, expect, inject, it, vi } from 'vitest'
import { pgStorage } from './index.js'
import { labelsTable, readingsTable, testTables } from './testing/test-tables.js'

const connectionString = inject('connectionString')
const pool = new pg.Pool({ connectionString })
afterAll(() => pool.end())
afterAll(() => vi.useRealTimers())

const reading = (at: number) => ({ ownerId: 'ana', key: 'door', at, id: String(at) })

/** A storage whose replica lags behind for good: another schema of the same name, in another database, with a row more. */
async function open(name: string) {
  const database = `replica_${name}_${process.pid}`
  await pool.query(`create database ${database}`)
  const url = new URL(connectionString)
  url.pathname = `/${database}`
  const readPool = new pg.Pool({ connectionString: url.href })
  readPool.on('error', () => undefined)
  const schema = `read pool ${name} ${process.pid}`
  const behind = pgStorage({ pool: readPool, schema, tables: testTables })
  await behind.migrate()
  await behind.series(readingsTable).append([reading(1), reading(99)])
  const other = pgStorage({ pool, schema, tables: testTables })
  await other.migrate()
  await other.series(readingsTable).append([reading(1), reading(2)])
  const storage = pgStorage({ pool, readPool, schema, tables: testTables })
  return { storage, readPool }
}
const times = (rows: readonly { readonly at: number }[]) => rows.map(({ at }) => at)

it('reads series from the replica, and records and transactions from the server itself', async () => {
  const { storage, readPool } = await open('reads')
  const readings = storage.series(readingsTable)
  expect(times(await readings.range('ana', ['door']))).toEqual([1, 99])
  expect((await readings.latest('ana', ['door'])).get('door')?.at).toBe(99)
  expect(times((await readings.page('ana', 'door', { limit: 5 })).items)).toEqual([99, 1])
  expect(await storage.collection(labelsTable).count('ana')).toBe(0)
  const inside = await storage.transaction(({ series }) => series(readingsTable).range('ana', ['door']))
  expect(times(inside)).toEqual([1, 2])
  await readPool.end()
})

it('reads for 5 s where it wrote, so that it finds what it wrote', async () => {
  const { storage, readPool } = await open('own')
  const readings = storage.series(readingsTable)
  await readings.append([reading(3)])
  expect(times(await readings.range('ana', ['door']))).toEqual([1, 2, 3])
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 5_001 })
  expect(times(await readings.range('ana', ['door']))).toEqual([1, 99])
  vi.useRealTimers()
  await readPool.end()
})

it('asks the server itself when the replica fails', async () => {
  const { storage, readPool } = await open('fails')
  await readPool.end()
  expect(times(await storage.series(readingsTable).range('ana', ['door']))).toEqual([1, 2])
})

it('is only for a server', async () => {
  const pglite = await PGlite.create()
  expect(() => pgStorage({ pglite, readPool: pool })).toThrow(ValidationError)
  await pglite.close()
})
