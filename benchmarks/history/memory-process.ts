import { analyzeHistory } from '@telltale/core/prices'
import { type HistoryKind, madeHistory } from './histories.js'

// Run with `--trace-gc`: what is still in use after each collection, between the two times, is what one analysis holds.
const points = madeHistory(process.argv[2] as HistoryKind, 10_000)
const now = points.at(-1)?.at ?? 0
analyzeHistory(points, { now })
globalThis.gc?.()
const { heapUsed } = process.memoryUsage()
const from = performance.now()
analyzeHistory(points, { now })
const to = performance.now()
console.log(`\n${JSON.stringify({ from, to, heapUsed })}`)
