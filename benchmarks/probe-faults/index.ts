import { type ChildProcess, fork } from 'node:child_process'
import { on, once } from 'node:events'
import { setTimeout as delay } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { defined } from '@telltale/core/ports'
import { startChild } from '../child.js'
import { report } from '../report.js'
import { type Fault, faultsOf, type Ports } from './faults.js'
import { type CheckOrder, type CheckOutcome, monotonicMs } from './order.js'

/**
 * Measures whether each check ends in time, whatever its target or this machine does. A prober checks faulty peers in
 * another process: each check has to end within its deadline + 50 ms, with the documented kind of failure, and leave no
 * timer and no socket behind, and the next check has to succeed. A suspended prober gets its deadline + 50 ms, or 50 ms
 * from when it continues. It is suspended for 3 s a round; with `--suspend-seconds 300`, for five minutes. `--only
 * 'dns, silent'` selects faults by name.
 */
const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '5' },
    'suspend-seconds': { type: 'string', default: '3' },
    only: { type: 'string', default: '' },
  },
})
const suspendMs = Number(values['suspend-seconds']) * 1_000
const timeoutMs = 600
const barMs = 50

const peers = startChild(new URL('./peer-process.ts', import.meta.url))
const { ports, authority } = await peers.ask<{ ports: Ports; authority: string }>()
const prober: ChildProcess = fork(new URL('./prober-process.ts', import.meta.url))

/** Stops the prober for a while. Returns when it went on. */
async function suspend(): Promise<number> {
  await delay(100)
  prober.kill('SIGSTOP')
  await delay(suspendMs)
  const goesOnAtMs = monotonicMs()
  prober.kill('SIGCONT')
  return goesOnAtMs
}

/** Lets a fault happen once. Returns what came of it, and by how much the check ended after its deadline. */
async function happen(fault: Fault): Promise<{ outcome: CheckOutcome; overrunMs: number }> {
  const { probe, options, url, clockJumpMs, suspends } = fault
  const healthyUrl = {
    http: `http://127.0.0.1:${ports.healthy}`,
    tcp: `tcp://127.0.0.1:${ports['healthy greeting']}`,
    tls: `tls://127.0.0.1:${ports['TLS healthy']}`,
    dns: `dns://127.0.0.1:${ports['name server']}/shop.example`,
  }[probe]
  const order: CheckOrder = {
    probe,
    options,
    url,
    timeoutMs,
    healthyUrl,
    ...defined({ clockJumpMs }),
  }
  const messages = on(prober, 'message')
  prober.send(order)
  await messages.next()
  const goesOnAtMs = suspends ? await suspend() : 0
  const { value } = await messages.next()
  await messages.return?.()
  const [outcome] = value as [CheckOutcome]
  const deadlineMs = Math.max(outcome.beganAtMs + timeoutMs, goesOnAtMs)
  return { outcome, overrunMs: Math.max(0, outcome.endedAtMs - deadlineMs) }
}

/** Says what is wrong with an outcome, beside its time. */
function violationsOf({ kind, suspends, clockJumpMs }: Fault, outcome: CheckOutcome): string[] {
  const { latencyMs, uncertaintyMs, left, nextFailure } = outcome
  const tookMs = outcome.endedAtMs - outcome.beganAtMs
  return [
    ...(outcome.kind === kind ? [] : [`ended as ${outcome.kind}, not as ${kind}`]),
    ...(left.length > 0 ? [`left ${left.join(', ')} behind`] : []),
    ...(nextFailure === undefined ? [] : [`the next check failed: ${nextFailure}`]),
    ...(latencyMs > tookMs ? [`claims ${latencyMs} ms of ${tookMs}`] : []),
    ...(clockJumpMs !== undefined && latencyMs < 190 ? [`claims ${latencyMs} ms, too few`] : []),
    ...(suspends && latencyMs - uncertaintyMs > timeoutMs ? ['does not own up to its suspension'] : []),
  ]
}

const rows: object[] = []
let worstMs = 0
let broken = 0
const nameOf = ({ probe, name }: Fault) => `${probe}, ${name}`
for (const fault of faultsOf(ports, authority).filter((one) => nameOf(one).includes(values.only))) {
  const rounds = Number(values.rounds)
  const said = new Set<string>()
  let overrunMs = 0
  for (let round = 0; round < rounds; round++) {
    const happened = await happen(fault)
    overrunMs = Math.max(overrunMs, happened.overrunMs)
    for (const violation of violationsOf(fault, happened.outcome)) {
      said.add(violation)
      broken += 1
    }
  }
  for (const violation of said) console.error(`${nameOf(fault)}: ${violation}`)
  worstMs = Math.max(worstMs, overrunMs)
  rows.push({
    probe: fault.probe,
    fault: fault.name,
    rounds,
    'ends as': fault.kind ?? 'no failure',
    'worst overrun ms': Number(overrunMs.toFixed(1)),
    'promises kept': said.size === 0,
  })
}
peers.close()
prober.kill()
await once(prober, 'exit')
report(
  rows,
  { name: 'the worst end of a check after its deadline is', figure: worstMs, bar: barMs, unit: 'ms' },
  { name: 'reason, leftovers and next check broke', figure: broken, bar: 0, unit: 'promises' },
)
