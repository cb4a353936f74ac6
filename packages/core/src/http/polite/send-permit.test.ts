import { expect, it, onTestFinished } from 'vitest'
import type { Counters } from '../../ports/index.js'
import { loopbackServer } from '../../testing/loopback-server.js'
import { type Clock, systemClock } from '../../time/index.js'
import { openHttp } from '../client/http-client.js'
import { localDependencies } from '../client/pipeline.js'

/**
 * A site that is asked 50 ms apart by a process that stalls, that is, whose clock jumps ahead: while it connects, or each
 * time that it ought to wake. `done` holds what it did, `taken` its places in the site's queue, `asked` when it was asked.
 */
async function stallingAsker(stallMs: { readonly connect?: number; readonly wake?: number }) {
  let aheadMs = 0
  const now = () => Date.now() + aheadMs
  const stall = (ms = 0) => {
    aheadMs += ms
  }
  const wakeAt: Clock['wakeAt'] = (at, wake, options) => {
    const wakeLate = () => {
      stall(stallMs.wake)
      wake()
    }
    return systemClock.wakeAt(at - aheadMs, wakeLate, options)
  }
  const queue = localDependencies().reserve
  const done: ('connects' | 'takes places')[] = []
  const taken: { readonly at: number; readonly count: number }[] = []
  const reserve: Counters['reserve'] = async (owner, key, places) => {
    const at = await queue(owner, key, places)
    done.push('takes places')
    taken.push({ at, count: places.count ?? 1 })
    return at
  }
  const lookup = async () => {
    stall(stallMs.connect)
    done.push('connects')
    return [{ address: '127.0.0.1', family: 4 as const }]
  }
  const asked: number[] = []
  const server = await loopbackServer((_, response) => {
    asked.push(now())
    response.end('page')
  })
  onTestFinished(server.close)
  const politeness = { gap: '50ms' as const, permitted: ['shop.example'] }
  const http = openHttp({ allow: ['127.0.0.1'], lookup, politeness }, { clock: { now, wakeAt }, reserve })
  onTestFinished(() => http.close())
  const get = () => http.get(`http://shop.example:${server.port}/`, { polite: true })
  return { get, server, done, taken, asked }
}

it('a call opens its connection before it takes a place, and sends nothing before that', async () => {
  const { get, server, done, taken, asked } = await stallingAsker({ connect: 40 })
  expect((await get()).text).toBe('page')
  expect(done.slice(0, 2)).toEqual(['connects', 'takes places'])
  expect(asked).toHaveLength(1)
  expect(asked[0]).toBeGreaterThanOrEqual(taken.at(-1)?.at ?? Number.POSITIVE_INFINITY)
  expect(server.connections()).toBe(1)
})

it('a site that cannot be connected to costs no place', async () => {
  const { get, server, done } = await stallingAsker({})
  await server.close()
  await expect(get()).rejects.toMatchObject({ code: 'ADAPTER_FAILED', retryable: true })
  expect(new Set(done)).toEqual(new Set(['connects']))
})

it('a process that always wakes too late takes as many places as it needs to be in time for one', async () => {
  const { get, taken, asked } = await stallingAsker({ wake: 80 })
  expect((await get()).text).toBe('page')
  // Two reach 50 ms and a little beyond the first, it takes three to reach beyond 80.
  const counts = taken.map(({ count }) => count)
  expect(counts.slice(0, 3)).toEqual([1, 2, 3])
  expect(asked).toHaveLength(1)
})
