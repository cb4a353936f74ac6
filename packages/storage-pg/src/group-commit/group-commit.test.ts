import { AsyncLocalStorage } from 'node:async_hooks'
import type { Tables } from '@telltale/core/ports'
import pg from 'pg'
import { afterAll, expect, inject, it } from 'vitest'
import { pgStorage } from '../index.js'
import { labelsTable, readingsTable, samplesTable, testTables } from '../testing/test-tables.js'

const pool = new pg.Pool({ connectionString: inject('connectionString') })
afterAll(() => pool.end())

const open = async (name: string) => {
  const schema = `group ${name} ${process.pid}`
  const storage = pgStorage({ pool, schema, tables: testTables })
  await storage.migrate()
  /** Counts the database transactions that inserted the rows of a table. */
  const commits = async (table: string) => {
    const { rows } = await pool.query(
      `select count(distinct xmin::text)::int as commits from "${schema}"."${table}"`,
    )
    return rows[0]?.commits
  }
  return { storage, commits }
}
const many = Array.from({ length: 50 }, (_, number) => number)
const idOf = (number: number) => `019b76da-a800-7000-8000-${String(number).padStart(12, '0')}`
const base = (number: number) => ({
  id: idOf(number),
  ownerId: 'ana',
  version: 1,
  createdAt: 0,
  updatedAt: 0,
})
const label = (number: number, text = `label ${number}`) => ({ ...base(number), text })
const reading = (number: number) => ({ ownerId: 'ana', key: 'door', at: number, id: String(number) })

/** Runs the operations of an observation: reads a record, writes it back, and appends a row with its own number. */
async function observe({ collection, series, counters }: Tables, number: number): Promise<number> {
  const record = await collection(labelsTable).get('ana', idOf(number))
  if (!record) throw new Error(`label ${number} is missing`)
  const [written] = await collection(labelsTable).write([{ update: { ...record, remark: 'seen' } }])
  expect(written).toMatchObject({ ok: true, record: { version: record.version + 1 } })
  const at = await counters.reserve('ana', 'feed', { now: 1_000, gapMs: 1 })
  expect(await series(readingsTable).append([reading(at)])).toBe(1)
  return at
}

it('commits transactions together that come at the same time', async () => {
  const { storage, commits } = await open('together')
  await storage.collection(labelsTable).write(many.map((number) => ({ insert: label(number) })))
  const times = await Promise.all(
    many.map((number) => storage.transaction((tables) => observe(tables, number))),
  )
  expect(times.toSorted((a, b) => a - b)).toEqual(many.map((number) => 1_000 + number))
  expect(await storage.collection(labelsTable).count('ana')).toBe(many.length)
  expect(await storage.series(readingsTable).range('ana', ['door'])).toHaveLength(many.length)
  expect(await commits('labels')).toBeLessThan(5)
  expect(await commits('readings')).toBeLessThan(5)
})

it('undoes the one that throws, and keeps the others', async () => {
  const { storage } = await open('throws')
  await storage.collection(labelsTable).write(many.map((number) => ({ insert: label(number) })))
  const outcomes = await Promise.allSettled(
    many.map((number) =>
      storage.transaction(async (tables) => {
        if (number === 3) throw new Error('before it wrote')
        await observe(tables, number)
        if (number === 7) throw new Error('after it wrote')
      }),
    ),
  )
  const failed = outcomes.flatMap((outcome) =>
    outcome.status === 'rejected' ? [outcome.reason.message] : [],
  )
  expect(failed).toEqual(['before it wrote', 'after it wrote'])
  const labels = await Promise.all(
    [3, 7, 8].map((number) => storage.collection(labelsTable).get('ana', idOf(number))),
  )
  expect(labels.map((one) => one?.version)).toEqual([1, 1, 2])
  expect(await storage.series(readingsTable).range('ana', ['door'])).toHaveLength(many.length - 2)
})

it('lets those that change one record do so one after another', async () => {
  const { storage } = await open('one record')
  await storage.collection(labelsTable).write([{ insert: label(1) }])
  await Promise.all(many.slice(0, 10).map(() => storage.transaction((tables) => observe(tables, 1))))
  expect(await storage.collection(labelsTable).get('ana', idOf(1))).toMatchObject({ version: 11 })
})

it('gives a unique key to one of those that want it', async () => {
  const { storage } = await open('unique')
  const insert = (number: number) =>
    storage.transaction(async ({ collection }) => {
      const [result] = await collection(samplesTable).write([{ insert: { ...base(number), name: 'mine' } }])
      return result?.ok
    })
  const outcomes = await Promise.all(many.map(insert))
  expect(outcomes.filter(Boolean)).toHaveLength(1)
  expect(await storage.collection(samplesTable).count('ana')).toBe(1)
})

it('says of each how many of its rows are new, also where others add the same', async () => {
  const { storage } = await open('same rows')
  const counts = await Promise.all(
    many.map((number) =>
      storage.transaction(({ series }) => series(readingsTable).append([reading(number % 10)])),
    ),
  )
  expect(counts.filter((count) => count === 1)).toHaveLength(10)
})

it('runs by itself what cannot be merged, whatever it has written before', async () => {
  const { storage } = await open('unmerged')
  const counts = await Promise.all(
    many.map((number) =>
      storage.transaction(async ({ collection }) => {
        const before = number % 2 === 0 ? await collection(labelsTable).count('ana') : 0
        await collection(labelsTable).write([{ insert: label(number) }])
        return [before, await collection(labelsTable).count('ana', { id: idOf(number) })]
      }),
    ),
  )
  expect(counts.map(([, own]) => own)).toEqual(many.map(() => 1))
  expect(await storage.collection(labelsTable).count('ana')).toBe(many.length)
})

it('goes on when one waits for another one', { timeout: 10_000 }, async () => {
  const { storage } = await open('waits')
  const inner = (number: number) =>
    storage.transaction(({ collection }) => collection(labelsTable).write([{ insert: label(number) }]))
  await Promise.all(
    [1, 2, 3].map((number) =>
      storage.transaction(async ({ collection }) => {
        await collection(labelsTable).get('ana', idOf(number))
        if (number === 2) await inner(100).catch(() => undefined)
        await collection(labelsTable).write([{ insert: label(number) }])
      }),
    ),
  )
  expect(await storage.collection(labelsTable).count('ana')).toBe(4)
})

it('runs each in the context of who asked for it', async () => {
  const { storage } = await open('context')
  const context = new AsyncLocalStorage<number>()
  const seen = await Promise.all(
    many.map((number) =>
      context.run(number, () =>
        storage.transaction(async ({ collection }) => {
          await collection(labelsTable).get('ana', idOf(number))
          return context.getStore()
        }),
      ),
    ),
  )
  expect(seen).toEqual(many)
})

it('keeps what waits for its group when it is closed', async () => {
  const { storage, commits } = await open('close')
  const waiting = many.map((number) =>
    storage.transaction(({ collection }) => collection(labelsTable).write([{ insert: label(number) }])),
  )
  await storage.close()
  expect((await Promise.allSettled(waiting)).map(({ status }) => status)).toEqual(many.map(() => 'fulfilled'))
  expect(await commits('labels')).toBeGreaterThan(0)
})

it('ends the tables of each with it', async () => {
  const { storage } = await open('ended')
  const kept = await Promise.all(many.map(() => storage.transaction(async (tables) => tables)))
  for (const { series } of kept)
    await expect(series(readingsTable).latest('ana', ['door'])).rejects.toMatchObject({ code: 'CLOSED' })
})
