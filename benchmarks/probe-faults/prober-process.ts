import { setTimeout as delay } from 'node:timers/promises'
import { dns } from '@telltale/adapters/dns'
import { http } from '@telltale/adapters/http'
import { tcp } from '@telltale/adapters/tcp'
import { tls } from '@telltale/adapters/tls'
import { probeContext } from '../probe-context.js'
import { type CheckOrder, type CheckOutcome, monotonicMs } from './order.js'

const probes = { http, tcp, tls, dns }

/** Returns the resources that are open and were not before. Waits up to a fifth of a second for closing ones. */
async function leftoversSince(before: readonly string[]): Promise<string[]> {
  let left: string[] = []
  for (const until = monotonicMs() + 200; monotonicMs() < until; await delay(5)) {
    const known = [...before]
    left = process.getActiveResourcesInfo().filter((resource) => {
      const at = known.indexOf(resource)
      if (at >= 0) known.splice(at, 1)
      return at < 0
    })
    if (left.length === 0) break
  }
  return left
}

/** Shifts the time of day, as when somebody sets it. Returns a function that restores it. */
function jump(byMs: number): () => void {
  const { now } = Date
  Date.now = () => now() + byMs
  return () => {
    Date.now = now
  }
}

async function runCheck(order: CheckOrder): Promise<CheckOutcome> {
  const { probe } = probes[order.probe](order.options)
  if (!probe) throw new Error(`${order.probe} has no probe`)
  const before = process.getActiveResourcesInfo()
  const beganAtMs = monotonicMs()
  const checking = probe.check({ url: new URL(order.url), timeoutMs: order.timeoutMs }, probeContext)
  const setRight = order.clockJumpMs === undefined ? () => {} : jump(order.clockJumpMs)
  process.send?.('under way')
  const { failure, latencyMs, uncertaintyMs } = await checking
  const endedAtMs = monotonicMs()
  setRight()
  const left = await leftoversSince(before)
  const next = await probe.check({ url: new URL(order.healthyUrl), timeoutMs: 5_000 }, probeContext)
  return {
    beganAtMs,
    endedAtMs,
    latencyMs,
    uncertaintyMs,
    left,
    kind: failure?.kind,
    nextFailure: next.failure?.message,
  }
}

process.on('message', async (order: CheckOrder) => process.send?.(await runCheck(order)))
