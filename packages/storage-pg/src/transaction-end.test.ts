import type { Tables } from '@telltale/core/ports'
import pg from 'pg'
import { afterAll, expect, inject, it, vi } from 'vitest'
import { pgStorage } from './index.js'
import { labelsTable, readingsTable, testTables } from './testing/test-tables.js'

const pool = new pg.Pool({ connectionString: inject('connectionString') })
afterAll(() => pool.end())

const label = (number: number) => ({
  id: `019b76da-a800-7000-8000-${String(number).padStart(12, '0')}`,
  ownerId: 'ana',
  version: 1,
  createdAt: 0,
  updatedAt: 0,
  text: `label ${number}`,
})

/** A storage, and a table of it that nobody else can use until it is let go. */
async function openLocked(schema: string, table: string) {
  const storage = pgStorage({ pool, schema, tables: testTables })
  await storage.migrate()
  const locker = await pool.connect()
  await locker.query('begin')
  await locker.query(`lock table "${schema}"."${table}" in access exclusive mode`)
  let waiting: Promise<void> | undefined
  /** Resolves, for all who ask at once, when someone waits for the table. */
  const isWaitedFor = () => {
    const text = `select 1 from pg_locks where not granted and relation = '"${schema}"."${table}"'::regclass`
    const look = async () => expect((await locker.query(text)).rowCount).toBeGreaterThan(0)
    waiting ??= vi.waitFor(look, { timeout: 20_000, interval: 5 })
    return waiting
  }
  const letGo = async () => {
    await locker.query('commit')
    locker.release()
  }
  const texts = async () => {
    const { items } = await storage.collection(labelsTable).page('ana', { limit: 100 })
    return items.map(({ text }) => text)
  }
  return { storage, isWaitedFor, letGo, texts }
}

it('writes nothing of a call that a failed transaction left unfinished', async () => {
  const { storage, isWaitedFor, letGo, texts } = await openLocked(`left call ${process.pid}`, 'labels')
  const calls: Promise<unknown>[] = []
  const transaction = storage.transaction(async ({ collection }) => {
    // An update waits for the lock; the insert is a statement of its own, after it.
    const left = collection(labelsTable).write([{ update: label(1) }, { insert: label(2) }])
    calls.push(left.catch((cause) => cause))
    await isWaitedFor()
    throw new Error('left')
  })
  const failing = transaction.catch((cause) => cause)
  await isWaitedFor()
  await letGo()
  expect(await failing).toMatchObject({ message: 'left' })
  expect(await Promise.all(calls)).toMatchObject([{ code: 'CLOSED' }])
  expect(await texts()).toEqual([])
})

it('writes nothing more of a group that one of its members broke', async () => {
  const { storage, isWaitedFor, letGo, texts } = await openLocked(`left group ${process.pid}`, 'readings')
  let tries = 0
  const members: readonly ((tables: Tables) => Promise<unknown>)[] = [
    async ({ collection }) => {
      await collection(labelsTable).write([{ insert: label(1) }])
      await isWaitedFor()
      throw new Error('broken')
    },
    async ({ collection, series }) => {
      await collection(labelsTable).get('ana', label(2).id)
      // Asked together with the third one's write, and before it.
      await series(readingsTable).latest('ana', ['door'])
    },
    async ({ collection }) => {
      tries++
      await collection(labelsTable).get('ana', label(3).id)
      await collection(labelsTable).write([{ insert: label(10 + tries) }])
    },
  ]
  const ending = Promise.allSettled(members.map((work) => storage.transaction(work)))
  await isWaitedFor()
  await letGo()
  expect((await ending).map(({ status }) => status)).toEqual(['rejected', 'fulfilled', 'fulfilled'])
  expect(await texts()).toEqual([`label ${10 + tries}`])
})
