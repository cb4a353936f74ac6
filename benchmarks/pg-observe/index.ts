import type {
  BaseRecord,
  CollectionDefinition,
  SeriesDefinition,
  SeriesRow,
  Storage,
} from '@telltale/core/ports'
import { pgStorage } from '@telltale/storage-pg'
import { type Monitor, monitorsTable } from '../../packages/core/src/records/monitor-records.js'
import { checkRow, checksTable, monitorId } from '../pg-checks.js'
import { benchServer } from '../pg-server.js'
import { report } from '../report.js'
import { roundsOr } from '../rounds.js'

/**
 * Measures how many observations are stored per second in group commits, compared with a transaction for each. An
 * observation is the transaction of one check: the monitor is read, and its new state, the check, an event with its
 * number in the owner's feed and a row of the outbox are written. In groups, 1,000 monitors are observed at the same time
 * through one storage. For single transactions there are as many storages as connections, each observing one monitor at a
 * time. Both have at most 20 connections, and every monitor has an owner of its own, so that no feed is waited for. The
 * figure is the best of the rounds' ratios.
 */
const monitors = 1_000
const owners = 1_000
const connections = 20

interface OutboxRecord extends BaseRecord {
  readonly dueAt: number
  readonly channel: string
  readonly payload: unknown
}

const outboxTable: CollectionDefinition<OutboxRecord> = {
  name: 'bench_outbox',
  columns: { dueAt: { type: 'time' }, channel: { type: 'text' }, payload: { type: 'json' } },
  unique: [],
  indexes: [['dueAt']],
}
interface EventRow extends SeriesRow {
  readonly name: string
  readonly data: unknown
}
const eventsTable: SeriesDefinition<EventRow> = {
  name: 'bench_events',
  columns: { name: { type: 'text' }, data: { type: 'json' } },
}
const tables = { collections: [outboxTable], series: [eventsTable] }

const server = await benchServer(connections)
const open = (schema: string) => pgStorage({ pool: server.pool, schema, tables })
const now = Date.now()
const ownerOf = (number: number) => `user_${number % owners}`
const hysteresis = { confirmations: 3 } as unknown as Monitor['hysteresis']
const tiers = [{ name: 'SONIC', fromMs: 0, toMs: 50 }] as unknown as Monitor['tiers']
const monitor = (number: number): Monitor => ({
  id: monitorId(number),
  ownerId: ownerOf(number),
  version: 1,
  createdAt: now,
  updatedAt: now,
  name: `Checkout ${number}`,
  url: `https://shop-${number}.example/health`,
  adapter: 'http',
  everyMs: 30_000,
  missedRuns: 'skip' as Monitor['missedRuns'],
  timeoutMs: 10_000,
  tiers,
  hysteresis,
  failuresBeforeIncident: 2,
  maintenance: [],
  tags: ['shop'],
  paused: false,
  dueAt: now,
})

let last = 0
async function observe(storage: Storage, number: number): Promise<void> {
  const ownerId = ownerOf(number)
  const seen = ++last
  const at = now + seen
  await storage.transaction(async ({ collection, series, counters }) => {
    const stored = await collection(monitorsTable).get(ownerId, monitorId(number))
    if (!stored) throw new Error('the monitor is missing')
    const check = { ...checkRow(seen, monitors, at), ownerId, key: stored.id }
    const after = {
      ...stored,
      dueAt: at + 30_000,
      tier: check.tier,
      checkedAt: at,
      latencyMs: check.latencyMs,
    }
    const [written] = await collection(monitorsTable).write([{ update: after }])
    if (!written?.ok) throw new Error('the monitor changed meanwhile')
    await series(checksTable).append([check])
    const payload = { monitorId: stored.id, name: stored.name, tier: check.tier, latencyMs: check.latencyMs }
    const id = check.id
    const record = {
      id,
      ownerId,
      version: 1,
      createdAt: at,
      updatedAt: at,
      dueAt: at,
      channel: 'telegram',
      payload,
    }
    await collection(outboxTable).write([{ insert: record }])
    const eventId = await counters.reserve(ownerId, 'feed', { now: at, gapMs: 1 })
    const event = {
      ownerId,
      key: 'feed',
      at: eventId,
      id: String(eventId),
      name: 'monitor:checked',
      data: payload,
    }
    await series(eventsTable).append([event])
  })
}

/** Observes monitors, several at a time. Returns observations per second. */
async function pace(times: number, storages: readonly Storage[], concurrency: number): Promise<number> {
  const from = performance.now()
  let next = 0
  const worker = async (storage: Storage) => {
    while (next < times) await observe(storage, next++ % monitors)
  }
  await Promise.all(
    Array.from({ length: concurrency }, (_, index) => worker(storages[index % storages.length] as Storage)),
  )
  return Math.round(times / ((performance.now() - from) / 1_000))
}

for (const schema of ['single', 'grouped']) {
  await server.pool.query(`drop schema if exists ${schema} cascade`)
  const storage = open(schema)
  await storage.migrate()
  const inserts = Array.from({ length: monitors }, (_, number) => ({ insert: monitor(number) }))
  await storage.collection(monitorsTable).write(inserts)
}
const grouped = [open('grouped')]
const single = Array.from({ length: connections }, () => open('single'))
await pace(monitors, grouped, monitors)
await pace(200, single, connections)

const rows: { round: number; 'in groups': number; single: number; ratio: number }[] = []
for (let round = 0; round < roundsOr(5); round++) {
  const one = await pace(1_000, single, connections)
  const many = await pace(20_000, grouped, monitors)
  rows.push({ round, 'in groups': many, single: one, ratio: many / one })
}
for (const schema of ['single', 'grouped']) {
  const {
    rows: [counts],
  } = await server.pool.query(`select (select count(*) from ${schema}.checks) as checks,
    (select count(*) from ${schema}.bench_events) as events, (select count(*) from ${schema}.bench_outbox) as outbox,
    (select sum(version - 1) from ${schema}.monitors) as updates`)
  if (new Set(Object.values(counts)).size !== 1)
    throw new Error(`${schema} lost some: ${JSON.stringify(counts)}`)
}
await Promise.all([...grouped, ...single].map((storage) => storage.close()))
await server.stop()
report(rows, {
  name: 'committing in groups is',
  figure: Math.max(...rows.map(({ ratio }) => ratio)),
  bar: 10,
  atLeast: true,
  unit: 'times one transaction each',
})
