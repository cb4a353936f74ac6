import { Agent, createServer, get } from 'node:http'
import type { AddressInfo } from 'node:net'
import { parseArgs } from 'node:util'
import { LatencySketch, responseTimes, type TimedCheck } from '@telltale/core/latency'
import { report } from '../report.js'

/**
 * Measures what a monitor reports of a server that stands still for 10 s of each minute. It checks every 100 ms, one check at a
 * time, so that it is itself held up by the first check of each stall. The truth is measured beside it, on the same
 * server, by one request for every 100 ms that waits for no other.
 */
const { values } = parseArgs({ options: { minutes: { type: 'string', default: '2' } } })
const everyMs = 100
const minuteMs = 60_000
const stallMs = 10_000
const durationMs = Number(values.minutes) * minuteMs

const startedAt = Date.now() + 100
/** The stall is the middle of each minute. */
const stallLeftMs = () => {
  const intoStallMs = ((Date.now() - startedAt) % minuteMs) - (minuteMs - stallMs) / 2
  return intoStallMs >= 0 && intoStallMs < stallMs ? stallMs - intoStallMs : 0
}
const server = createServer((_, response) => void setTimeout(() => response.end('ok'), stallLeftMs()))
await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
const { port } = server.address() as AddressInfo
const agent = new Agent({ keepAlive: true })

const request = () =>
  new Promise<void>((resolve, reject) => {
    get({ port, host: '127.0.0.1', agent }, (response) => response.resume().on('end', resolve)).on(
      'error',
      reject,
    )
  })
const until = (at: number) => new Promise((resolve) => setTimeout(resolve, Math.max(0, at - Date.now())))

/** Checks one at a time, as a scheduler does that never runs two of one monitor at once and skips missed slots. */
async function monitor(): Promise<readonly TimedCheck[]> {
  const checks: TimedCheck[] = []
  for (let slotAt = startedAt; slotAt < startedAt + durationMs; ) {
    await until(slotAt)
    const at = Date.now()
    const from = performance.now()
    await request()
    checks.push({ slotAt, at, latencyMs: performance.now() - from })
    slotAt = Math.max(slotAt + everyMs, startedAt + Math.ceil((Date.now() - startedAt) / everyMs) * everyMs)
  }
  return checks
}

/** The wait of one user for each slot, none of whom waits for another. */
async function users(): Promise<readonly number[]> {
  const slots = Array.from({ length: durationMs / everyMs }, (_, index) => startedAt + index * everyMs)
  return Promise.all(
    slots.map(async (slotAt) => {
      await until(slotAt)
      const from = performance.now()
      await request()
      return performance.now() - from
    }),
  )
}

const [checks, waits] = await Promise.all([monitor(), users()])
agent.destroy()
server.close()

const shares = [0.5, 0.9, 0.99, 0.999]
const sketchOf = (latencies: readonly number[]) => {
  const sketch = new LatencySketch()
  for (const latencyMs of latencies) sketch.record(latencyMs)
  return shares.map((share) => sketch.quantile(share) ?? Number.NaN)
}
const sorted = waits.toSorted((one, other) => one - other)
const truth = shares.map((share) => sorted[Math.floor(share * (sorted.length - 1))] ?? Number.NaN)
const naive = sketchOf(checks.map(({ latencyMs }) => latencyMs))
const corrected = sketchOf(responseTimes(checks, { everyMs }))

const row = (measured: string, count: number, latencies: readonly number[]) => ({
  measured,
  count,
  ...Object.fromEntries(
    shares.map((share, index) => [`p${100 * share} ms`, Number(latencies[index]?.toFixed(1))]),
  ),
})
const p99 = shares.indexOf(0.99)
const offPercent = (latencies: readonly number[]) =>
  (100 * Math.abs((latencies[p99] ?? 0) - (truth[p99] ?? 0))) / (truth[p99] ?? Number.NaN)
report(
  [
    row('truth: a user for each slot', waits.length, truth),
    row('latencyMs of the checks', checks.length, naive),
    row('responseTimes of the checks', responseTimes(checks, { everyMs }).length, corrected),
  ],
  { name: 'the corrected p99 is off by', figure: offPercent(corrected), bar: 2, unit: '%' },
  { name: 'the naive p99 is off by', figure: offPercent(naive), bar: 50, atLeast: true, unit: '%' },
)
