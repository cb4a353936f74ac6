// How long does importing `@telltale/core` take, against importing the undici and zod that it needs anyway? Each
// import runs in a fresh process, the two in turn, so that whatever else the machine does falls on both.
import { execFileSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { quantile, report } from '../report.js'
import { roundsOr } from '../rounds.js'

const rounds = roundsOr(41)

function importMs(...specifiers: readonly string[]): number {
  const imports = specifiers.map((specifier) => `await import('${specifier}')`).join('; ')
  const script = `const from = performance.now(); ${imports}; console.log(performance.now() - from)`
  const cwd = fileURLToPath(new URL('.', import.meta.url))
  return Number(
    execFileSync(process.execPath, ['--input-type=module', '-e', script], { cwd, encoding: 'utf8' }),
  )
}

const peersMs: number[] = []
const coreMs: number[] = []
for (let round = 0; round < rounds; round++) {
  peersMs.push(importMs('undici', 'zod'))
  coreMs.push(importMs('@telltale/core'))
}

const row = (imported: string, timesMs: readonly number[]) => ({
  imported,
  'p10 ms': quantile(timesMs, 0.1),
  'median ms': quantile(timesMs, 0.5),
  'p90 ms': quantile(timesMs, 0.9),
})
report([row('undici and zod', peersMs), row('@telltale/core', coreMs)], {
  name: 'importing @telltale/core takes',
  figure: quantile(coreMs, 0.5) / quantile(peersMs, 0.5),
  bar: 1.3,
  unit: 'times importing undici and zod',
})
