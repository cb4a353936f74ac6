// Checks whether the packages keep their promises under faults. Runs every fault run beside the sources of a package
// (`*.fault.ts`) with its full number of rounds, or with `--rounds`. Their tests run the same with a few rounds.
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { publishedPackages } from '../../scripts/packages.js'
import { report } from '../report.js'
import { roundsOr } from '../rounds.js'
import type { FaultRun } from './fault-run.js'

const files = publishedPackages().flatMap(({ folder }) => {
  const inside = readdirSync(join(folder, 'src'), { recursive: true, encoding: 'utf8' })
  return inside.filter((file) => file.endsWith('.fault.ts')).map((file) => join(folder, 'src', file))
})

const rows: { 'fault run': string; rounds: number; 'broken promises': number; seconds: number }[] = []
for (const file of files) {
  const { faultRun } = (await import(pathToFileURL(file).href)) as { readonly faultRun: FaultRun }
  const { name, rounds: all, run } = faultRun
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
