import { connect } from 'node:net'
import type { TelltaleOptions } from '@telltale/core'
import { describe, expect, it } from 'vitest'
import { networkOf } from './rate-limits.js'
import { stopServer } from './stop-server.js'
import { corvetteAndMustang, openEvents, openServer, openShop } from './test-server.js'
import { hashToken, ownerOf } from './tokens.js'

const call = (url: string, path: string, user?: string) =>
  fetch(`${url}${path}`, user === undefined ? {} : { headers: { authorization: `Bearer token-of-${user}` } })

const statusesOf = async (answers: readonly Promise<Response>[]) =>
  (await Promise.all(answers)).map(({ status }) => status).toSorted()

describe('every answer', () => {
  it.each([
    ['/monitors', 'ana', 200],
    ['/monitors', undefined, 401],
    ['/nowhere', 'ana', 404],
    ['/health', undefined, 200],
  ])('to %s of %s has the headers that protect it', async (path, user, status) => {
    const { url } = await openServer()
    const response = await call(url, path, user)
    expect(response.status).toBe(status)
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'x-content-type-options': 'nosniff',
      'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
      'cache-control': 'no-store',
      'referrer-policy': 'no-referrer',
      'x-request-id': expect.stringMatching(/^[0-9a-f-]{36}$/),
    })
  })
})

