import { LatencySketch } from '@telltale/core/latency'
import { report } from '../report.js'

/**
 * Measures how fast a latency sketch takes a value in, how fast the 1,440 minutes of a day merge into one, and how far
 * are its quantiles from those of all values sorted, on four distributions. The machine's own pace is shown beside:
 * the same values pushed onto an array, which then would have to be sorted.
 */
const values = 1_000_000
const quantiles = [0.5, 0.75, 0.9, 0.95, 0.99, 0.999]

/** Numbers from 0 to 1, the same in every run: mulberry32, by Tommy Ettinger. */
function* pseudoRandom(seed: number): Generator<number, never> {
  for (let state = seed; ; ) {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    yield ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

const random = pseudoRandom(20)
const share = () => 1 - random.next().value
const normal = () => Math.sqrt(-2 * Math.log(share())) * Math.cos(2 * Math.PI * share())
/** Milliseconds, from the tame to the wild. */
const distributions = {
  'uniform, 1 to 1,000': () => 1 + 999 * share(),
  'exponential, mean 100': () => -100 * Math.log(share()),
  'log-normal, median 80': () => 80 * Math.exp(0.8 * normal()),
  'Pareto, from 20, shape 1.2': () => 20 * share() ** (-1 / 1.2),
}

/** The best of some runs, in nanoseconds for each of `times`. */
function bestNs(times: number, run: () => void): number {
  const runs = Array.from({ length: 9 }, () => {
    const from = performance.now()
    run()
    return performance.now() - from
  })
  return (Math.min(...runs) * 1e6) / times
}

function measure([distribution, next]: [string, () => number]) {
  const latencies = Float64Array.from({ length: values }, next)
  const recordNs = bestNs(values, () => {
    const sketch = new LatencySketch()
    for (const ms of latencies) sketch.record(ms)
  })
  const pushNs = bestNs(values, () => {
    const kept: number[] = []
    for (const ms of latencies) kept.push(ms)
  })
  const perMinute = Math.floor(values / 1_440)
  const minutes = Array.from({ length: 1_440 }, (_, minute) => {
    const sketch = new LatencySketch()
    for (const ms of latencies.subarray(minute * perMinute, (minute + 1) * perMinute)) sketch.record(ms)
    return sketch
  })
  const day = () => {
    const merged = new LatencySketch()
    for (const minute of minutes) merged.merge(minute)
    return merged
  }
  const stored = minutes.map((minute) => JSON.stringify(minute))
  const sorted = latencies.subarray(0, perMinute * 1_440).toSorted()
  const errors = quantiles.map((q) => {
    const exact = sorted[Math.floor(q * (sorted.length - 1))] as number
    return Math.abs((day().quantile(q) ?? Number.NaN) - exact) / exact
  })
  return {
    distribution,
    'record ns': recordNs,
    'push ns': pushNs,
    '1,440 merges ms': bestNs(1, () => void day()) / 1e6,
    'read from JSON ms':
      bestNs(1, () => void stored.map((text) => LatencySketch.from(JSON.parse(text)))) / 1e6,
    'worst error %': 100 * Math.max(...errors),
  }
}

const rows = Object.entries(distributions).map(measure)
const worst = (column: 'record ns' | '1,440 merges ms' | 'worst error %') =>
  Math.max(...rows.map((row) => row[column]))
report(
  rows.map((row) =>
    Object.fromEntries(
      Object.entries(row).map(([name, value]) => [
        name,
        typeof value === 'number' ? Number(value.toFixed(2)) : value,
      ]),
    ),
  ),
  { name: 'recording a value takes', figure: worst('record ns'), bar: 250, unit: 'ns' },
  { name: 'merging 1,440 sketches takes', figure: worst('1,440 merges ms'), bar: 5, unit: 'ms' },
  { name: 'the worst quantile is off by', figure: worst('worst error %'), bar: 1, unit: '%' },
)
