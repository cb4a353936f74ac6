import { execFileSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { analyzeHistory, type HistoryPoint } from '@telltale/core/prices'
import { report } from '../report.js'
import { roundsOr } from '../rounds.js'
import { historyKinds, madeHistory } from './histories.js'

/**
 * Measures the time and the memory that the full analysis of a price history takes, of a year and of 10,000 days.
 * Beside it, in the same rounds, what the slopes between all pairs of 2,000 days alone take when they are all computed
 * and sorted, as their definition says: the growth of that is with the square, and 10,000 days would be 25 times as much.
 */
const rounds = roundsOr(9)

/** The shortest of some runs, in milliseconds: what else runs on the machine only ever adds. */
function bestMs(run: () => void, times = rounds): number {
  return Math.min(
    ...Array.from({ length: times }, () => {
      const from = performance.now()
      run()
      return performance.now() - from
    }),
  )
}

const analyze = (points: readonly HistoryPoint[]) => {
  const now = points.at(-1)?.at ?? 0
  return () => void analyzeHistory(points, { now })
}

function allPairs(points: readonly HistoryPoint[]): void {
  const prices = points.flatMap(({ at, price }) => (price ? [[at, Number(price.amount)] as const] : []))
  const slopes = new Float64Array((prices.length * (prices.length - 1)) / 2)
  let count = 0
  for (const [index, [at, price]] of prices.entries())
    for (let other = index + 1; other < prices.length; other++) {
      const [later, next] = prices[other] as readonly [number, number]
      slopes[count++] = (next - price) / (later - at)
    }
  slopes.sort()
}

/** The most that an analysis of 10,000 points holds at once, in a process of its own. */
function heldMiB(kind: string): number {
  const child = fileURLToPath(new URL('memory-process.ts', import.meta.url))
  const flags = ['--expose-gc', '--max-semi-space-size=1']
  return Number(
    execFileSync(process.execPath, [...process.execArgv, ...flags, child, kind], { encoding: 'utf8' }),
  )
}

const rows = historyKinds.map((kind) => {
  const year = analyze(madeHistory(kind, 365))
  bestMs(year, 60)
  return {
    history: kind,
    '365 points ms': bestMs(year, 5 * rounds),
    '10,000 points ms': bestMs(analyze(madeHistory(kind, 10_000))),
    '10,000 points MiB': heldMiB(kind),
    'all pairs of 2,000 ms': bestMs(() => allPairs(madeHistory(kind, 2_000)), 3),
  }
})
const worst = (column: '365 points ms' | '10,000 points ms' | '10,000 points MiB') =>
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
  { name: 'a year takes', figure: worst('365 points ms'), bar: 3, unit: 'ms' },
  { name: '10,000 points take', figure: worst('10,000 points ms'), bar: 80, unit: 'ms' },
  { name: '10,000 points hold at most', figure: worst('10,000 points MiB'), bar: 10, unit: 'MiB' },
)
