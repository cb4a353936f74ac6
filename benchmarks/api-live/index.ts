import { once } from 'node:events'
import { Agent, createServer, get, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { createApi } from '@telltale/api'
import { toNodeHandler } from '@telltale/api/node'
import { toUpgradeHandler } from '@telltale/api/websocket'
import { createTelltale } from '@telltale/core'
import { memoryStorage } from '@telltale/storage-memory'
import { WebSocket } from 'ws'
import { quantile, report } from '../report.js'

/**
 * Measures how late live events reach many readers over real sockets: half by server-sent events and half by WebSocket, some
 * of which take nothing. An owner has a hundred of them, as many as the API allows. Server and readers share this process, so the delay has the work of both. The
 * memory in use is read right after garbage collections, without the events that the storage itself keeps.
 */
const { values } = parseArgs({
  options: {
    readers: { type: 'string', default: '1000' },
    stalled: { type: 'string', default: '50' },
    events: { type: 'string', default: '40' },
    gap: { type: 'string', default: '1000' },
  },
})
const readers = Number(values.readers)
const stalled = Number(values.stalled)
const events = Number(values.events)
const gapMs = Number(values.gap)
setFlagsFromString('--expose-gc')
const collect: () => void = runInNewContext('gc')
const heapMib = () => {
  collect()
  return process.memoryUsage().heapUsed / 2 ** 20
}

const telltale = createTelltale({ storage: memoryStorage(), adapters: [] })
const readersPerOwner = 100
const owners = await Promise.all(
  Array.from({ length: Math.ceil((2 * readers) / readersPerOwner) }, async (_, number) => {
    const services = telltale.for(`user${number}`)
    const { id } = await services.monitors.create({ name: 'job', heartbeat: {}, every: '1h' })
    return { name: `user${number}`, services, id }
  }),
)
const api = createApi(telltale, { owner: (request) => request.headers.get('x-owner') })
const server = createServer(toNodeHandler(api)).on('upgrade', toUpgradeHandler(api))
server.listen(0, '127.0.0.1')
await once(server, 'listening')
const { port } = server.address() as AddressInfo
const path = '/api/events/live'

const writtenAt = new Map<string, number>()
const delays = { 'server-sent events': [] as number[], WebSockets: [] as number[] }
const note = (by: keyof typeof delays, owner: string, text: string) => {
  for (const [, eventId] of text.matchAll(/(?:^id: |"id":)(\d{13,})/gm)) {
    const from = writtenAt.get(`${owner} ${eventId}`)
    if (from !== undefined) delays[by].push(performance.now() - from)
  }
}

const agent = new Agent({ maxSockets: Number.POSITIVE_INFINITY })
const ends: (() => void)[] = []

async function openEventSource(owner: string, isStalled: boolean): Promise<void> {
  const request = get({ port, path, agent, headers: { 'x-owner': owner } })
  ends.push(() => request.destroy())
  request.on('error', () => {})
  const [response] = (await once(request, 'response')) as [IncomingMessage]
  response.on('error', () => {})
  response.setEncoding('utf8')
  if (isStalled) response.pause()
  else response.on('data', (text: string) => note('server-sent events', owner, text))
}

async function openSocket(owner: string, isStalled: boolean): Promise<void> {
  const socket = new WebSocket(`ws://127.0.0.1:${port}${path}`, { headers: { 'x-owner': owner } })
  ends.push(() => socket.terminate())
  socket.on('error', () => {})
  await once(socket, 'open')
  if (isStalled) socket.pause()
  else socket.on('message', (text) => note('WebSockets', owner, String(text)))
}

for (let count = 0; count < readers; count += 1) {
  const isStalled = count < stalled / 2
  const { name = '' } = owners[count % owners.length] ?? {}
  await Promise.all([openEventSource(name, isStalled), openSocket(name, isStalled)])
}

const samples: number[] = []
for (let count = 1; count <= events; count++) {
  for (const { name, services, id } of owners) {
    const from = performance.now()
    await services.monitors.heartbeat(id)
    writtenAt.set(`${name} ${await services.feed.lastId()}`, from)
  }
  await pause(gapMs)
  if (count % 10 === 0) samples.push(heapMib())
}
await pause(2_000)
for (const end of ends) end()
server.closeAllConnections()
server.close()
await telltale.close()

const rows = Object.entries(delays).map(([by, each]) => ({
  by,
  readers: readers - stalled / 2,
  received: each.length,
  expected: (readers - stalled / 2) * events,
  'median ms': quantile(each, 0.5),
  'p99 ms': quantile(each, 0.99),
}))
const received = rows.reduce((sum, row) => sum + row.received / row.expected, 0) / rows.length
report(
  rows,
  {
    name: 'p99 of server-sent events',
    figure: quantile(delays['server-sent events'], 0.99),
    bar: 1_000,
    unit: 'ms',
  },
  { name: 'p99 of WebSockets', figure: quantile(delays.WebSockets, 0.99), bar: 1_000, unit: 'ms' },
  { name: 'events that arrived', figure: received, bar: 1, atLeast: true, unit: 'of each' },
  {
    name: 'growth of the memory in use',
    figure: (samples.at(-1) ?? 0) - (samples[0] ?? 0),
    bar: 20,
    unit: 'MiB',
  },
)
