import { parseArgs } from 'node:util'
import { pgStorage } from '@telltale/storage-pg'
import { checksTable, monitorId } from '../pg-checks.js'
import { makeChecks } from '../pg-data.js'
import { benchServer, dataMode, freshStorage } from '../pg-server.js'
import { report } from '../report.js'

/**
 * Measures the drop of a month of checks, and the waits that it causes. One drop runs while the server is idle, and shows
 * the work. Another one runs while a report reads the series for 2 s and dashboards read all the time, and shows the
 * waits. `--checks` sets the number of checks in a month. `--data make` only generates them, and `--data made` only
 * measures.
 */
const { checks, data } = parseArgs({
  options: { checks: { type: 'string', default: '10000000' }, data: { type: 'string' } },
}).values
const monitors = 1_000

const { makes, measures } = dataMode(data)
const server = await benchServer(8)
const month = (number: number) => Date.UTC(2026, number)
const monthOf = (number: number, checks: number) => ({
  schema: 'retention',
  ownerId: 'ana',
  monitors,
  checks,
  from: month(number),
  to: month(number + 1),
})
if (makes) {
  await (await freshStorage(server.pool, 'retention')).close()
  for (const number of [0, 1]) await makeChecks(server.pool, monthOf(number, Number(checks)))
  await makeChecks(server.pool, monthOf(2, 100_000))
}
if (!measures) {
  await server.stop()
  process.exit(0)
}
const storage = pgStorage({ pool: server.pool, schema: 'retention' })
const series = storage.series(checksTable)

async function drop(before: number): Promise<{ ms: number; rows: number }> {
  const from = performance.now()
  const rows = await series.dropBefore(before)
  return { ms: performance.now() - from, rows }
}

/** Reads repeatedly. Returns the number of reads and the time of the longest. */
async function readUntil(isOver: () => boolean): Promise<{ longestMs: number; reads: number }> {
  const reader = pgStorage({ pool: server.pool, schema: 'retention' })
  let [longestMs, reads] = [0, 0]
  for (; !isOver(); reads++) {
    const from = performance.now()
    await reader.series(checksTable).latest('ana', [monitorId(reads % monitors)])
    longestMs = Math.max(longestMs, performance.now() - from)
  }
  await reader.close()
  return { longestMs, reads }
}

// The first drop creates the partitions ahead and opens the connections.
await series.dropBefore(month(0))
const idle = await drop(month(1))
let isOver = false
const alone = readUntil(() => isOver)
await new Promise((resolve) => setTimeout(resolve, 2_000))
isOver = true
const { longestMs: usualMs } = await alone
isOver = false
const reading = readUntil(() => isOver)
const reportRead = server.pool.query(
  'select count(*), pg_sleep(2) from (select 1 from retention.checks limit 1) as one',
)
await new Promise((resolve) => setTimeout(resolve, 200))
const busy = await drop(month(2))
isOver = true
const { longestMs, reads } = await reading
await reportRead
await storage.close()
await server.stop()

if (idle.rows !== Number(checks) || busy.rows !== Number(checks))
  throw new Error(`expected ${checks} rows to be dropped, got ${idle.rows} and ${busy.rows}`)
report(
  [
    { drop: 'idle', rows: idle.rows, ms: idle.ms, 'longest read ms': undefined, reads: undefined },
    { drop: 'none', rows: 0, ms: undefined, 'longest read ms': usualMs, reads: undefined },
    {
      drop: 'while a report reads for 2 s',
      rows: busy.rows,
      ms: busy.ms,
      'longest read ms': longestMs,
      reads,
    },
  ],
  { name: `dropping ${checks} checks takes`, figure: idle.ms, bar: 500, unit: 'ms' },
  { name: 'meanwhile a read waits at most', figure: longestMs, bar: 100, unit: 'ms' },
)
