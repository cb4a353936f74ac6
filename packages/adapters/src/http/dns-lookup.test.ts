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

/** Half the threads of Node's pool look names up: two, unless the environment says otherwise. */
const poolIsUsual = process.env.UV_THREADPOOL_SIZE === undefined

describe('the lookup of a name', () => {
  it.skipIf(!poolIsUsual)(
    'is not counted as slow because many checks begin at once (needs no UV_THREADPOOL_SIZE)',
    async () => {
      const { network, seen } = slowNetwork(200)
      const { port } = await httpPeer((_, response) => response.end('ok'))
      const checks = Array.from({ length: 8 }, (_, index) =>
        measure(`http://shop-${index}.example:${port}`, { network }),
      )
      for (const { phases, failure } of await Promise.all(checks)) {
        expect(failure).toBeUndefined()
        expect(phases.dnsMs).toBeGreaterThan(198)
        expect(phases.dnsMs).toBeLessThan(390)
      }
      expect(seen.atOnce).toBe(2)
    },
  )

  it.skipIf(!poolIsUsual)(
    'that never got its turn is a timeout the process takes the blame for, and is not made up for (needs no UV_THREADPOOL_SIZE)',
    async () => {
      const { network, seen } = slowNetwork(400)
      const { port } = await httpPeer((_, response) => response.end('ok'))
      const ask = (name: string, timeoutMs = 2_000) =>
        measure(`http://${name}.example:${port}`, { network, timeoutMs })
      const first = [ask('a'), ask('b')]
      const { latencyMs, phases, uncertaintyMs, failure } = await ask('c', 100)
      expect(failure).toEqual({
        kind: 'timeout',
        message: 'no complete answer within 100 ms (looking up the name)',
      })
      expect(phases).toEqual({ dnsMs: latencyMs })
      expect(uncertaintyMs).toBeCloseTo(latencyMs, 0)
      await Promise.all(first)
      await ask('d')
      expect(seen.lookups).toBe(3)
    },
  )

  it('that is slow counts into the latency', async () => {
    const { network } = slowNetwork(150)
    const { port } = await httpPeer((_, response) => response.end('ok'))
    const { latencyMs, phases, uncertaintyMs } = await measure(`http://shop.example:${port}`, { network })
    expect(phases.dnsMs).toBeGreaterThan(148)
    expect(latencyMs).toBeGreaterThan(148)
    expect(uncertaintyMs).toBeLessThan(100)
  })
})
