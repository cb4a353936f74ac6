import pg from 'pg'
import { afterAll, expect, inject, it } from 'vitest'
import { pgStorage } from './index.js'
import { readingsTable, samplesTable, testTables } from './testing/test-tables.js'

const connectionString = inject('connectionString')
const pool = new pg.Pool({ connectionString })
afterAll(() => pool.end())

const open = async (name: string) => {
  const schema = `${name} ${process.pid}`
  const storage = pgStorage({ pool, schema, tables: testTables })
  await storage.migrate()
  const all = async (): Promise<string[]> => {
    const { rows } = await pool.query(
      `select tablename from pg_tables where schemaname = $1 and tablename ~ '^readings_' order by 1`,
      [schema],
    )
    return rows.map(({ tablename }) => tablename)
  }
  const ahead = await all()
  /** The partitions, but for these: what migrating made. */
  const partitions = async (known = ahead) => (await all()).filter((name) => !known.includes(name))
  return { schema, storage, readings: storage.series(readingsTable), ahead, partitions }
}
const at = (...date: Parameters<typeof Date.UTC>) => Date.UTC(...date)
const reading = (time: number, id = String(time)) => ({ ownerId: 'ana', key: 'door', at: time, id })

/** The partitions of this month and the next one. */
const monthsAhead = () => {
  const today = new Date()
  return [0, 1].map((later) => {
    const month = new Date(Date.UTC(today.getUTCFullYear(), today.getUTCMonth() + later))
    return `readings__${month.toISOString().slice(0, 7).replace('-', '_')}`
  })
}
const firstMonth = new Date(0).setUTCFullYear(1, 0, 1)

it('makes the partition of a month when a row of it comes, whatever the year', async () => {
  const { readings, partitions } = await open('any year')
  const times = [
    firstMonth,
    at(1900, 1, 28),
    at(1969, 11, 31, 23),
    at(2016, 10, 21),
    at(2101, 0),
    at(9999, 11, 31),
  ]
  expect(await readings.append(times.map((time) => reading(time)))).toBe(times.length)
  expect((await readings.range('ana', ['door'])).map((row) => row.at)).toEqual(times)
  expect(await partitions()).toEqual(
    ['0001_01', '1900_02', '1969_12', '2016_11', '2101_01', '9999_12'].map((month) => `readings__${month}`),
  )
})

it('drops the months that are past the limit as a whole, and of the next one the rows, and counts both', async () => {
  const { readings, partitions } = await open('drops')
  const hours = (month: number) => Array.from({ length: 100 }, (_, hour) => reading(at(2016, month, 1, hour)))
  await readings.append([0, 1, 2].flatMap(hours))
  await readings.append([reading(at(2016, 0, 1, 0)), reading(at(2016, 0, 1, 0), 'another')])
  await readings.deleteKeys('bo', ['door'])
  expect(await readings.dropBefore(at(2016, 2, 1, 10))).toBe(211)
  expect(await partitions()).not.toContain('readings__2016_02')
  expect(await partitions()).toContain('readings__2016_03')
  expect(await readings.range('ana', ['door'])).toHaveLength(90)
  expect(await readings.append([reading(at(2016, 0, 5))])).toBe(1)
})

it('has the months to come made ahead by migrating, and again by each drop', async () => {
  const before = monthsAhead()
  const { schema, readings, ahead, partitions } = await open('ahead')
  expect([before, monthsAhead()]).toContainEqual(ahead)
  await pool.query(`drop table "${schema}".${ahead.at(-1)}`)
  await readings.dropBefore(0)
  expect(await partitions(ahead.slice(0, -1))).toContain(ahead.at(-1))
})

it('makes nothing with the first rows of this month', async () => {
  const { readings, partitions } = await open('no statement')
  expect(await readings.append([reading(Date.now())])).toBe(1)
  expect(await partitions()).toEqual([])
})

