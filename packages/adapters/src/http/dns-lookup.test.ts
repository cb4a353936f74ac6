import { setTimeout as delay } from 'node:timers/promises'
import { createHttp } from '@telltale/core/http'
import { describe, expect, it } from 'vitest'
import { httpPeer } from '../probing/testing/peer.js'
import { measure } from './testing/measure.js'

/** A network whose resolver takes its time, and says how many lookups it got, and how many at most at once. */
function slowNetwork(delayMs: number) {
  const seen = { lookups: 0, atOnce: 0 }
  let underWay = 0
  const { network } = createHttp({
    allow: ['127.0.0.1'],
    lookup: async () => {
      seen.lookups += 1
      underWay += 1
      seen.atOnce = Math.max(seen.atOnce, underWay)
      await delay(delayMs)
      underWay -= 1
      return [{ address: '127.0.0.1', family: 4 }]
    },
  })
  return { network, seen }
}

describe('the lookup of a name', () => {
  it('that is slow counts into the latency', async () => {
    const { network } = slowNetwork(150)
    const { port } = await httpPeer((_, response) => response.end('ok'))
    const uncertain: number[] = []
    for (let check = 0; check < 5; check++) {
      const { latencyMs, phases, uncertaintyMs } = await measure(`http://shop.example:${port}`, { network })
      expect(phases.dnsMs).toBeGreaterThan(148)
      expect(latencyMs).toBeGreaterThan(148)
      uncertain.push(uncertaintyMs)
    }
    // A busy machine delays most of them itself, and says so.
    expect(Math.min(...uncertain)).toBeLessThan(100)
  })

  it('waits for no other, and is not counted as slow because many checks begin at once', async () => {
    const { network, seen } = slowNetwork(200)
    const { port } = await httpPeer((_, response) => response.end('ok'))
    const checks = Array.from({ length: 16 }, (_, index) =>
      measure(`http://shop-${index}.example:${port}`, { network }),
    )
    for (const { phases, failure, uncertaintyMs } of await Promise.all(checks)) {
      expect(failure).toBeUndefined()
      expect(phases.dnsMs).toBeGreaterThan(198)
      expect((phases.dnsMs ?? 0) - uncertaintyMs).toBeLessThan(390)
    }
    expect(seen.atOnce).toBe(16)
  })
})
