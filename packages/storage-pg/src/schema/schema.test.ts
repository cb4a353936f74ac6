import { eq, getTableColumns } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/node-postgres'
import { pgTable, text, uuid } from 'drizzle-orm/pg-core'
import pg from 'pg'
import { afterAll, expect, inject, it } from 'vitest'
import { pgStorage } from '../index.js'
import { telltaleSchema } from './index.js'

const pool = new pg.Pool({ connectionString: inject('connectionString') })
afterAll(() => pool.end())

it("joins a host's own table with Telltale's, with their types", async () => {
  const name = `drizzle_${process.pid}`
  await pgStorage({ pool, schema: name }).migrate()
  const { monitors } = telltaleSchema(name)
  const teams = pgTable(`teams_${process.pid}`, {
    team: text('team').notNull(),
    monitorId: uuid('monitor_id').notNull(),
  })
  await pool.query(`create table teams_${process.pid} (team text not null, monitor_id uuid not null)`)
  const id = '019b76da-a800-7000-8000-000000000001'
  const database = drizzle(pool)
  await database.insert(monitors).values({
    id,
    ownerId: 'ana',
    version: 1,
    createdAt: 0,
    updatedAt: 0,
    name: 'Checkout',
    url: 'https://shop.example',
    adapter: 'http',
    everyMs: 30_000,
    missedRuns: 'skip',
    timeoutMs: 1_000,
    tiers: [],
    hysteresis: {},
    failuresBeforeIncident: 2,
    maintenance: [],
    tags: [],
    paused: false,
    dueAt: Date.UTC(2026, 10),
  })
  await database.insert(teams).values({ team: 'shop', monitorId: id })
  const found = await database
    .select({ team: teams.team, name: monitors.name, dueAt: monitors.dueAt, tier: monitors.tier })
    .from(teams)
    .innerJoin(monitors, eq(monitors.id, teams.monitorId))
  expect(found).toEqual([{ team: 'shop', name: 'Checkout', dueAt: Date.UTC(2026, 10), tier: null }])
})

it('has every column of every table', async () => {
  const name = `columns_${process.pid}`
  await pgStorage({ pool, schema: name }).migrate()
  for (const table of Object.values(telltaleSchema(name)))
    expect(Object.keys(getTableColumns(table)).length).toBeGreaterThan(3)
  const database = drizzle(pool)
  for (const table of Object.values(telltaleSchema(name)))
    expect(await database.select().from(table)).toEqual([])
})

it('stands in any schema', () => {
  expect(Object.keys(telltaleSchema('public'))).toEqual(Object.keys(telltaleSchema()))
})
