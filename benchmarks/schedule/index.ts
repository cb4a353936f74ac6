import { loadavg } from 'node:os'
import { parseArgs } from 'node:util'
import { startChild } from '../child.js'
import { quantile, report } from '../report.js'
import type { RunOrder, RunResult } from './run.js'

/**
 * Are 10,000 monitors that are checked every minute checked on time, and what does that cost? Telltale alone has a
 * process, with its memory storage, its HTTP probe and settings of each monitor, and so has the server on loopback that all of them ask. Lateness
 * is the time from the slot to the beginning of the check; on a machine that does other work it is mostly the wait for a
 * processor, which is shown. The memory storage keeps every check and event, so memory grows with the time. And how long
 * does a scheduler take to take on a million jobs?
 */
const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '5' },
    monitors: { type: 'string', default: '10000' },
    jobs: { type: 'string', default: '1000000' },
  },
})
const minutes = Number(values.minutes)
const monitors = Number(values.monitors)

const million = startChild(new URL('./jobs-process.ts', import.meta.url))
const filled = await million.ask<{ seconds: number; heapMb: number }>({ jobs: Number(values.jobs) })
million.close()

const target = startChild(new URL('./target-process.ts', import.meta.url))
const { port } = await target.ask<{ port: number }>()
const telltale = startChild(new URL('./telltale-process.ts', import.meta.url))
const order: RunOrder = { origin: `http://127.0.0.1:${port}`, monitors, everyMs: 60_000, minutes }
const { latenessMs, failed, cpuShare, waitShare, rssMb, heapMb } = await telltale.ask<RunResult>(order)
for (const child of [target, telltale]) child.close()

const wanted = monitors * minutes
console.log(`the machine's load over the last 5 minutes: ${loadavg()[1]?.toFixed(2)}`)
report(
  [
    { figure: `${values.jobs} jobs enqueued, s`, value: filled.seconds },
    { figure: `memory of ${values.jobs} jobs, MB`, value: filled.heapMb },
    { figure: 'checks', value: latenessMs.length },
    { figure: 'checks that failed', value: failed },
    { figure: 'lateness p50, ms', value: quantile(latenessMs, 0.5) },
    { figure: 'lateness p99, ms', value: quantile(latenessMs, 0.99) },
    { figure: 'lateness p99.9, ms', value: quantile(latenessMs, 0.999) },
    { figure: 'share of one core, %', value: 100 * cpuShare },
    ...(waitShare === undefined
      ? []
      : [{ figure: 'waiting for a processor that others had, %', value: 100 * waitShare }]),
    { figure: 'heap in use, begin and end, MB', value: heapMb.map(Math.round).join(', ') },
    {
      figure: 'kept of a check by the storage, bytes',
      value: Math.round(((heapMb[1] - heapMb[0]) * 2 ** 20) / latenessMs.length),
    },
    { figure: 'RSS minute by minute, MB', value: rssMb.map(Math.round).join(', ') },
  ],
  { name: `${values.jobs} jobs are enqueued in`, figure: filled.seconds, bar: 3, unit: 's' },
  {
    name: 'of the slots were checked',
    figure: (100 * latenessMs.length) / wanted,
    bar: 99.9,
    atLeast: true,
    unit: '%',
  },
  { name: '99 % of the checks begin within', figure: quantile(latenessMs, 0.99), bar: 20, unit: 'ms' },
  { name: 'the checks take', figure: 100 * cpuShare, bar: 60, unit: '% of one core' },
  { name: 'the process holds at most', figure: Math.max(...rssMb), bar: 256, unit: 'MB' },
)
