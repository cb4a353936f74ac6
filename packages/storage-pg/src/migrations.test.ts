import { StorageError } from '@telltale/core'
import { telltaleTables } from '@telltale/core/tables'
import pg from 'pg'
import { afterAll, describe, expect, inject, it } from 'vitest'
import { pgStorage } from './index.js'
import { migrate } from './migrate.js'
import { type Migration, ownMigrations, readMigration } from './migrations.js'
import { hostPool } from './open-driver.js'
import { pgDriver } from './pg-driver.js'
import { sqlTable } from './sql.js'
import { readingsTable } from './testing/test-tables.js'

const pool = new pg.Pool({ connectionString: inject('connectionString') })
const driver = pgDriver(hostPool(pool))
afterAll(() => pool.end())
const schemaOf = (name: string) => `migrations ${name} ${process.pid}`
const tablesOf = (schema: string) =>
  [...telltaleTables.collections, ...telltaleTables.series].map((shape) => sqlTable(schema, shape))
const bring = (schema: string, migrations: readonly Migration[]) =>
  driver.transact('read committed', (session) => migrate(session, schema, [], migrations))

/** All that a schema consists of, but for the partitions that were made ahead. */
async function structureOf(schema: string) {
  const isPartition = `~ '__\\d{4}_\\d\\d"?$'`
  const queries = [
    `select table_name, column_name, data_type, is_nullable, collation_name from information_schema.columns
      where table_schema = $1 and not table_name ${isPartition} order by 1, 2`,
    `select tablename, replace(indexdef, quote_ident($1), '') as definition from pg_indexes
      where schemaname = $1 and not tablename ${isPartition} order by 2`,
    `select contype, replace(pg_get_constraintdef(oid), quote_ident($1) || '.', '') as definition from pg_constraint
      where connamespace = quote_ident($1)::regnamespace and not conrelid::regclass::text ${isPartition} order by 1, 2`,
    `select event_object_table, trigger_name, event_manipulation from information_schema.triggers
      where trigger_schema = $1 and not event_object_table ${isPartition} order by 1, 2`,
    `select relname, reloptions from pg_class where relnamespace = quote_ident($1)::regnamespace
      and relkind in ('r', 'p', 'i', 'I') and not relname ~ '__\\d{4}_\\d\\d' order by 1`,
  ]
  return Promise.all(queries.map(async (text) => (await pool.query(text, [schema])).rows))
}

/** A value for each column that must have one. */
const sampleOf: Readonly<Record<string, string>> = {
  uuid: `'019b76da-a800-7000-8000-000000000001'`,
  text: `'kept'`,
  bigint: '1',
  'double precision': '1.5',
  numeric: '2.50',
  boolean: 'true',
  jsonb: `'{}'`,
}

/** Puts one row into each table, as a program of that time would have; rows that name each other in one transaction. */
async function fill(schema: string): Promise<readonly string[]> {
  const { rows } = await pool.query(
    `select c.relname as name, json_object_agg(quote_ident(column_name), data_type) as columns
      from information_schema.columns join pg_class c on c.relname = table_name and c.relnamespace = quote_ident($1)::regnamespace
      where table_schema = $1 and table_name not like '%\\_\\_%' and is_nullable = 'NO' group by 1, c.relkind`,
    [schema],
  )
  const client = await pool.connect()
  await client.query('begin')
  for (const { name, columns } of rows) {
    const { rows: kinds } = await client.query(
      `select relkind from pg_class where relname = $1 and relnamespace = quote_ident($2)::regnamespace`,
      [name, schema],
    )
    if (kinds[0]?.relkind === 'p')
      await client.query(
        `create table "${schema}"."${name}__1970_01" partition of "${schema}"."${name}" for values from (0) to (2678400000)`,
      )
    const values = Object.values(columns).map((type) => sampleOf[String(type)])
    await client.query(`insert into "${schema}"."${name}" (${Object.keys(columns)}) values (${values})`)
  }
  await client.query('commit')
  client.release()
  return rows.map(({ name }) => name)
}

