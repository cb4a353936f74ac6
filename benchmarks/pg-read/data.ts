import { LatencySketch } from '@telltale/core/latency'
import type { BaseRecord, CollectionDefinition, Storage } from '@telltale/core/ports'
import type pg from 'pg'
import { type Monitor, monitorsTable } from '../../packages/core/src/records/monitor-records.js'
import { rollUpTables } from '../../packages/core/src/records/roll-up-records.js'
import { monitorId } from '../pg-checks.js'
import { makeChecks } from '../pg-data.js'

/** A vehicle that others are compared with. */
export interface VehicleRecord extends BaseRecord {
  readonly make: string
  readonly model: string
  readonly year: number
  readonly mileageMiles: number
  readonly priceUsd: string
  readonly details: unknown
}

/** The collection of vehicles. */
export const vehiclesTable: CollectionDefinition<VehicleRecord> = {
  name: 'bench_vehicles',
  columns: {
    make: { type: 'text' },
    model: { type: 'text' },
    year: { type: 'integer' },
    mileageMiles: { type: 'integer' },
    priceUsd: { type: 'decimal' },
    details: { type: 'json' },
  },
  unique: [],
  indexes: [['make', 'model', 'year']],
}

export const monitors = 1_000
export const ownerId = 'ana'
const days = 90
/** The time at which the data ends. */
export const until = Date.UTC(2026, 10, 1)
const dayMs = 86_400_000
const from = until - days * dayMs

/** The storage to fill, and the numbers of rows. */
export interface ReadData {
  readonly pool: pg.Pool
  readonly storage: Storage
  readonly schema: string
  readonly checks: number
  readonly vehicles: number
}

/** Fills a storage with checks, their roll-ups by hour for a week and by day, monitors, and vehicles. */
export async function fill({ pool, storage, schema, checks, vehicles }: ReadData) {
  const now = until
  const inserts = Array.from({ length: monitors }, (_, number) => ({ insert: monitorOf(number, now) }))
  await storage.collection(monitorsTable).write(inserts)
  await makeChecks(pool, { schema, ownerId, monitors, checks, from, to: until })
  const sketch = new LatencySketch()
  for (let ms = 20; ms < 320; ms += 10) sketch.record(ms)
  for (const [level, stepMs, span] of [
    ['hour', 3_600_000, 7],
    ['day', dayMs, days],
  ] as const) {
    // Creates the partition of each month.
    const { name } = rollUpTables[level]
    for (let at = until - span * dayMs; at < until; at += dayMs) await oneRollUp(storage, level, at)
    await pool.query(`delete from ${schema}.${name}`)
    await pool.query(`insert into ${schema}.${name} (owner_id, key, at, id, checks, failed, up_ms, down_ms, tier_ms,
        p50_ms, p95_ms, p99_ms, latency, response)
      select '${ownerId}', '019b76da-a800-7000-8000-' || lpad(to_hex(n), 12, '0'), at, '${level}', 111, n % 3, ${stepMs},
        0, '{"SONIC": ${stepMs}}', 120, 250, 310, '${JSON.stringify(sketch)}', '${JSON.stringify(sketch)}'
      from generate_series(${until - span * dayMs}::bigint, ${until - 1}, ${stepMs}) as at,
        generate_series(0, ${monitors - 1}) as n`)
    await pool.query(`vacuum analyze ${schema}.${name}`)
  }
  await pool.query(`insert into ${schema}.bench_vehicles
    (id, owner_id, version, created_at, updated_at, make, model, year, mileage_miles, price_usd, details)
    select ('019b76da-a802-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid, 'shared', 1, 0, 0, 'Make ' || n % 40,
      'Model ' || n % 1000, 2000 + n / 1000 % 25, n % 200000, 5000 + n % 60000, '{"trim": "LX", "zip": "75146"}'
    from generate_series(0, ${vehicles - 1}) as n`)
  for (const name of ['bench_vehicles', 'monitors']) await pool.query(`vacuum analyze ${schema}.${name}`)
}

/** Reads all checks of a schema and all of their index, so that the system caches them. */
export async function warmCache(pool: pg.Pool, schema: string): Promise<void> {
  const client = await pool.connect()
  await client.query(`select count(latency_ms) from ${schema}.checks`)
  await client.query(`begin; set local enable_seqscan = off; set local enable_bitmapscan = off`)
  await client.query(`select count(*) from ${schema}.checks`)
  await client.query('commit')
  client.release()
}

const oneRollUp = (storage: Storage, level: 'hour' | 'day', at: number) => {
  const sketch = new LatencySketch().toJSON()
  const sums = {
    checks: 0,
    failed: 0,
    degraded: 0,
    upMs: 0,
    downMs: 0,
    tierMs: {},
    latency: sketch,
    response: sketch,
  }
  return storage.series(rollUpTables[level]).append([{ ownerId, key: 'first', at, id: level, ...sums }])
}

const monitorOf = (number: number, now: number): Monitor => ({
  id: monitorId(number),
  ownerId,
  version: 1,
  createdAt: now,
  updatedAt: now,
  name: `Checkout ${number}`,
  url: `https://shop-${number}.example/health`,
  adapter: 'http',
  everyMs: 30_000,
  missedRuns: 'skip' as Monitor['missedRuns'],
  timeoutMs: 10_000,
  tiers: [{ name: 'SONIC' }] as unknown as Monitor['tiers'],
  hysteresis: { confirmations: 3 } as unknown as Monitor['hysteresis'],
  tier: 'SONIC',
  failuresBeforeIncident: 2,
  maintenance: [],
  tags: ['shop'],
  paused: false,
  dueAt: now,
})
