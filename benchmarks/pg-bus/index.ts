import { setTimeout as wait } from 'node:timers/promises'
import type { Bus } from '@telltale/core/ports'
import { pgStorage } from '@telltale/storage-pg'
import { benchServer } from '../pg-server.js'
import { report } from '../report.js'
import { roundsOr } from '../rounds.js'

/**
 * Measures the time from a message in one process to its arrival in another one, over `LISTEN` and `NOTIFY`: of single
 * messages, and of 200 a second of as many owners. Each storage has connections of its own, as in a process of its own.
 */
const messages = 500

const server = await benchServer(2)
const open = () => pgStorage({ connectionString: server.connectionString, schema: 'bus' })
const storages = [open(), open()] as const
const [sender, receiver] = storages.map((storage) => storage.openBus?.()) as [Bus, Bus]

const sentAt = new Map<number, number>()
let times: number[] = []
await new Promise<void>((resolve) => {
  void receiver.subscribe(({ lastId }) => {
    times.push(performance.now() - (sentAt.get(lastId) ?? Number.NaN))
  }, resolve)
})

let lastId = 0
const send = () => {
  sentAt.set(++lastId, performance.now())
  return sender.publish({ ownerId: `owner ${lastId}`, lastId })
}
async function measure(pauseMs: number) {
  times = []
  for (let message = 0; message < messages; message++) {
    await send()
    await wait(pauseMs)
  }
  while (times.length < messages) await wait(10)
  const sorted = times.toSorted((a, b) => a - b)
  return { p50: sorted[messages / 2] ?? Number.NaN, p99: sorted[Math.floor(messages * 0.99)] ?? Number.NaN }
}

const rows: { round: number; 'messages per second': number; 'p50 ms': number; 'p99 ms': number }[] = []
for (let round = 0; round < roundsOr(3); round++)
  for (const pauseMs of [5, 50]) {
    const { p50, p99 } = await measure(pauseMs)
    rows.push({ round, 'messages per second': 1_000 / pauseMs, 'p50 ms': p50, 'p99 ms': p99 })
  }
for (const bus of [sender, receiver]) await bus.close()
for (const storage of storages) await storage.close()
await server.stop()
const figure =
  rows.map((row) => row['p99 ms']).toSorted((a, b) => a - b)[Math.floor(rows.length / 2)] ?? Number.NaN
report(rows, { name: 'the 99th percentile of a message is', figure, bar: 100, unit: 'ms' })
