import { setTimeout as delay } from 'node:timers/promises'
import { http } from '@telltale/adapters/http'
import { defined } from '@telltale/core/ports'
import { startBlackbox } from '../blackbox.js'
import { startChild } from '../child.js'
import { probeContext } from '../probe-context.js'
import { quantile, report, type Verdict } from '../report.js'
import type { ResponseDelay } from './response-delay.js'

/**
 * Measures how close the reported latency is to the real one, and whether the real one lies in the probe's own range. A server
 * in another process delays each response by 0 to 600 ms and reports the real delay, from finding the request until the
 * response was written. The wait of a request before that, while the server's process was busy or waited for a processor, is
 * reported too and widens the real latency to a range; the server takes priority where it may, so that it is short. At most
 * 420 checks start each second, up to a maximum in flight; in bursts all of them start at once.
 */
interface Reported {
  readonly latencyMs: number
  readonly uncertaintyMs?: number
}

type Prober = (url: string) => Promise<Reported>

interface Load {
  readonly inFlight: number
  readonly checks: number
  /** The maximum median error; bursts are only shown. */
  readonly barMs?: number
}

const loads: readonly Load[] = [
  { inFlight: 1, checks: 100, barMs: 2 },
  { inFlight: 50, checks: 1_500, barMs: 2 },
  { inFlight: 500, checks: 4_000, barMs: 3 },
  { inFlight: 50, checks: 500 },
  { inFlight: 500, checks: 4_000 },
]
const startGapMs = 1_000 / 420
/** The number of parts that a load is split into. */
const parts = 4

const { probe } = http()
const telltale: Prober = async (url) => {
  const measurement = await probe?.check({ url: new URL(url), timeoutMs: 10_000 }, probeContext)
  if (!measurement || measurement.failure) throw new Error(measurement?.failure?.message)
  return measurement
}

const server = startChild(new URL('./server-process.ts', import.meta.url))
const { address, hasPriority } = await server.ask<{ address: { port: number }; hasPriority: boolean }>()
if (!hasPriority)
  console.log('the server cannot raise its priority (needs root): its own figures are less certain')
let asked = 0
// A fixed sequence, spread evenly over 0 to 600 by the golden ratio (Weyl).
const nextPath = () => `/${++asked}/${((asked * 0.618_033_988_749_895) % 1) * 600}`

interface Sample extends Reported {
  readonly path: string
}

async function sample(prober: Prober): Promise<Sample> {
  const path = nextPath()
  return { path, ...(await prober(`http://127.0.0.1:${address.port}${path}`)) }
}

/** Runs the checks of a load: each starts as soon as one may be in flight, at most every 1/420 s. */
async function spread(prober: Prober, { inFlight, checks }: Load): Promise<Sample[]> {
  const made: Promise<Sample>[] = []
  const underWay = new Set<Promise<unknown>>()
  let dueAt = performance.now()
  while (made.length < checks) {
    if (underWay.size >= inFlight) await Promise.race(underWay)
    const waitMs = dueAt - performance.now()
    if (waitMs > 0) await delay(Math.ceil(waitMs))
    dueAt = Math.max(dueAt + startGapMs, performance.now() - 2 * startGapMs)
    const check = sample(prober)
    made.push(check)
    const counted = check.finally(() => underWay.delete(counted))
    underWay.add(counted)
  }
  return Promise.all(made)
}

async function bursts(prober: Prober, { inFlight, checks }: Load): Promise<Sample[]> {
  const made: Sample[] = []
  while (made.length < checks)
    made.push(...(await Promise.all(Array.from({ length: inFlight }, () => sample(prober)))))
  return made
}

interface Row {
  readonly load: string
  readonly prober: string
  readonly 'median error ms': number
  readonly 'p99 error ms': number
  readonly 'truth in range %'?: number
  readonly 'median uncertainty ms'?: number
  readonly 'median server late ms': number
  readonly 'p99 server late ms': number
}

