import type { RequestListener } from 'node:http'
import { afterEach, describe, expect, it } from 'vitest'
import { retryAfterMs } from '../../ports/retry-after.js'
import { eventually } from '../../testing/eventually.js'
import { loopbackServer } from '../../testing/loopback-server.js'
import { type Clock, systemClock } from '../../time/index.js'
import { openHttp } from './http-client.js'
import { jitteredPauseMs } from './retry.js'

const ends: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const end of ends.splice(0)) await end()
})

/** A clock that lets nobody wait. */
const hurried: Clock = {
  now: () => Date.now(),
  wakeAt: (_, wake) => {
    const soon = setImmediate(wake)
    return () => clearImmediate(soon)
  },
}

/** A server that fails as often as it is told, and then answers. */
async function failing(failures: number, fail: RequestListener, clock: Clock = systemClock) {
  const asked: { readonly url: string | undefined; readonly at: number }[] = []
  const server = await loopbackServer((request, response) => {
    asked.push({ url: request.url, at: performance.now() })
    if (asked.filter(({ url }) => url === request.url).length > failures) response.end('page')
    else fail(request, response)
  })
  const http = openHttp({ allow: ['127.0.0.1'] }, { clock })
  ends.push(server.close, () => http.close())
  return { http, asked, origin: server.origin }
}

const status =
  (code: number, headers: Record<string, string> = {}): RequestListener =>
  (_, response) =>
    void response.writeHead(code, headers).end('not now')
const broken: RequestListener = (request) => void request.socket.destroy()

describe('a call that failed in passing', () => {
  it.each([
    ['503', status(503)],
    ['502', status(502)],
    ['429', status(429)],
    ['408', status(408)],
    ['a broken connection', broken],
  ])('with %s is made again, three times in all', async (_, fail) => {
    const once = await failing(1, fail, hurried)
    expect((await once.http.get(once.origin)).text).toBe('page')
    expect(once.asked).toHaveLength(2)
    const always = await failing(99, fail, hurried)
    await always.http.get(always.origin).catch(() => undefined)
    expect(always.asked).toHaveLength(3)
  })

  it.each([400, 401, 403, 404, 410, 500, 501])('with %i is not: that would not pass', async (code) => {
    const { http, asked, origin } = await failing(99, status(code))
    expect(await http.get(origin)).toMatchObject({ status: code })
    expect(asked).toHaveLength(1)
  })

  it('waits for as long as the server says, where there is time for it', async () => {
    const { http, asked, origin } = await failing(1, status(503, { 'retry-after': '1' }))
    await http.get(`${origin}/a`)
    expect((asked[1]?.at ?? 0) - (asked[0]?.at ?? 0)).toBeGreaterThan(990)
  })

  it('is not made again where its time would be over', async () => {
    const { http, asked, origin } = await failing(99, status(503, { 'retry-after': '60' }))
    expect(await http.get(origin)).toMatchObject({ status: 503 })
    expect(asked).toHaveLength(1)
  })

  it('ends while it waits, when it is no longer wanted', async () => {
    const { http, asked, origin } = await failing(99, status(503, { 'retry-after': '5' }))
    const controller = new AbortController()
    const called = http.get(origin, { signal: controller.signal })
    await eventually(() => asked.length === 1, 'nothing was asked')
    controller.abort('enough')
    await expect(called).rejects.toMatchObject({ code: 'ABORTED', cause: 'enough' })
    expect(asked).toHaveLength(1)
  })

  it.each([
    ['POST without a key', {}, 1],
    ['POST with a key', { idempotencyKey: 'k' }, 3],
    ['PUT', { method: 'PUT' }, 3],
    ['PATCH', { method: 'PATCH' }, 1],
  ])('as %s is made as often as its meaning allows', async (_, options, times) => {
    const { http, asked, origin } = await failing(99, status(503), hurried)
    await http.request(origin, { json: {}, ...options })
    expect(asked).toHaveLength(times)
  })

  it('is one of ten at most, over time', async () => {
    const { http, asked, origin } = await failing(99, status(503), hurried)
    for (let call = 0; call < 100; call++) await http.get(`${origin}/${call}`, { timeoutMs: 60_000 })
    const repetitions = asked.length - 100
    expect(repetitions).toBeGreaterThanOrEqual(10)
    expect(repetitions).toBeLessThanOrEqual(20)
  })
})

describe('the pause before another attempt', () => {
  it('is any time up to a limit that doubles', () => {
    const limits = [1, 2, 3, 10].map((attempt) => jitteredPauseMs(attempt, 1))
    expect(limits).toEqual([400, 800, 1_600, 10_000])
    expect(jitteredPauseMs(3, 0)).toBe(0)
  })

  it('is spread evenly (Kolmogorov-Smirnov against the uniform distribution, p > 1e-9)', () => {
    const count = 10_000
    const shares = Array.from({ length: count }, () => jitteredPauseMs(2) / 800).sort((a, b) => a - b)
    const distance = Math.max(
      ...shares.map((share, index) => Math.max((index + 1) / count - share, share - index / count)),
    )
    // The critical value for a large sample: sqrt(ln(2 / p) / 2 / n).
    expect(distance).toBeLessThan(Math.sqrt(Math.log(2 / 1e-9) / 2 / count))
  })
})

describe('Retry-After', () => {
  const now = Date.UTC(2026, 10, 21, 12)
  it.each([
    ['120', 120_000],
    [' 0 ', 0],
    ['Sat, 21 Nov 2026 12:00:30 GMT', 30_000],
    ['Sat, 21 Nov 2026 11:00:00 GMT', 0],
    ['soon', undefined],
    ['-5', undefined],
    ['1.5', undefined],
    [undefined, undefined],
  ])('%j is %j ms', (value, ms) => {
    expect(retryAfterMs(value, now)).toBe(ms)
  })
})