it('writes to a month again that another process dropped', async () => {
  const { schema, readings } = await open('again')
  await readings.append([reading(at(2016, 0, 5))])
  const other = pgStorage({ pool, schema, tables: testTables })
  expect(await other.series(readingsTable).dropBefore(at(2016, 1))).toBe(1)
  expect(await readings.append([reading(at(2016, 0, 6))])).toBe(1)
  expect(await readings.range('ana', ['door'])).toEqual([reading(at(2016, 0, 6))])
})

it('makes a month once when many write to it first', async () => {
  const { readings, partitions } = await open('first')
  const rows = Array.from({ length: 20 }, (_, hour) => reading(at(2016, 5, 1, hour)))
  expect(await Promise.all(rows.map((row) => readings.append([row])))).toEqual(rows.map(() => 1))
  expect(await partitions()).toEqual(['readings__2016_06'])
})

it('makes a month once when many transactions write to it first', async () => {
  const { storage, partitions } = await open('transactions')
  const append = (hour: number) =>
    storage.transaction(async (tables) => {
      await tables.collection(samplesTable).count('ana')
      return tables.series(readingsTable).append([reading(at(2016, 5, 1, hour))])
    })
  expect(await Promise.all([1, 2, 3, 4].map(append))).toEqual([1, 1, 1, 1])
  expect(await partitions()).toEqual(['readings__2016_06'])
})

it('counts what a transaction that is undone wrote for nothing', async () => {
  const { storage, readings } = await open('undone')
  await readings.append([reading(at(2016, 0, 5))])
  const undone = storage.transaction(async (tables) => {
    await tables.series(readingsTable).append([reading(at(2016, 0, 6))])
    throw new Error('undo')
  })
  await expect(undone).rejects.toThrow('undo')
  expect(await readings.dropBefore(at(2016, 1))).toBe(1)
})

it('drops within a transaction, and undoes that with it', async () => {
  const { storage, readings } = await open('within')
  await readings.append([reading(at(2016, 0, 5)), reading(at(2016, 1, 5))])
  const undone = storage.transaction(async (tables) => {
    expect(await tables.series(readingsTable).dropBefore(at(2016, 1))).toBe(1)
    throw new Error('undo')
  })
  await expect(undone).rejects.toThrow('undo')
  expect(await readings.dropBefore(at(2016, 2))).toBe(2)
})

it('waits with a drop while someone reads, and lets others read meanwhile', async () => {
  const { schema, readings, partitions } = await open('reader')
  await readings.append([reading(at(2016, 0, 5)), reading(at(2016, 1, 5))])
  const reader = await pool.connect()
  await reader.query(`begin; select count(*) from "${schema}".readings`)
  let isDropped = false
  const dropping = readings.dropBefore(at(2016, 1)).finally(() => {
    isDropped = true
  })
  for (let time = 0; time < 20; time++) expect((await readings.latest('ana', ['door'])).size).toBe(1)
  expect(isDropped).toBe(false)
  await reader.query('commit')
  reader.release()
  expect(await dropping).toBe(1)
  expect(await partitions()).not.toContain('readings__2016_01')
})

it('keeps a series that is no partitioned table, as a hypertable is not, and deletes its rows', async () => {
  const { schema, readings, partitions } = await open('plain')
  await pool.query(`set search_path to "${schema}"; drop table readings;
    create table readings (owner_id text, key text, at bigint, id text, primary key (owner_id, key, at, id)); reset search_path`)
  expect(await readings.append([reading(at(2016, 0, 5)), reading(at(2016, 1, 5))])).toBe(2)
  expect(await readings.dropBefore(at(2016, 1))).toBe(1)
  expect(await readings.replace([reading(at(2016, 1, 5)), reading(at(2016, 3))])).toBe(1)
  expect(await partitions()).toEqual([])
  expect(await readings.range('ana', ['door'])).toHaveLength(2)
})
