import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import pg from 'pg'
import { afterAll, expect, inject, it } from 'vitest'
import { pgStorage } from './index.js'

const connectionString = inject('connectionString')
const pool = new pg.Pool({ connectionString })
afterAll(() => pool.end())

const indexesOf = async (schema: string) => {
  const { rows } = await pool.query('select tablename, indexdef from pg_indexes where schemaname = $1', [
    schema,
  ])
  return rows as { readonly tablename: string; readonly indexdef: string }[]
}

it('makes the tables once when eight processes start at the same moment', async () => {
  const schema = `eight ${process.pid}`
  const script = fileURLToPath(new URL('testing/migrate-process.ts', import.meta.url))
  const args = ['--import', 'tsx', '--conditions', '@telltale/source', script, connectionString, schema]
  const run = promisify(execFile)
  await Promise.all(Array.from({ length: 8 }, () => run(process.execPath, args)))
  const alone = `alone ${process.pid}`
  const storage = pgStorage({ connectionString, schema: alone })
  await storage.migrate()
  await storage.close()
  const made = async (name: string) =>
    (await indexesOf(name)).map(({ indexdef }) => indexdef.replaceAll(name, '')).toSorted()
  expect(await made(schema)).toEqual(await made(alone))
  expect(await made(schema)).not.toEqual([])
})

it("leaves the host's own tables as they are", async () => {
  const schema = `host ${process.pid}`
  await pool.query(`create schema "${schema}"`)
  await pool.query(`create table "${schema}".orders (id int primary key, note text)`)
  await pool.query(`insert into "${schema}".orders values (1, 'kept')`)
  const storage = pgStorage({ pool, schema })
  await storage.migrate()
  await storage.migrate()
  const { rows } = await pool.query(`select * from "${schema}".orders`)
  expect(rows).toEqual([{ id: 1, note: 'kept' }])
  const orders = (await indexesOf(schema)).filter(({ tablename }) => tablename === 'orders')
  expect(orders).toHaveLength(1)
})
