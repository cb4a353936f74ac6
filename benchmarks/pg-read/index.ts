import { parseArgs } from 'node:util'
import { LatencySketch } from '@telltale/core/latency'
import type { Storage } from '@telltale/core/ports'
import { pgStorage } from '@telltale/storage-pg'
import { monitorsTable } from '../../packages/core/src/records/monitor-records.js'
import { rollUpTables } from '../../packages/core/src/records/roll-up-records.js'
import { checksTable, monitorId } from '../pg-checks.js'
import { benchServer, dataMode, freshStorage } from '../pg-server.js'
import { quantile, report } from '../report.js'
import { fill, monitors, ownerId, until, vehiclesTable, warmCache } from './data.js'

/**
 * Measures the reads of a service over ten million and over 100,000 checks of 1,000 monitors in 90 days. The reads are
 * the latest check of a monitor, a page of its history, the p95 of its last 30 days from daily roll-ups, a dashboard of
 * all 1,000 monitors with tier, uptime and 24 hours of p95 each, and comparables by make, model and years among 500,000
 * vehicles. The server generates the data, in the order of time; `--checks` and `--vehicles` set its size. The two sizes
 * are read alternately. `--data make` only generates the data, and `--data made` only measures: it first reads all of it
 * once, so that the system has cached it as after generating.
 */
const { values } = parseArgs({
  options: {
    checks: { type: 'string', default: '10000000' },
    vehicles: { type: 'string', default: '500000' },
    rounds: { type: 'string', default: '200' },
    data: { type: 'string' },
  },
})
const hourMs = 3_600_000
const dayMs = 24 * hourMs
const keys = Array.from({ length: monitors }, (_, number) => monitorId(number))
const oneOf = (round: number) => keys[(round * 7_919) % monitors] ?? ''

/** Each read, with the limit of its p95. */
const reads: Readonly<
  Record<string, { barMs: number; run: (storage: Storage, round: number) => Promise<number> }>
> = {
  'the latest check': {
    barMs: 5,
    run: async (storage, round) => (await storage.series(checksTable).latest(ownerId, [oneOf(round)])).size,
  },
  'a page of history': {
    barMs: 5,
    run: async (storage, round) => {
      const to = until - (round % 60) * dayMs
      return (await storage.series(checksTable).page(ownerId, oneOf(round), { to, limit: 50 })).items.length
    },
  },
  'p95 of 30 days': {
    barMs: 15,
    run: async (storage, round) => {
      const span = { from: until - 30 * dayMs, to: until, fields: ['latency'] } as const
      const rows = await storage.series(rollUpTables.day).range(ownerId, [oneOf(round)], span)
      const merged = new LatencySketch()
      for (const { latency } of rows) merged.merge(LatencySketch.from(latency))
      return Number((merged.quantile(0.95) ?? 0) > 0)
    },
  },
  'a dashboard of 1,000': {
    barMs: 100,
    run: async (storage) => {
      const fields = ['checks', 'failed', 'upMs', 'downMs', 'p95Ms'] as const
      const span = { from: until - dayMs, to: until, fields }
      const [page, hours] = await Promise.all([
        storage.collection(monitorsTable).page(ownerId, { limit: monitors }),
        storage.series(rollUpTables.hour).range(ownerId, keys, span),
      ])
      return page.items.length === monitors ? hours.length / 24_000 : 0
    },
  },
  comparables: {
    barMs: 10,
    run: async (storage, round) => {
      const where = {
        make: `Make ${round % 40}`,
        model: `Model ${round % 1000}`,
        year: { gte: 2012, lte: 2014 },
      }
      return (await storage.collection(vehiclesTable).page('shared', { where, limit: 200 })).items.length
    },
  },
}

const { makes, measures } = dataMode(values.data)
const server = await benchServer(8)
const tables = { collections: [vehiclesTable] }
const sizes = { small: 100_000, large: Number(values.checks) }
const storages: Record<string, Storage> = {}
for (const [schema, checks] of Object.entries(sizes)) {
  const from = performance.now()
  if (makes) {
    const storage = await freshStorage(server.pool, `read_${schema}`, tables)
    await fill({
      pool: server.pool,
      storage,
      schema: `read_${schema}`,
      checks,
      vehicles: Number(values.vehicles),
    })
    console.log(`${checks} checks were made in ${Math.round((performance.now() - from) / 1_000)} s`)
  }
  if (!makes) await warmCache(server.pool, `read_${schema}`)
  storages[schema] = pgStorage({ pool: server.pool, schema: `read_${schema}`, tables })
}

async function times(name: string, rounds: number) {
  const took: Record<string, number[]> = { small: [], large: [] }
  for (let round = 0; round < rounds; round++)
    for (const [size, storage] of Object.entries(storages)) {
      const from = performance.now()
      const found = await reads[name]?.run(storage, round)
      // The first rounds open connections and prepare statements.
      if (round >= 10) took[size]?.push(performance.now() - from)
      if (!found) throw new Error(`${name} found nothing`)
    }
  return took
}

const rows = []
const verdicts = []
for (const [name, { barMs }] of measures ? Object.entries(reads) : []) {
  const { small = [], large = [] } = await times(name, Number(values.rounds))
  const ratio = quantile(large, 0.5) / quantile(small, 0.5)
  rows.push({
    read: name,
    'p50 ms': quantile(large, 0.5),
    'p95 ms': quantile(large, 0.95),
    'p50 of few ms': quantile(small, 0.5),
    ratio,
  })
  verdicts.push({ name: `${name}: p95`, figure: quantile(large, 0.95), bar: barMs, unit: 'ms' })
  verdicts.push({
    name: `${name}: the p50 is`,
    figure: ratio,
    bar: 1.5,
    unit: `times that over ${sizes.small} checks`,
  })
}
for (const storage of Object.values(storages)) await storage.close()
await server.stop()
report(rows, ...verdicts)
