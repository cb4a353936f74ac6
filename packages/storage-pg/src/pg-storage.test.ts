import { PGlite } from '@electric-sql/pglite'
import { StorageError, ValidationError } from '@telltale/core'
import { defined } from '@telltale/core/ports'
import pg from 'pg'
import { afterAll, describe, expect, inject, it } from 'vitest'
import { pgStorage } from './index.js'
import { labelsTable, samplesTable, testTables } from './testing/test-tables.js'

const connectionString = inject('connectionString')
const pool = new pg.Pool({ connectionString })
afterAll(() => pool.end())

const open = async (schema: string) => {
  const storage = pgStorage({ pool, schema: `${schema} ${process.pid}`, tables: testTables })
  await storage.migrate()
  return storage
}
const idOf = (number: number) => `019b76da-a800-7000-8000-${String(number).padStart(12, '0')}`
const base = (number: number) => ({
  id: idOf(number),
  ownerId: 'ana',
  version: 1,
  createdAt: 0,
  updatedAt: 0,
})
const sample = (number: number, name: string) => ({ ...base(number), name })

describe('a text longer than an index entry may be', () => {
  // Of letters that do not repeat, so that PostgreSQL cannot compress them into an index entry.
  const letters = Array.from({ length: 2_028 }, (_, n) =>
    String.fromCodePoint(0x4e00 + ((n * 7_919) % 20_000)),
  )
  const url = `https://shop.example/${letters.join('')}`.slice(0, 2_048)

  it('is kept, found and unique', async () => {
    expect(url).toHaveLength(2_048)
    const samples = (await open('long unique')).collection(samplesTable)
    const other = `${url.slice(0, -1)}!`
    const write = (number: number, name: string) => samples.write([{ insert: sample(number, name) }])
    expect(await write(1, url)).toMatchObject([{ ok: true }])
    expect(await write(2, url)).toMatchObject([{ ok: false, reason: 'unique' }])
    expect(await write(3, other)).toMatchObject([{ ok: true }])
    const found = await samples.page('ana', { where: { name: url }, limit: 10 })
    expect(found.items.map(({ id }) => id)).toEqual([idOf(1)])
    expect(await samples.count('ana', { name: { in: [url, other, 'none'] } })).toBe(2)
  })

  it('is paged in its place', async () => {
    const labels = (await open('long order')).collection(labelsTable)
    const texts = [`${url}b`, 'z', `${url}a`, url, 'a']
    await labels.write(texts.map((text, number) => ({ insert: { ...base(number), text } })))
    for (const direction of ['asc', 'desc'] as const) {
      const read: string[] = []
      let after: string | undefined
      do {
        const orderBy = { column: 'text', direction } as const
        const page = await labels.page('ana', {
          orderBy,
          limit: 1,
          ...defined({ after: after || undefined }),
        })
        read.push(...page.items.map(({ text }) => text))
        after = page.next
      } while (after)
      const rising = ['a', url, `${url}a`, `${url}b`, 'z']
      expect(read).toEqual(direction === 'asc' ? rising : rising.toReversed())
    }
  })

  it('is refused as an owner', async () => {
    const labels = (await open('long owner')).collection(labelsTable)
    const write = labels.write([{ insert: { ...base(1), ownerId: url, text: 'a' } }])
    await expect(write).rejects.toThrow(ValidationError)
  })
})

it('keeps two schemas of one database apart', async () => {
  const [left, right] = [await open('left'), await open('right')]
  await left.counters.add('ana', 'visits', 1, { now: 0 })
  expect(await right.counters.add('ana', 'visits', 5, { now: 0 })).toMatchObject({ value: 5 })
  expect(await left.erase('ana')).toEqual({ counters: 1 })
  expect(await right.erase('ana')).toEqual({ counters: 1 })
})

it("leaves a host's own pool and PGlite open", { timeout: 180_000 }, async () => {
  await (await open('borrowed')).close()
  expect((await pool.query('select 1 as one')).rows).toEqual([{ one: 1 }])
  const pglite = await PGlite.create()
  const storage = pgStorage({ pglite })
  await storage.migrate()
  await storage.close()
  expect((await pglite.query('select 1 as one')).rows).toEqual([{ one: 1 }])
  await pglite.close()
})

it('runs a transaction again that another one came before', async () => {
  const storage = await open('again')
  const labels = storage.collection(labelsTable)
  await labels.write([{ insert: { ...base(1), text: 'first' } }])
  let runs = 0
  await storage.transaction(async ({ collection }) => {
    const mine = collection(labelsTable)
    const read = await mine.get('ana', idOf(1))
    if (!read) throw new Error('the label is missing')
    if (++runs === 1) await labels.write([{ update: { ...read, text: 'theirs' } }])
    await mine.write([{ update: { ...read, remark: `after ${read.text}` } }])
  })
  expect(runs).toBe(2)
  expect(await labels.get('ana', idOf(1))).toMatchObject({ text: 'theirs', remark: 'after theirs' })
})

it('says what to do before `migrate()` was called', async () => {
  const storage = pgStorage({ pool, schema: 'never made' })
  await expect(storage.counters.add('ana', 'visits', 1, { now: 0 })).rejects.toThrow(StorageError)
  await expect(storage.counters.add('ana', 'visits', 1, { now: 0 })).rejects.toThrow(/storage\.migrate\(\)/)
})

it.each(['', 'pg_mine', 'a\0b', 'ü'.repeat(32)])('refuses the schema name %j', (schema) => {
  expect(() => pgStorage({ pool, schema })).toThrow(ValidationError)
})

it('refuses no database, and two', () => {
  expect(() => pgStorage({})).toThrow(/exactly one of connectionString, pool, directory and pglite/)
  expect(() => pgStorage({ pool, connectionString })).toThrow(ValidationError)
})
