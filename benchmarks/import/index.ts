// How long does importing `@telltale/core` and its engines take, against importing the undici and zod that core needs
// anyway? Each import runs in a fresh process, all of them in turn, so that whatever else the machine does falls on all.
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

const imports = [
  { name: 'undici and zod', specifiers: ['undici', 'zod'] },
  { name: '@telltale/core', specifiers: ['@telltale/core'], bar: 1.15 },
  { name: '@telltale/core/latency', specifiers: ['@telltale/core/latency'], bar: 0.1 },
  { name: '@telltale/core/prices', specifiers: ['@telltale/core/prices'], bar: 0.3 },
]

const timesMs = imports.map((): number[] => [])
for (let round = 0; round < rounds; round++)
  for (const [index, { specifiers }] of imports.entries()) timesMs[index]?.push(importMs(...specifiers))

const medianMs = (index: number) => quantile(timesMs[index] ?? [], 0.5)
report(
  imports.map(({ name }, index) => ({
    imported: name,
    'p10 ms': quantile(timesMs[index] ?? [], 0.1),
    'median ms': medianMs(index),
    'p90 ms': quantile(timesMs[index] ?? [], 0.9),
  })),
  ...imports.flatMap(({ name, bar }, index) =>
    bar === undefined
      ? []
      : {
          name: `importing ${name} takes`,
          figure: medianMs(index) / medianMs(0),
          bar,
          unit: 'times importing undici and zod',
        },
  ),
)
