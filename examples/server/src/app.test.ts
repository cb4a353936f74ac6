import { once } from 'node:events'
import { describe, expect, it } from 'vitest'
import { stopServer } from './stop-server.js'
import { openServer, openShop } from './test-server.js'
import { hashToken, ownerOf } from './tokens.js'

const iso = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/)

describe('a user', () => {
  it('follows a price by what the page calls, and finds each change in the audit log', async () => {
    const { send } = await openServer()
    const shop = await openShop()
    const tracked = await send('ana', 'POST /api/products', { url: shop.url, every: '1h' })
    expect(tracked).toMatchObject({
      status: 201,
      body: { success: true, data: { title: 'Kettle', price: { amount: '100.00' }, pricedAt: iso } },
    })
    const { id } = tracked.body.data
    for (const price of ['100.00', '100.00', '70.00', '100.00']) {
      shop.price = price
      expect((await send('ana', `POST /api/products/${id}/refresh`)).status).toBe(201)
    }

    const { items } = (await send('ana', `GET /api/products/${id}/history?limit=2`)).body.data
    expect(items).toMatchObject([{ price: { amount: '100.00' } }, { price: { amount: '70.00' } }])
    const analysis = (await send('ana', `GET /api/products/${id}/analysis`)).body.data
    expect(analysis).toMatchObject({ lowest: { price: { amount: '70.00' } }, summary: expect.any(String) })
    const sale = { startedAt: iso, endedAt: iso, depthPercent: 30 }
    expect(await send('ana', `GET /api/products/${id}/sales`)).toMatchObject({
      status: 200,
      body: { success: true, data: { items: [sale] }, error: null },
    })

    expect((await send('ana', 'POST /api/products', { url: 'no url' })).status).toBe(400)
    const audit = (await send('ana', 'GET /api/audit')).body.data.items
    expect(audit).toHaveLength(5)
    expect([audit[0], audit[4]]).toMatchObject([
      { who: 'ana', what: `POST /api/products/${id}/refresh`, record: id },
      { who: 'ana', what: 'POST /api/products', record: id, details: { requestId: expect.any(String) } },
    ])
    expect((await send('ben', 'GET /api/audit')).body.data.items).toEqual([])
  })

  it('is told the same of a product of somebody else as of none', async () => {
    const { send } = await openServer()
    const shop = await openShop()
    const { id } = (await send('ana', 'POST /api/products', { url: shop.url })).body.data
    for (const operation of ['GET /api/products/:id', 'GET /api/products/:id/sales']) {
      const foreign = await send('ben', operation.replace(':id', id))
      expect(foreign, operation).toMatchObject({ status: 404, body: { error: { code: 'NOT_FOUND' } } })
    }
  })
})

describe('somebody unknown', () => {
  it.each(['/api/products', '/api/products/x/sales', '/api/events/live'])(
    'gets nothing of %s',
    async (path) => {
      const { call } = await openServer()
      for (const authorization of ['', 'Bearer', 'Bearer no-such-token', 'Basic token-of-ana']) {
        const response = await call(path, undefined, { headers: { authorization } })
        expect(response.status).toBe(401)
        expect(await response.json()).toMatchObject({ success: false, error: { code: 'UNAUTHORIZED' } })
      }
    },
  )

  it('cannot guess tokens quickly, also behind a proxy', async () => {
    const { call } = await openServer({ requestsPerAddress: 3, trustProxy: true })
    const from = (address: string) => ({ headers: { 'x-forwarded-for': `10.0.0.1, ${address}` } })
    const guess = async (address: string) => (await call('/api/products', 'guessed', from(address))).status
    for (const status of [401, 401, 401, 429]) expect(await guess('203.0.113.7')).toBe(status)
    expect(await guess('203.0.113.8')).toBe(401)
  })

  it('reads no metrics without their token', async () => {
    const { call } = await openServer({
      metricsToken: { owner: 'metrics', hash: hashToken('token-of-scraper') },
    })
    expect((await call('/api/metrics', 'ana')).status).toBe(401)
    expect(await (await call('/api/metrics', 'scraper')).text()).toContain('http_requests_total')
  })
})

describe('every answer', () => {
  it.each([
    ['/api/monitors', 'ana', 200],
    ['/api/monitors', undefined, 401],
    ['/api/nowhere', 'ana', 404],
    ['/nowhere', 'ana', 404],
    ['/api/ready', undefined, 200],
  ])('to %s of %s has the headers that protect it', async (path, user, status) => {
    const { call } = await openServer()
    const response = await call(path, user)
    expect(response.status).toBe(status)
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'x-content-type-options': 'nosniff',
      'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
      'cache-control': 'no-store',
      'referrer-policy': 'no-referrer',
    })
  })
})

describe('the page of Price Trackr', () => {
  it.each([
    ['/', 'text/html', '<title>Price Trackr</title>'],
    ['/price-trackr.css', 'text/css', 'color-scheme'],
    ['/price-trackr.js', 'text/javascript', 'drawChart'],
    ['/chart.js', 'text/javascript', 'export function drawChart'],
  ])('%s is there for everybody, and may load nothing from elsewhere', async (path, type, part) => {
    const { call } = await openServer()
    const response = await call(path)
    expect(response.status).toBe(200)
    expect(response.headers.get('content-type')).toContain(type)
    expect(response.headers.get('content-security-policy')).toBe(
      "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    )
    const text = await response.text()
    expect(text).toContain(part)
    // What the policy does not run: styles and scripts in the page itself.
    expect(text).not.toMatch(/<style| style=|<script(?! type="module" src=)| on\w+=/)
  })
})

describe('a token', () => {
  it('is known by its hash alone', () => {
    const tokens = [{ hash: hashToken('secret'), owner: 'ana' }]
    expect(JSON.stringify(tokens)).not.toContain('secret')
    expect(ownerOf(tokens, 'Bearer secret')).toBe('ana')
    for (const header of [undefined, null, 'secret', 'Bearer Secret', `Bearer ${hashToken('secret')}`])
      expect(ownerOf(tokens, header)).toBeUndefined()
  })
})

describe('a server that is told to stop', () => {
  it('lets a running request end, ends its streams, and is gone within ten seconds', async () => {
    const { app, call, send, telltale } = await openServer()
    const shop = await openShop()
    const opening = new AbortController()
    shop.isOpen = once(opening.signal, 'abort')
    const stream = (await call('/api/events/live', 'ana')).body?.getReader()
    await stream?.read()
    const running = send('ana', 'POST /api/products', { url: shop.url })
    await expect.poll(async () => (await telltale.for('ana').products.list()).items.length).toBe(1)
    const from = performance.now()
    const stopped = stopServer(app, telltale)
    opening.abort()
    await stopped
    expect(performance.now() - from).toBeLessThan(10_000)
    expect((await running).status).toBe(201)
    while (!(await stream?.read())?.done);
    await expect(call('/api/health')).rejects.toThrow()
  })
})
