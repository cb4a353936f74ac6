import { defined } from '@telltale/core/ports'
import { startChild } from '../child.js'
import { benchServer } from '../pg-server.js'
import { report } from '../report.js'
import type { SearchFigures, SearchMeasure } from './search-process.js'

/**
 * Measures a run of a search over four marketplaces on loopback, with 20,000 and 100,000 listings of which 30 % are of a car
 * that another marketplace lists as well: the links between them, the listings a second through the whole pipeline, and the
 * memory of the process that runs it. `--quick` measures 20,000 in memory alone.
 */
const isQuick = process.argv.includes('--quick')

async function measure(count: number, connectionString?: string): Promise<SearchFigures> {
  const [market, runner] = ['marketplace-process.ts', 'search-process.ts'].map((file) =>
    startChild(new URL(file, import.meta.url)),
  )
  if (!market || !runner) throw new Error('no process')
  const baseUrl = await market.ask<string>(count)
  const measured: SearchMeasure = defined({ baseUrl, connectionString })
  const figures = await runner.ask<SearchFigures>(measured)
  market.close()
  runner.close()
  return figures
}

async function measureDelay(): Promise<number> {
  const runner = startChild(new URL('search-process.ts', import.meta.url))
  const delayMs = await runner.ask<number>({})
  runner.close()
  return delayMs
}

const rows: Record<string, SearchFigures> = { 'memory 20,000': await measure(20_000) }
if (!isQuick) {
  rows['memory 100,000'] = await measure(100_000)
  const server = await benchServer()
  rows['PostgreSQL 20,000'] = await measure(20_000, server.connectionString)
  rows['PostgreSQL 100,000'] = await measure(100_000, server.connectionString)
  await server.stop()
}
const delayMs = await measureDelay()
const table = Object.entries(rows).map(([run, { errors, ...figures }]) => ({
  run,
  ...figures,
  errors: errors.length,
}))
const memory = rows['memory 20,000']
const [pg, large] = [rows['PostgreSQL 20,000'], rows['PostgreSQL 100,000']]
report(
  table,
  { name: 'precision of links', figure: memory?.precision ?? 0, bar: 0.995, atLeast: true, unit: '' },
  { name: 'recall of links', figure: memory?.recall ?? 0, bar: 0.95, atLeast: true, unit: '' },
  { name: 'to memory', figure: memory?.perSecond ?? 0, bar: 1_500, atLeast: true, unit: 'listings/s' },
  { name: 'from sight to event, p95', figure: delayMs, bar: 1_000, unit: 'ms' },
  ...(pg && large
    ? [
        { name: 'to PostgreSQL', figure: pg.perSecond, bar: 700, atLeast: true, unit: 'listings/s' },
        { name: 'memory at 20,000', figure: pg.rssMiB, bar: 300, unit: 'MiB' },
        { name: 'memory at 100,000', figure: large.rssMiB, bar: 300, unit: 'MiB' },
      ]
    : []),
)
