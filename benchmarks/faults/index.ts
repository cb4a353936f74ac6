import { readdirSync } from 'node:fs'
import { report } from '../report.js'
import { roundsOr } from '../rounds.js'
import type { FaultRun } from './fault-run.js'

/**
 * Do the packages keep their promises when things break? Runs every fault run that lies beside the packages' sources
 * (`*.fault.ts`) with its full number of rounds, or with `--rounds`; their tests run the same with a few.
 */
const packages = new URL('../../packages/', import.meta.url)

async function faultRuns(): Promise<readonly FaultRun[]> {
  const files = readdirSync(packages).flatMap((name) => {
    const source = `${name}/src/`
    const inside = readdirSync(new URL(source, packages), { recursive: true, encoding: 'utf8' })
    return inside.filter((file) => file.endsWith('.fault.ts')).map((file) => new URL(source + file, packages))
  })
  const modules = await Promise.all(files.map((file) => import(file.href) as Promise<{ faultRun: FaultRun }>))
  return modules.map(({ faultRun }) => faultRun)
}

const rows: { 'fault run': string; rounds: number; 'broken promises': number; seconds: number }[] = []
for (const { name, rounds: all, run } of await faultRuns()) {
  const rounds = roundsOr(all)
  const from = performance.now()
  const broken = await run(rounds)
  for (const promise of broken) console.error(`${name}: ${promise}`)
  const seconds = Math.round((performance.now() - from) / 100) / 10
  rows.push({ 'fault run': name, rounds, 'broken promises': broken.length, seconds })
}
if (rows.length === 0)
  throw new Error('found no fault run: a file packages/*/src/**/*.fault.ts exports one as `faultRun`')
const figure = rows.reduce((sum, row) => sum + row['broken promises'], 0)
report(rows, { name: 'the faults broke', figure, bar: 0, unit: 'promises' })
