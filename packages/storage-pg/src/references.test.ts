import type { BaseRecord, CollectionDefinition } from '@telltale/core/ports'
import pg from 'pg'
import { afterAll, expect, inject, it } from 'vitest'
import { pgStorage } from './index.js'
import { labelsTable, testTables } from './testing/test-tables.js'

const pool = new pg.Pool({ connectionString: inject('connectionString') })
afterAll(() => pool.end())

interface Remark extends BaseRecord {
  readonly labelId: string
}
const remarksTable: CollectionDefinition<Remark> = {
  name: 'a_remarks',
  columns: { labelId: { type: 'text', references: 'labels' } },
  unique: [],
  indexes: [['labelId']],
}

async function open(name: string) {
  const schema = `references ${name} ${process.pid}`
  const tables = { ...testTables, collections: [...testTables.collections, remarksTable] }
  const storage = pgStorage({ pool, schema, tables })
  await storage.migrate()
  return {
    schema,
    storage,
    labels: storage.collection(labelsTable),
    remarks: storage.collection(remarksTable),
  }
}
const idOf = (number: number) => `019b76da-a800-7000-8000-${String(number).padStart(12, '0')}`
const base = (number: number, ownerId = 'ana') => ({
  id: idOf(number),
  ownerId,
  version: 1,
  createdAt: 0,
  updatedAt: 0,
})
const label = (number: number) => ({ ...base(number), text: `label ${number}` })
const remark = (number: number, label: number, ownerId = 'ana') => ({
  ...base(number, ownerId),
  labelId: idOf(label),
})

it("refuses a record that names none, or another owner's", async () => {
  const { labels, remarks } = await open('refused')
  await labels.write([{ insert: label(1) }])
  const refused = {
    code: 'CONFLICT',
    message: expect.stringContaining('refers to another one that does not exist'),
  }
  await expect(remarks.write([{ insert: remark(1, 2) }])).rejects.toMatchObject(refused)
  await expect(remarks.write([{ insert: remark(1, 1, 'bo') }])).rejects.toMatchObject(refused)
  expect(await remarks.count('ana')).toBe(0)
  const malformed = { ...remark(1, 1), labelId: 'label 1' }
  await expect(remarks.write([{ insert: malformed }])).rejects.toMatchObject({ code: 'VALIDATION' })
})

it('looks when a transaction ends, so that its records come in any order', async () => {
  const { storage, remarks } = await open('order')
  await storage.transaction(async ({ collection }) => {
    await collection(remarksTable).write([{ insert: remark(1, 1) }])
    await collection(labelsTable).write([{ insert: label(1) }])
  })
  expect((await remarks.page('ana', { where: { labelId: idOf(1) }, limit: 10 })).items).toEqual([
    remark(1, 1),
  ])
  expect(await remarks.count('ana', { labelId: 'label 1' })).toBe(0)
})

it('removes a record with the one that it names', async () => {
  const { labels, remarks } = await open('removed')
  await labels.write([{ insert: label(1) }, { insert: label(2) }])
  await remarks.write([{ insert: remark(1, 1) }, { insert: remark(2, 2) }])
  expect(await labels.delete('ana', [idOf(1)])).toBe(1)
  expect((await remarks.page('ana', { limit: 10 })).items).toEqual([remark(2, 2)])
})

it('dumps, loads and erases records that name each other, and counts each', async () => {
  const { storage, labels, remarks } = await open('all')
  await labels.write([{ insert: label(1) }])
  await remarks.write([{ insert: remark(1, 1) }, { insert: remark(2, 1) }])
  const other = await open('another')
  expect(await other.storage.load(storage.dump())).toBe(3)
  expect(await other.remarks.count('ana')).toBe(2)
  expect(await other.storage.erase('ana')).toEqual({ labels: 1, a_remarks: 2 })
})

it('has incidents and dependencies belong to their monitors, and parts to their market', async () => {
  const { schema } = await open('own')
  const { rows } = await pool.query(
    `select conrelid::regclass::text as of, pg_get_constraintdef(oid) as definition from pg_constraint
      where connamespace = quote_ident($1)::regnamespace and contype = 'f' and conrelid::regclass::text !~ 'remarks'
      order by 1`,
    [schema],
  )
  const plain = rows.map((row) => JSON.stringify(row).replaceAll(`\\"${schema}\\".`, ''))
  expect(plain.map((text) => JSON.parse(text))).toMatchObject([
    { of: 'incidents', definition: expect.stringContaining('(owner_id, monitor_id) REFERENCES monitors') },
    { of: 'market_parts', definition: expect.stringContaining('(owner_id, market_id) REFERENCES markets') },
    { of: 'monitor_dependencies', definition: expect.stringContaining('_id) REFERENCES monitors') },
    { of: 'monitor_dependencies', definition: expect.stringContaining('_id) REFERENCES monitors') },
    { of: 'search_runs', definition: expect.stringContaining('(owner_id, search_id) REFERENCES searches') },
  ])
})