describe('the rate limits', () => {
  it('let exactly as many requests of an owner through, and hold up nobody else', async () => {
    const { url } = await openServer({ limits: { requestsPerOwner: 20 } })
    const answers = await Promise.all(Array.from({ length: 35 }, () => call(url, '/monitors', 'ana')))
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(20)
    const refusals = answers.filter(({ status }) => status === 429)
    expect(refusals).toHaveLength(15)
    for (const { headers } of refusals) {
      expect(Number(headers.get('retry-after'))).toBeGreaterThan(0)
      expect(headers.get('ratelimit-policy')).toBe('"owner";q=20;w=60')
      expect(headers.get('ratelimit')).toMatch(/^"owner";r=0;t=\d+$/)
    }
    const left = answers.flatMap(({ status, headers }) =>
      status === 200 ? Number(/r=(\d+)/.exec(headers.get('ratelimit') ?? '')?.[1]) : [],
    )
    expect(left.toSorted((one, other) => one - other)).toEqual(
      Array.from({ length: 20 }, (_, index) => index),
    )
    expect((await call(url, '/monitors', 'ben')).status).toBe(200)
  })

  it('count an address before anyone is known, so that tokens cannot be guessed', async () => {
    const { url } = await openServer({ limits: { requestsPerAddress: 10 } })
    const guesses = Array.from({ length: 14 }, (_, guess) => call(url, '/monitors', `guess-${guess}`))
    expect(await statusesOf(guesses)).toEqual([...Array(10).fill(401), ...Array(4).fill(429)])
    expect((await call(url, '/monitors', 'ana')).status).toBe(429)
  })

  it('are tighter for what changes something', async () => {
    const { ana } = await openServer({ limits: { changesPerOwner: 2 } })
    const battle = { cars: corvetteAndMustang }
    for (const status of [201, 201, 429]) expect((await ana('POST', '/battles', battle)).status).toBe(status)
    expect((await ana('GET', '/battles')).status).toBe(200)
  })

  it.each([
    ['203.0.113.7', '203.0.113.7'],
    ['::ffff:203.0.113.7', '203.0.113.7'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['2001:db8:1:2::1', '2001:db8:1:2::/64'],
    ['2001:db8:1:3::1', '2001:db8:1:3::/64'],
  ])('count %s as %s', (address, network) => {
    expect(networkOf(address)).toBe(network)
  })
})

describe('the limits of an owner', () => {
  it('are kept exactly, also by requests at once', async () => {
    const { ana, ben } = await openServer({ limits: { monitorsPerOwner: 3 } })
    const monitor = { url: 'https://shop.example/', every: '1m' }
    const answers = await Promise.all(Array.from({ length: 9 }, () => ana('POST', '/monitors', monitor)))
    expect(answers.map(({ status }) => status).toSorted()).toEqual([
      ...Array(3).fill(201),
      ...Array(6).fill(403),
    ])
    const { data } = (await ana<{ id: string }[]>('GET', '/monitors')).body
    expect(data).toHaveLength(3)
    expect((await ben('POST', '/monitors', monitor)).status).toBe(201)
    await ana('DELETE', `/monitors/${data[0]?.id}`)
    expect((await ana('POST', '/monitors', monitor)).status).toBe(201)
  })

  it('refuse intervals that are too short, however they are written', async () => {
    const { ana } = await openServer()
    const url = 'https://shop.example/'
    for (const body of [
      { url, every: '1s' },
      { url, every: '29999ms' },
      { url, every: '0.4m' },
      { url, cron: { expression: '* * * * * *' } },
    ])
      expect((await ana('POST', '/monitors', body)).body.error).toMatchObject({
        code: 'VALIDATION',
        message: expect.stringContaining('at least 30 s'),
      })
    const { id } = (await ana('POST', '/monitors', { url, every: '30s' })).body.data
    expect((await ana('PATCH', `/monitors/${id}`, { every: '2s' })).status).toBe(400)
  })

  it('hold for open event streams, until one is closed', async () => {
    const { url } = await openServer({ limits: { streamsPerOwner: 2 } })
    const streams = [await openEvents(url, 'ana'), await openEvents(url, 'ana')]
    for (const stream of streams) await stream.block()
    expect((await call(url, '/events', 'ana')).status).toBe(429)
    expect((await openEvents(url, 'ben')).contentType).toBe('text/event-stream')
    streams[0]?.leave()
    const again = async () => {
      const stream = await openEvents(url, 'ana')
      return stream.contentType
    }
    await expect.poll(again, { timeout: 5_000 }).toBe('text/event-stream')
  })
})

describe('a body', () => {
  it.each([
    ['a prototype', '{"url":"https://shop.example/","__proto__":{"paused":true}}'],
    ['the prototype of a constructor', '{"constructor":{"prototype":{"paused":true}}}'],
    ['thousands of levels', `{"tags":${'['.repeat(10_000)}${']'.repeat(10_000)}}`],
  ])('with %s is refused', async (_what, body) => {
    const { send } = await openServer()
    const headers = { authorization: 'Bearer token-of-ana', 'content-type': 'application/json' }
    expect(await send('POST', '/monitors', headers, body)).toMatchObject({
      status: 400,
      body: { error: { code: 'VALIDATION' } },
    })
  })
})

describe('a token', () => {
  it('is known by its hash alone', () => {
    const tokens = [{ hash: hashToken('secret'), owner: 'ana' }]
    expect(JSON.stringify(tokens)).not.toContain('secret')
    expect(ownerOf(tokens, 'secret')).toBe('ana')
    for (const token of ['', 'Secret', 'secret ', hashToken('secret')])
      expect(ownerOf(tokens, token)).toBeUndefined()
  })
})

describe('the audit log', () => {
  it('tells who changed what, with the request, and nothing of what failed or only read', async () => {
    const { ana, ben } = await openServer()
    const { id } = (await ana('POST', '/monitors', { url: 'https://shop.example/', every: '1m' })).body.data
    await ana('GET', `/monitors/${id}`)
    await ana('POST', '/monitors', { url: 'no url' })
    await ben('DELETE', `/monitors/${id}`)
    await ana('DELETE', `/monitors/${id}`)
    const { data } = (await ana('GET', '/audit')).body
    expect(data).toMatchObject([
      { who: 'ana', what: 'DELETE /monitors/:id', record: id },
      { who: 'ana', what: 'POST /monitors', record: id, details: { requestId: expect.any(String) } },
    ])
    expect((await ben('GET', '/audit')).body.data).toEqual([])
  })
})

describe('the probes of an orchestrator', () => {
  it('learn that it lives, and that it is ready once it is started and its storage answers', async () => {
    const state = { isStarted: false }
    const { url, telltale } = await openServer({ isStarted: () => state.isStarted })
    expect((await call(url, '/health')).status).toBe(200)
    const early = await call(url, '/ready')
    expect([early.status, await early.json()]).toEqual([
      503,
      { success: false, error: { code: 'NOT_READY', message: 'not ready: started' } },
    ])
    state.isStarted = true
    expect((await call(url, '/ready')).status).toBe(200)
    await telltale.close()
    expect(await (await call(url, '/ready')).json()).toMatchObject({
      error: { message: 'not ready: storage' },
    })
    expect((await call(url, '/health')).status).toBe(200)
  })
})

describe('an event stream', () => {
  it('whose client takes nothing is closed', async () => {
    const listeners = new Set<unknown>()
    const bus: NonNullable<TelltaleOptions['bus']> = {
      publish: async (message) => {
        for (const listener of listeners) (listener as (given: typeof message) => void)(message)
      },
      subscribe: async (listener) => {
        listeners.add(listener)
        return () => void listeners.delete(listener)
      },
      close: async () => {},
    }
    const { url, telltale } = await openServer({ bus, heartbeatMs: 50, stallMs: 400 })
    const { port } = new URL(url)
    const client = connect(Number(port), '127.0.0.1')
    client.pause()
    client.on('error', () => {})
    client.write('GET /events HTTP/1.1\r\nhost: here\r\nauthorization: Bearer token-of-ana\r\n\r\n')
    await expect.poll(() => listeners.size, { timeout: 10_000 }).toBe(1)
    const { monitors } = telltale.for('ana')
    const tags = Array.from({ length: 20 }, (_, index) => `${index}-`.padEnd(50, 'tag'))
    const { id } = await monitors.create({ name: 'x'.repeat(200), tags, heartbeat: {}, every: '1h' })
    // More than the buffers of both sockets hold.
    for (let sent = 0; sent < 6_000 && listeners.size > 0; sent++)
      await monitors.heartbeat(id, { failure: 'y'.repeat(1_000) })
    await expect.poll(() => listeners.size, { timeout: 20_000 }).toBe(0)
    client.destroy()
  }, 60_000)
})

describe('a server that is told to stop', () => {
  it('lets a running request end, ends its streams, and is gone within ten seconds', async () => {
    const { ana, app, telltale, url } = await openServer()
    const shop = await openShop()
    const stream = await openEvents(url, 'ana')
    await stream.block()
    const running = ana('POST', '/products', { url: shop.url })
    await expect.poll(async () => (await telltale.for('ana').products.list()).items.length).toBe(1)
    const from = performance.now()
    await stopServer(app, telltale)
    expect(performance.now() - from).toBeLessThan(10_000)
    expect((await running).status).toBe(201)
    expect(await stream.block()).toBeUndefined()
    await expect(call(url, '/health')).rejects.toThrow()
  })
})
