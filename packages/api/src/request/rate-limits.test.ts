import { testClock } from '@telltale/core/testing'
import { describe, expect, it } from 'vitest'
import { startApi } from '../testing/start-api.js'
import { countByAddress } from './rate-limits.js'

describe('the limit of requests', () => {
  it('of an owner is that of the plan, told with each answer, and with the time to come again', async () => {
    const clock = testClock()
    const quotas = { plans: { free: { requestsPerMinute: 3 } } }
    const { request } = await startApi({}, { clock, quotas })
    const answers = []
    for (let each = 0; each < 5; each++) answers.push(await request('ana', 'GET /rules'))
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 429, 429])
    expect(answers[0]?.headers.get('ratelimit-policy')).toBe('"owner";q=3;w=60')
    expect(answers[0]?.headers.get('ratelimit')).toMatch(/^"owner";r=2;t=\d+$/)
    expect(answers[4]?.body.error.code).toBe('RATE_LIMITED')
    expect(answers[4]?.headers.get('ratelimit')).toMatch(/^"owner";r=0;t=\d+$/)
    expect(Number(answers[4]?.headers.get('retry-after'))).toBeGreaterThan(0)
    expect((await request('ben', 'GET /rules')).status).toBe(200)
    expect((await request('ana', 'GET /health')).status).toBe(200)
    await clock.advance(60_000)
    expect((await request('ana', 'GET /rules')).status).toBe(200)
  })

  it('of an address takes an IPv6 network for one, and begins anew each minute', () => {
    let now = 0
    const count = countByAddress({ requestsPerMinute: 2 }, () => now)
    const addresses = ['2001:db8::1', '2001:db8:0:0:5::2', '2001:db8::3', '2001:db8:0:1::1', '192.0.2.1']
    expect(addresses.map((address) => count(address).isAllowed)).toEqual([true, true, false, true, true])
    expect(count('::ffff:192.0.2.7').remaining).toBe(1)
    expect(count('::ffff:192.0.2.8').remaining).toBe(1)
    now = 60_000
    expect(count('2001:db8::3')).toMatchObject({ isAllowed: true, remaining: 1, resetsAt: 120_000 })
  })

  it('of an address fills no memory, however many send', () => {
    const count = countByAddress({ requestsPerMinute: 1 }, () => 0)
    for (let each = 0; each < 100_000; each++) count(`a${each}`)
    expect([count('new').isAllowed, count('newer').isAllowed, count('newest').isAllowed]).toEqual([
      true,
      false,
      false,
    ])
  })

  it('of an address comes before the host is asked who calls', async () => {
    let asked = 0
    const { api } = await startApi({
      owner: () => {
        asked++
        return undefined
      },
      addressLimit: { requestsPerMinute: 1 },
    })
    const statuses = []
    // Of three requests two are in the same minute, whenever it is.
    for (let each = 0; each < 3; each++)
      statuses.push(
        (await api.fetch(new Request('http://host.example/api/monitors'), { address: '192.0.2.1' })).status,
      )
    const refused = statuses.filter((status) => status === 429).length
    expect(refused).toBeGreaterThan(0)
    expect(asked).toBe(3 - refused)
  })
})

describe('origins', () => {
  it('let the pages of those named call, and no others', async () => {
    const { api } = await startApi({ origins: ['https://app.example'] })
    const preflight = (origin: string) =>
      api.fetch(
        new Request('http://host.example/api/monitors', {
          method: 'OPTIONS',
          headers: { origin, 'access-control-request-method': 'POST' },
        }),
      )
    const allowed = await preflight('https://app.example')
    expect(allowed.status).toBe(204)
    expect(allowed.headers.get('access-control-allow-origin')).toBe('https://app.example')
    expect((await preflight('https://evil.example')).headers.get('access-control-allow-origin')).toBe(null)
    const { headers } = await api.fetch(
      new Request('http://host.example/api/monitors', {
        headers: { origin: 'https://app.example', 'x-owner': 'ana' },
      }),
    )
    expect(headers.get('access-control-allow-origin')).toBe('https://app.example')
    expect(headers.get('access-control-expose-headers')).toContain('ratelimit')
  })

  it('are checked', async () => {
    await expect(startApi({ origins: ['*'] })).rejects.toThrow('origins[0]: expected an origin')
  })
})
