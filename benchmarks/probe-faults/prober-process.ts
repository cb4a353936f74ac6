import { setTimeout as delay } from 'node:timers/promises'
import { dns } from '@telltale/adapters/dns'
import { http } from '@telltale/adapters/http'
import { tcp } from '@telltale/adapters/tcp'
import { tls } from '@telltale/adapters/tls'
import { probeContext } from '../probe-context.js'
import { monotonicMs, type Order, type Outcome } from './order.js'

const probes = { http, tcp, tls, dns }

/** Waits for what is closing, for a fifth of a second at most; returns what is still there and was not before. */
async function leftSince(before: readonly string[]): Promise<string[]> {
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

/** Lets the time of day jump, as when somebody sets it. Returns how to set it right. */
function jump(byMs: number): () => void {
  const { now } = Date
  Date.now = () => now() + byMs
  return () => {
    Date.now = now
  }
}

async function carryOut(order: Order): Promise<Outcome> {
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
  const left = await leftSince(before)
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

process.on('message', async (order: Order) => process.send?.(await carryOut(order)))