/** The delay of a check that the server did not report, which makes each of its figures fail. */
const unknown: ResponseDelay = { minHoldMs: Number.NaN, holdMs: Number.NaN, maxWaitMs: Number.NaN }

async function rowOf(prober: string, samples: readonly Sample[], { inFlight, barMs }: Load): Promise<Row> {
  const delays = await server.ask<Record<string, ResponseDelay>>('how long?')
  const pairs = samples.map((sample) => ({ ...sample, ...(delays[sample.path] ?? unknown) }))
  const errors = pairs.map(({ latencyMs, holdMs }) => Math.abs(latencyMs - holdMs))
  const ranges = samples.flatMap(({ uncertaintyMs }) => uncertaintyMs ?? [])
  const inRange = pairs.filter(
    ({ latencyMs, uncertaintyMs = 0, minHoldMs, holdMs, maxWaitMs }) =>
      minHoldMs <= latencyMs && holdMs + maxWaitMs >= latencyMs - uncertaintyMs,
  )
  const late = pairs.map(({ maxWaitMs }) => maxWaitMs)
  return {
    load: `${inFlight} ${barMs === undefined ? 'at once' : 'in flight'}`,
    prober,
    'median error ms': quantile(errors, 0.5),
    'p99 error ms': quantile(errors, 0.99),
    ...defined({
      'truth in range %':
        ranges.length === 0 ? undefined : Math.floor((inRange.length / samples.length) * 10_000) / 100,
      'median uncertainty ms': ranges.length === 0 ? undefined : quantile(ranges, 0.5),
    }),
    'median server late ms': quantile(late, 0.5),
    'p99 server late ms': quantile(late, 0.99),
  }
}

/** Measures with each prober in turn, part by part, so that other load on the machine affects both. */
async function compare(load: Load): Promise<{ own: Row; other: Row | undefined }> {
  const part = { ...load, checks: load.checks / parts }
  const samples = new Map<Prober, Sample[]>()
  for (let done = 0; done < parts; done++)
    for (const prober of [telltale, peer]) {
      if (!prober) continue
      const made = await (load.barMs === undefined ? bursts : spread)(prober, part)
      samples.set(prober, [...(samples.get(prober) ?? []), ...made])
    }
  return {
    own: await rowOf('telltale', samples.get(telltale) ?? [], load),
    other: peer && (await rowOf('blackbox exporter', samples.get(peer) ?? [], load)),
  }
}

const blackbox = await startBlackbox()
const peer: Prober | undefined = blackbox && (async (url) => ({ latencyMs: await blackbox.probe(url) }))
const rows: Row[] = []
const verdicts: Verdict[] = []
// Warm both up: the first checks pay for compiling what the later ones use.
for (const prober of [telltale, peer]) if (prober) await spread(prober, { inFlight: 50, checks: 500 })
for (const load of loads) {
  const { own, other } = await compare(load)
  rows.push(own, ...(other ? [other] : []))
  const [name, unit] = [`${own.load}:`, 'ms']
  const errorMs = own['median error ms']
  const range = {
    name: `${name} the truth lies in the range of`,
    figure: own['truth in range %'] ?? 0,
    bar: 99,
    atLeast: true,
    unit: '% of the checks',
  }
  verdicts.push(range)
  if (load.barMs === undefined) continue
  const uncertaintyMs = own['median uncertainty ms'] ?? Number.NaN
  verdicts.push(
    { name: `${name} the median error is`, figure: errorMs, bar: load.barMs, unit },
    {
      name: `${name} the median uncertainty is`,
      figure: uncertaintyMs,
      bar: Number((3 * errorMs + 0.5).toFixed(2)),
      unit,
    },
  )
  if (other)
    verdicts.push({
      name: `${name} the median error is, against blackbox,`,
      figure: errorMs,
      bar: other['median error ms'],
      unit,
    })
}
for (const running of [server, blackbox]) running?.close()
report(rows, ...verdicts)
