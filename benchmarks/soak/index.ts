import { parseArgs } from 'node:util'
import { startServer } from '../../packages/storage-pg/src/testing/server.js'
import { startChild } from '../child.js'
import { quantile, report, slope } from '../report.js'
import type { SoakMinute, SoakOrder, SoakResult } from './run.js'

/**
 * Does a Telltale that runs for long stay as it is? One with PostgreSQL and its HTTP probe has a process of its own whose
 * clock runs ten times as fast as the wall's: an hour of its load, with its roll-ups and the calls of dashboards, in six
 * minutes. Slopes are by least squares over the minutes after the first tenth, of what is left right after a collection;
 * p99 is that of the host's calls, in the last third against the first.
 */
const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '60' },
    monitors: { type: 'string', default: '300' },
    speed: { type: 'string', default: '10' },
  },
})

/** Of the calls of some minutes: all, or those of one name. */
const callsOf = (minutes: readonly SoakMinute[], wanted?: string) =>
  minutes.flatMap(({ callsMs }) =>
    Object.entries(callsMs).flatMap(([name, ms]) => (wanted === undefined || name === wanted ? ms : [])),
  )
const p99 = (minutes: readonly SoakMinute[], name?: string) => quantile(callsOf(minutes, name), 0.99)

async function soak(): Promise<SoakResult> {
  const server = await startServer()
  const target = startChild(new URL('../schedule/target-process.ts', import.meta.url))
  const telltale = startChild(new URL('./telltale-process.ts', import.meta.url))
  try {
    const { port } = await target.ask<{ port: number }>()
    return await telltale.ask<SoakResult>({
      connectionString: server.connectionString,
      origin: `http://127.0.0.1:${port}`,
      monitors: Number(values.monitors),
      minutes: Number(values.minutes),
      speed: Number(values.speed),
    } satisfies SoakOrder)
  } finally {
    for (const child of [target, telltale]) child.close()
    await server.stop()
  }
}

const { minutes, checks, failed, errors } = await soak()
const settled = minutes.slice(Math.ceil(minutes.length / 10))
const third = Math.floor(minutes.length / 3)
const [early, late] = [minutes.slice(0, third), minutes.slice(-third)]
const [before, after] = [p99(early), p99(late)]
const heapMb = settled.map(({ heapMb }) => heapMb)
const slopes = {
  heapKb: slope(heapMb) * 1_024,
  handles: slope(settled.map(({ handles }) => handles)),
  descriptors: slope(settled.map(({ descriptors = 0 }) => descriptors)),
}
for (const error of new Set(errors)) console.error(error)
report(
  [
    { figure: 'checks', value: checks },
    { figure: 'checks that failed', value: failed },
    { figure: 'errors', value: errors.length },
    { figure: "the host's calls", value: callsOf(minutes).length },
    { figure: 'p99 of them, first third, ms', value: before },
    { figure: 'p99 of them, last third, ms', value: after },
    ...Object.keys(minutes[0]?.callsMs ?? {}).map((name) => ({
      figure: `p99 of ${name}, first and last third, ms`,
      value: [early, late].map((some) => p99(some, name)).join(', '),
    })),
    { figure: 'heap in use, after the first tenth and at the end, MB', value: ends(heapMb) },
    { figure: 'slope of the heap, KB a minute', value: Number(slopes.heapKb.toFixed(2)) },
    { figure: 'slope of handles, a minute', value: Number(slopes.handles.toFixed(3)) },
    { figure: 'slope of file descriptors, a minute', value: Number(slopes.descriptors.toFixed(3)) },
  ],
  { name: 'the heap grows by', figure: (slopes.heapKb * 60) / 1_024, bar: 3, unit: 'MB an hour' },
  { name: 'handles grow by', figure: slopes.handles * 60, bar: 6, unit: 'an hour' },
  { name: 'file descriptors grow by', figure: slopes.descriptors * 60, bar: 6, unit: 'an hour' },
  { name: 'p99 changes by', figure: 100 * Math.abs(after / before - 1), bar: 10, unit: '%' },
  { name: 'errors', figure: errors.length, bar: 0, unit: '' },
)

function ends(figures: readonly number[]): string {
  return [figures.at(0), figures.at(-1)].map((figure = Number.NaN) => figure.toFixed(1)).join(', ')
}
