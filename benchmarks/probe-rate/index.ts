import { parseArgs } from 'node:util'
import { defined } from '@telltale/core/ports'
import { type Blackbox, startBlackbox } from '../blackbox.js'
import { startChild } from '../child.js'
import { quantile, report } from '../report.js'
import type { RoundOrder, RoundResult } from './round.js'

/**
 * Measures the cost of a check with its phases, over a fresh connection on loopback, against a bare `node:http` request
 * that learns nothing, and against Prometheus' blackbox exporter. Each runs in a process of its own, as does the server,
 * and they take turns round by round, so that other load affects all. The figure is processor time, which holds even where
 * other work slows the checks down.
 */
const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '9' },
    checks: { type: 'string', default: '3000' },
    'in-flight': { type: 'string', default: '8' },
  },
})
const checks = Number(values.checks)
const inFlight = Number(values['in-flight'])

async function blackboxRound(blackbox: Blackbox, origin: string): Promise<RoundResult> {
  let begun = 0
  const line = async () => {
    while (begun++ < checks) await blackbox.probe(origin)
  }
  const [cpuUs, from] = [blackbox.cpuUs(), performance.now()]
  await Promise.all(Array.from({ length: inFlight }, line))
  const perSecond = (checks / (performance.now() - from)) * 1_000
  return { cpuUs: (blackbox.cpuUs() - cpuUs) / checks, perSecond }
}

const server = startChild(new URL('./server-process.ts', import.meta.url))
const { port } = await server.ask<{ port: number }>()
const origin = `http://127.0.0.1:${port}/`
const bare = startChild(new URL('./prober-process.ts', import.meta.url))
const telltale = startChild(new URL('./prober-process.ts', import.meta.url))
const blackbox = await startBlackbox()
const order = (prober: RoundOrder['prober']) => ({ prober, origin, checks, inFlight })

const subjects: Record<string, () => Promise<RoundResult>> = {
  'bare node:http': () => bare.ask(order('bare')),
  telltale: () => telltale.ask(order('telltale')),
  ...defined({ 'blackbox exporter': blackbox ? () => blackboxRound(blackbox, origin) : undefined }),
}
const results: Record<string, RoundResult[]> = {}
// The first round warms up and is not counted.
for (let round = 0; round <= Number(values.rounds); round++)
  for (const [name, run] of Object.entries(subjects)) {
    const result = await run()
    if (round > 0) results[name] = [...(results[name] ?? []), result]
  }
for (const running of [server, bare, telltale, blackbox]) running?.close()

const medianUs = (name: string) =>
  quantile(
    (results[name] ?? []).map(({ cpuUs }) => cpuUs),
    0.5,
  )
const rows = Object.entries(results).map(([name, rounds]) => ({
  prober: name,
  'CPU µs per check': medianUs(name),
  'checks per second': Math.round(
    quantile(
      rounds.map(({ perSecond }) => perSecond),
      0.5,
    ),
  ),
}))
const name = 'the processor time of a check is'
report(
  rows,
  { name, figure: medianUs('telltale') / medianUs('bare node:http'), bar: 1.25, unit: 'of bare node:http' },
  ...(blackbox
    ? [
        {
          name,
          figure: medianUs('telltale') / medianUs('blackbox exporter'),
          bar: 0.5,
          unit: 'of blackbox exporter',
        },
      ]
    : []),
)
