import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Storage } from '@telltale/core/ports'
import { pgStorage } from '@telltale/storage-pg'
import { checkRow, checksTable, monitorId } from '../pg-checks.js'
import { benchServer } from '../pg-server.js'
import { report } from '../report.js'

/**
 * Compares the embedded database with a server. Each opens an existing schema and answers its first query, appends
 * 20,000 checks of 100 monitors, 500 at a time, and reads a dashboard of their newest checks and one day. There is no
 * limit to meet.
 */
const monitors = 100
const checks = 20_000
const day = Date.UTC(2026, 10, 3)
const keys = Array.from({ length: monitors }, (_, number) => monitorId(number))
const batches = Array.from({ length: checks / 500 }, (_, batch) =>
  Array.from({ length: 500 }, (_, row) => {
    const number = batch * 500 + row
    return { ...checkRow(number, monitors, day + number * 400), ownerId: 'ana' }
  }),
)

async function timed(work: () => Promise<unknown>): Promise<number> {
  const from = performance.now()
  await work()
  return performance.now() - from
}

async function measure(name: string, open: () => Storage) {
  const first = open()
  await first.migrate()
  await first.close()
  const storage = open()
  const series = storage.series(checksTable)
  const bootMs = await timed(async () => {
    await storage.migrate()
    await series.latest('ana', keys)
  })
  const appendMs = await timed(async () => {
    for (const batch of batches) await series.append(batch)
  })
  const dashboard = () =>
    Promise.all([series.latest('ana', keys), series.range('ana', keys, { fields: ['latencyMs'] })])
  await dashboard()
  const dashboardMs = await timed(dashboard)
  await storage.close()
  return {
    storage: name,
    'boot ms': Math.round(bootMs),
    'checks appended a second': Math.round(checks / (appendMs / 1_000)),
    'dashboard ms': Math.round(dashboardMs),
  }
}

const folder = await mkdtemp(join(tmpdir(), 'telltale-pglite-'))
const server = await benchServer()
const rows = [
  await measure('PGlite in a folder', () => pgStorage({ directory: join(folder, 'data') })),
  await measure('a server', () => pgStorage({ connectionString: server.connectionString, schema: 'beside' })),
]
await server.stop()
await rm(folder, { recursive: true })
report(rows)
