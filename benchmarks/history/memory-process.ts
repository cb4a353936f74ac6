import { GCProfiler } from 'node:v8'
import { analyzeHistory } from '@telltale/core/prices'
import { type HistoryKind, madeHistory } from './histories.js'

/**
 * Prints how much one analysis of 10,000 points holds at most, in MiB: what is still in use after each collection,
 * buffers outside the heap included. A small nursery makes them many.
 */
const points = madeHistory(process.argv[2] as HistoryKind, 10_000)
const now = points.at(-1)?.at ?? 0
analyzeHistory(points, { now })
globalThis.gc?.()
const { heapUsed, external } = process.memoryUsage()
const profiler = new GCProfiler()
profiler.start()
const analysis = analyzeHistory(points, { now })
const { statistics } = profiler.stop()
const left = statistics.map(
  ({ afterGC: { heapStatistics: after } }) => after.usedHeapSize + after.externalMemory,
)
// Read after the profile, so that the analysis is there until then.
if (left.length === 0 || analysis.knownDays === 0)
  throw new Error('nothing was collected during the analysis')
console.log((Math.max(...left) - heapUsed - external) / 2 ** 20)
