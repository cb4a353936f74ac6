import { promises as dns } from 'node:dns'
import { setTimeout as delay } from 'node:timers/promises'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { httpPeer } from '../probing/testing/peer.js'
import { measure } from './testing/measure.js'

/** Makes the machine's resolver take its time; returns how many lookups it got, and how many at most at once. */
function slowResolver(delayMs: number): { lookups: number; atOnce: number } {
  const seen = { lookups: 0, atOnce: 0 }
  let underWay = 0
  vi.spyOn(dns, 'lookup').mockImplementation((async () => {
    seen.lookups += 1
    underWay += 1
    seen.atOnce = Math.max(seen.atOnce, underWay)
    await delay(delayMs)
    underWay -= 1
    return [{ address: '127.0.0.1', family: 4 }]
  }) as unknown as typeof dns.lookup)
  return seen
}

/** Half the threads of Node's pool look names up: two, unless the environment says otherwise. */
const poolIsUsual = process.env.UV_THREADPOOL_SIZE === undefined

describe('the lookup of a name', () => {
  afterEach(() => vi.restoreAllMocks())

  it.skipIf(!poolIsUsual)(
    'is not counted as slow because many checks begin at once (needs no UV_THREADPOOL_SIZE)',
    async () => {
      const resolver = slowResolver(200)
      const { port } = await httpPeer((_, response) => response.end('ok'))
      const checks = Array.from({ length: 8 }, (_, index) => measure(`http://shop-${index}.example:${port}`))
      for (const { phases, failure } of await Promise.all(checks)) {
        expect(failure).toBeUndefined()
        expect(phases.dnsMs).toBeGreaterThan(198)
        expect(phases.dnsMs).toBeLessThan(390)
      }
      expect(resolver.atOnce).toBe(2)
    },
  )

  it.skipIf(!poolIsUsual)(
    'that never got its turn is a timeout the process takes the blame for, and is not made up for (needs no UV_THREADPOOL_SIZE)',
    async () => {
      const resolver = slowResolver(400)
      const { port } = await httpPeer((_, response) => response.end('ok'))
      const url = (name: string) => `http://${name}.example:${port}`
      const first = [measure(url('a')), measure(url('b'))]
      const { latencyMs, phases, uncertaintyMs, failure } = await measure(url('c'), { timeoutMs: 100 })
      expect(failure).toEqual({
        kind: 'timeout',
        message: 'no complete answer within 100 ms (looking up the name)',
      })
      expect(phases).toEqual({ dnsMs: latencyMs })
      expect(uncertaintyMs).toBeCloseTo(latencyMs, 0)
      await Promise.all(first)
      await measure(url('d'))
      expect(resolver.lookups).toBe(3)
    },
  )

  it('that is slow counts into the latency', async () => {
    slowResolver(150)
    const { port } = await httpPeer((_, response) => response.end('ok'))
    const { latencyMs, phases, uncertaintyMs } = await measure(`http://shop.example:${port}`)
    expect(phases.dnsMs).toBeGreaterThan(148)
    expect(latencyMs).toBeGreaterThan(148)
    expect(uncertaintyMs).toBeLessThan(100)
  })
})
