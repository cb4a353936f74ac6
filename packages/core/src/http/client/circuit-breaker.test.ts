import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { AdapterError, ForbiddenError } from '../../errors/index.js'
import { testClock } from '../../testing/test-clock.js'
import type { HttpCall } from './call.js'
import { circuitBreaker, closesAfter, opensAfter } from './circuit-breaker.js'
import { parseCall } from './parse-call.js'

const callTo = (url: string): HttpCall => parseCall('http.get', url, {}, {})
const broke = new AdapterError('the connection broke', { retryable: true })

/** A breaker, a host that does what it is told, and all that was said. */
function open() {
  const clock = testClock({ now: 0 })
  const said: string[] = []
  let asked = 0
  const breaker = circuitBreaker('shops', {
    clock,
    onDegraded: ({ source, host, retryAt, reason }) => said.push(`${source} ${host} ${retryAt} ${reason}`),
    onRecovered: ({ source, host }) => said.push(`${source} ${host} is back`),
  })
  const call = async (outcome: number | Error, url = 'http://shop.example/a') => {
    try {
      await breaker(callTo(url), async () => {
        asked += 1
        if (outcome instanceof Error) throw outcome
        return { url, status: outcome, headers: {}, body: Buffer.alloc(0) }
      })
      return 'asked'
    } catch (error) {
      return error === outcome ? 'asked' : String(error)
    }
  }
  return { clock, said, call, asked: () => asked, times: (count: number) => Array.from({ length: count }) }
}

describe('a host that keeps failing', () => {
  it('is left alone after ten failures, and asked one call at a time after half a minute', async () => {
    const { clock, said, call, asked, times } = open()
    for (const _ of times(opensAfter)) await call(broke)
    expect(said).toEqual(['shops shop.example 30000 the connection broke'])
    expect(await call(200)).toContain('shop.example kept failing and is left alone for another 30 s')
    expect(asked()).toBe(opensAfter)
    await clock.advance(30_000)
    const both = await Promise.all([call(200), call(200)])
    expect(both.filter((outcome) => outcome === 'asked')).toHaveLength(1)
    for (const _ of times(closesAfter - 1)) expect(await call(200)).toBe('asked')
    expect(said[1]).toBe('shops shop.example is back')
    expect(await Promise.all([call(200), call(200)])).toEqual(['asked', 'asked'])
  })

  it('is left alone twice as long after each attempt that fails, up to ten minutes', async () => {
    const { clock, call, asked, times } = open()
    for (const _ of times(opensAfter)) await call(503)
    for (const seconds of [30, 60, 120, 240, 480, 600, 600]) {
      await clock.advance(seconds * 1_000 - 1)
      const before = asked()
      await call(503)
      expect(asked()).toBe(before)
      await clock.advance(1)
      await call(503)
      expect(asked()).toBe(before + 1)
    }
  })

  it('does not keep other hosts from being asked', async () => {
    const { call, times } = open()
    for (const _ of times(opensAfter)) await call(broke)
    expect(await call(200, 'http://other.example/')).toBe('asked')
  })

  it.each([
    ['refusals of the guard', new ForbiddenError('no')],
    ['pages that no second call would change', new AdapterError('too long')],
    ['answers that blame the call', 404],
    ['answers that ask for patience', 429],
  ])('is not one that gives %s', async (_, outcome) => {
    const { call, said, times } = open()
    for (const __ of times(3 * opensAfter)) await call(outcome)
    expect(said).toEqual([])
  })
})

interface Model {
  failures: number
  ok: number
  restMs: number
  asked: number
  until?: number
}

it('asks a host just as the model of a breaker does, whatever happens', async () => {
  const step = fc.oneof(
    fc.record({ kind: fc.constant('call' as const), fails: fc.nat(4).map((chance) => chance > 0) }),
    fc.record({ kind: fc.constant('wait' as const), ms: fc.integer({ min: 0, max: 50_000 }) }),
  )
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 60 }), async (steps) => {
      const { clock, call, asked } = open()
      const model = { failures: 0, ok: 0, restMs: 30_000, asked: 0 } as Model
      for (const each of steps) {
        if (each.kind === 'wait') {
          await clock.advance(each.ms)
          continue
        }
        await call(each.fails ? broke : 200)
        if (model.until !== undefined && clock.now() < model.until) continue
        model.asked += 1
        model.failures = each.fails ? model.failures + 1 : 0
        model.ok = each.fails ? 0 : model.ok + 1
        if (model.until !== undefined && each.fails) {
          model.restMs = Math.min(600_000, model.restMs * 2)
          model.until = clock.now() + model.restMs
        } else if (model.until !== undefined && model.ok >= 3) {
          delete model.until
          model.restMs = 30_000
        } else if (model.until === undefined && model.failures >= 10) model.until = clock.now() + model.restMs
      }
      expect(asked()).toBe(model.asked)
    }),
    { numRuns: 300, interruptAfterTimeLimit: 3_000, markInterruptAsFailure: false },
  )
})
