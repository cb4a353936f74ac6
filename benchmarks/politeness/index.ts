import { parseArgs } from 'node:util'
import { createHttp } from '@telltale/core/http'
import { defined, omit } from '@telltale/core/ports'
import { pgStorage } from '@telltale/storage-pg'
import { startServer } from '../../packages/storage-pg/src/testing/server.js'
import { startChild } from '../child.js'
import { report } from '../report.js'
import type { AskOrder } from './asker-process.js'
import type { Asked, ServerOrder } from './server-process.js'

/**
 * Do four processes that share a PostgreSQL keep the gap of each of 100 hosts, and how much longer do they take than if
 * each call came at the first moment it may? Each process asks for its own quarter of 10,000 pages, all at once. In a
 * second run one host refuses every call with a 429: what does that cost the others? Ideal is a gap between each two
 * pages of a host; that robots.txt is asked for by each process counts against us.
 */
const { values } = parseArgs({
  options: {
    hosts: { type: 'string', default: '100' },
    pages: { type: 'string', default: '10000' },
    gap: { type: 'string', default: '1000' },
  },
})
const processes = 4
const gapMs = Number(values.gap)
const hosts = Array.from({ length: Number(values.hosts) }, (_, host) => `shop${host}.example`)
const pagesEach = Number(values.pages) / hosts.length / processes
/** The time by which a call may come before the end of the gap, in milliseconds: the precision of timers. */
const toleranceMs = 5

const database = await startServer()
const { connectionString } = database
const storage = pgStorage({ connectionString })
await storage.migrate()
await storage.close()
const server = startChild(new URL('./server-process.ts', import.meta.url))
const { port } = await server.ask<{ port: number }>()
// A server that still compiles itself would see the first calls at other times than they came.
const warm = createHttp({ allow: ['127.0.0.1'] })
for (let round = 0; round < 50; round++)
  await Promise.all(hosts.map(() => warm.get(`http://127.0.0.1:${port}/`)))
await warm.close()

/** Lets all processes ask; resolves to what the server saw. */
async function run(name: string, refusing?: string) {
  await server.ask<string>({ begin: true, ...defined({ refusing }) } satisfies ServerOrder)
  const askers = Array.from({ length: processes }, () =>
    startChild(new URL('./asker-process.ts', import.meta.url)),
  )
  const order = {
    connectionString,
    port,
    hosts,
    pagesEach,
    gapMs,
    ...defined({ refusing: refusing || undefined }),
  }
  await Promise.all(askers.map((asker, part) => asker.ask({ ...order, part } satisfies AskOrder)))
  for (const asker of askers) asker.close()
  const { byHost } = await server.ask<Asked>({ begin: false } satisfies ServerOrder)
  const asked = Object.entries(byHost)
  const gaps = asked.flatMap(([, { at }]) => at.slice(1).map((time, index) => time - (at[index] ?? 0)))
  const others = asked.filter(([host]) => host !== refusing).flatMap(([, { pages }]) => pages)
  const tookMs = Math.max(...others) - Math.min(...others)
  return {
    name,
    pages: asked.reduce((sum, [, { pages }]) => sum + pages.length, 0),
    'gaps too short': gaps.filter((gap) => gap < gapMs - toleranceMs).length,
    'shortest gap, ms': Number(Math.min(...gaps).toFixed(1)),
    'others took, s': Number((tookMs / 1_000).toFixed(2)),
    tookMs,
  }
}

const calm = await run('all answer')
const refused = await run('one host refuses', hosts[0])
server.close()
await database.stop()

const wanted = Number(values.pages)
const idealMs = (pagesEach * processes - 1) * gapMs
report(
  [calm, refused].map((row) => omit(row, 'tookMs')),
  { name: 'pages that were asked for', figure: calm.pages, bar: wanted, atLeast: true, unit: 'of all' },
  {
    name: 'gaps that were too short',
    figure: calm['gaps too short'] + refused['gaps too short'],
    bar: 0,
    unit: 'of all',
  },
  { name: 'the pages took', figure: calm.tookMs / idealMs, bar: 1.15, unit: 'times the ideal' },
  {
    name: "one host's refusals cost the others",
    figure: 100 * (refused.tookMs / calm.tookMs - 1),
    bar: 5,
    unit: '%',
  },
)