describe('the migrations', () => {
  it('make what the definitions of the tables make', async () => {
    const [byMigrations, byDefinitions] = [schemaOf('files'), schemaOf('definitions')]
    await bring(byMigrations, ownMigrations)
    const common = readMigration('common', ownMigrations[0]?.statements.slice(0, 3).join(';\n\n') ?? '')
    await driver.transact('read committed', (session) =>
      migrate(session, byDefinitions, tablesOf(byDefinitions), [common]),
    )
    expect(await structureOf(byMigrations)).toEqual(await structureOf(byDefinitions))
    expect((await structureOf(byMigrations))[0]).not.toEqual([])
  })

  it('go forward from each earlier state with data in place, and lose none of it', async () => {
    const all = ownMigrations
    for (let count = 1; count <= all.length; count++) {
      const schema = schemaOf(`from ${count}`)
      expect(await bring(schema, all.slice(0, count))).toHaveLength(count)
      const tables = await fill(schema)
      expect(tables.length).toBeGreaterThan(8)
      const storage = pgStorage({ pool, schema })
      await storage.migrate()
      const names: string[] = []
      for await (const { name } of storage.dump()) names.push(name)
      // Rules on prices became rules of alerts, and their states went to their products.
      const renamed = tables.map((name) => (name === 'price_rules' ? 'alert_rules' : name))
      expect(names.toSorted()).toEqual(renamed.toSorted())
      if (!tables.includes('price_rules')) continue
      const { rows } = await pool.query(
        `select subject_id = p.id::text as "isOfProduct", watches, rule_states -> r.id::text as state
          from "${schema}".alert_rules r, "${schema}".products p`,
      )
      expect(rows).toEqual([
        { isOfProduct: true, watches: 'product', state: { revision: 1, parts: [{}], holds: false } },
      ])
    }
  })

  it('are applied once, in order, and noted down', async () => {
    const schema = schemaOf('once')
    const first = readMigration('0001_first', 'create table one (id int);\n\ninsert into one values (1);\n')
    const second = readMigration(
      '0002_second',
      "-- A remark.\n\nalter table one add column name text default 'kept';\n",
    )
    expect(await bring(schema, [first])).toEqual(['0001_first'])
    expect(await bring(schema, [first, second])).toEqual(['0002_second'])
    expect(await bring(schema, [first, second])).toEqual([])
    expect((await pool.query(`select * from "${schema}".one`)).rows).toEqual([{ id: 1, name: 'kept' }])
  })

  it('leave nothing behind when one fails', async () => {
    const schema = schemaOf('fails')
    const bad = readMigration('0001_bad', 'create table one (id int);\n\ncreate table two (id nonsense);\n')
    await expect(bring(schema, [bad])).rejects.toThrow(/nonsense/)
    const { rows } = await pool.query('select 1 from pg_namespace where nspname = $1', [schema])
    expect(rows).toEqual([])
  })
})

describe('two versions of the library against one schema', () => {
  it('refuses a schema that a later version has migrated', async () => {
    const schema = schemaOf('later')
    const storage = pgStorage({ pool, schema })
    await storage.migrate()
    await pool.query(`insert into "${schema}".telltale__migrations (name, hash) values ('9999_future', 'x')`)
    await expect(storage.migrate()).rejects.toThrow(StorageError)
    await expect(storage.migrate()).rejects.toThrow(/migrated by a later version .* \(9999_future\)/)
  })

  it('refuses a schema whose migrations are not its own', async () => {
    const schema = schemaOf('foreign')
    const storage = pgStorage({ pool, schema })
    await storage.migrate()
    await pool.query(`update "${schema}".telltale__migrations set hash = 'x'`)
    await expect(storage.migrate()).rejects.toThrow(/is not the one of this version/)
  })

  it('says that the schema was changed when a column is gone', async () => {
    const schema = schemaOf('changed')
    const storage = pgStorage({ pool, schema })
    await storage.migrate()
    await pool.query(`alter table "${schema}".counters drop column value`)
    await expect(storage.counters.add('ana', 'visits', 1, { now: 0 })).rejects.toThrow(
      /made by another version of the library/,
    )
  })
})

it('gives a table that a host declares the columns that its newer definition has more', async () => {
  const schema = schemaOf('host table')
  const first = readingsTable
  await pgStorage({ pool, schema, tables: { series: [first] } }).migrate()
  const wider = { ...first, columns: { value: { type: 'real', optional: true } } } as const
  const storage = pgStorage({ pool, schema, tables: { series: [wider] } })
  await storage.migrate()
  const row = { ownerId: 'ana', key: 'door', at: 0, id: '1', value: 2.5 }
  expect(await storage.series(wider as never).append([row])).toBe(1)
})
