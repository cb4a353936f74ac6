import type { Money } from '@telltale/core'
import { describe, expect, it } from 'vitest'
import { corvetteAndMustang, openServer, openShop } from './test-server.js'

const iso = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/)

describe('a user', () => {
  it('watches an endpoint: creates, checks, changes and deletes a monitor', async () => {
    const { ana } = await openServer()
    const { url } = await openShop()
    const created = await ana('POST', '/monitors', { name: 'Shop', url, every: '30s' })
    expect(created).toMatchObject({
      status: 201,
      body: { success: true, data: { name: 'Shop', everyMs: 30_000, createdAt: iso, dueAt: iso } },
    })
    const path = `/monitors/${created.body.data.id}`

    const check = await ana('POST', `${path}/checks`)
    expect(check).toMatchObject({ status: 201, body: { data: { at: iso, httpStatus: 200 } } })
    const { tier } = check.body.data
    expect(await ana('GET', path)).toMatchObject({
      status: 200,
      body: { data: { tier, tierChangedAt: iso } },
    })

    expect(await ana('PATCH', path, { name: 'Shop front' })).toMatchObject({
      status: 200,
      body: { data: { name: 'Shop front', everyMs: 30_000 } },
    })
    expect(await ana('DELETE', path)).toEqual({
      status: 200,
      body: { success: true, data: { id: created.body.data.id } },
    })
    expect(await ana('GET', '/monitors')).toEqual({ status: 200, body: { success: true, data: [] } })
  })

  it('sums a monitor up, and hears of a job by its heartbeats', async () => {
    const { ana } = await openServer()
    const job = { name: 'backup', every: '1d', heartbeat: { grace: '1h' } }
    const { id } = (await ana('POST', '/monitors', job)).body.data
    const beat = await ana('POST', `/monitors/${id}/heartbeats`, { failure: 'the disk is full' })
    expect(beat).toMatchObject({ status: 201, body: { data: { failure: { kind: 'job' } } } })
    expect((await ana('GET', `/monitors/${id}/incidents`)).body.data).toMatchObject([
      { status: 'open', from: iso, cause: { message: 'the disk is full' } },
    ])
    await ana('POST', `/monitors/${id}/heartbeats`, { durationMs: 40 })
    expect((await ana('GET', `/monitors/${id}/incidents`)).body.data).toMatchObject([
      { status: 'ended', to: iso },
    ])
    expect((await ana('GET', `/monitors/${id}/summary`)).body.data).toMatchObject({
      from: iso,
      to: iso,
      monitors: 1,
    })
  })

  it('reads long lists a page at a time, and a part of them by time', async () => {
    const { ana } = await openServer()
    const { url } = await openShop()
    const { id } = (await ana('POST', '/monitors', { url })).body.data
    const made = []
    for (let count = 0; count < 3; count++)
      made.unshift((await ana('POST', `/monitors/${id}/checks`)).body.data)

    const { body: first } = await ana('GET', `/monitors/${id}/checks?limit=2`)
    expect(first).toEqual({ success: true, data: made.slice(0, 2), next: expect.any(String) })
    const after = encodeURIComponent(first.next)
    const { body: last } = await ana('GET', `/monitors/${id}/checks?limit=2&after=${after}`)
    expect(last).toEqual({ success: true, data: made.slice(2) })

    const { body: none } = await ana('GET', `/monitors/${id}/checks?to=${made.at(-1)?.at}`)
    expect(none.data).toEqual([])
    const { body: all } = await ana('GET', `/monitors/${id}/checks?from=${made.at(-1)?.at}`)
    expect(all.data).toEqual(made)
  })

  it('lets cars fight, and finds the battle again', async () => {
    const { ana } = await openServer()
    const fought = await ana('POST', '/battles', { cars: corvetteAndMustang, zip: '75146' })
    expect(fought).toMatchObject({ status: 201, body: { data: { winner: '2023 Chevrolet Corvette' } } })
    const { data } = fought.body
    expect((await ana('GET', `/battles/${data.id}`)).body).toEqual({ success: true, data })
    expect((await ana('GET', '/battles')).body).toEqual({ success: true, data: [data] })
    const analysis = await ana('GET', `/battles/${data.id}/analysis`)
    expect(analysis.body.data).toMatchObject({
      robustness: { summary: expect.stringMatching(/ wins under \d+ % of plausible weights\.$/) },
    })
  })

  it('follows a price: tracks, refreshes, sees the history and what it says, and stops', async () => {
    const { ana } = await openServer()
    const shop = await openShop()
    const tracked = await ana('POST', '/products', { url: shop.url, every: '1h' })
    expect(tracked).toMatchObject({
      status: 201,
      body: { data: { title: 'Kettle', price: { amount: '100.00', currency: 'USD' }, pricedAt: iso } },
    })
    const path = `/products/${tracked.body.data.id}`

    shop.price = '80.00'
    const refreshed = await ana('POST', `${path}/refresh`)
    expect(refreshed.body.data).toMatchObject({
      product: { price: { amount: '80.00' } },
      observation: { price: { amount: '80.00' }, at: iso },
    })
    expect((await ana('GET', path)).body.data).toEqual(refreshed.body.data.product)
    const { body: history } = await ana<{ price: Money }[]>('GET', `${path}/history`)
    expect(history.data.map(({ price }) => price.amount)).toEqual(['80.00', '100.00'])
    const { body: analysis } = await ana('GET', `${path}/analysis`)
    expect(analysis.data).toMatchObject({ lowest: { price: { amount: '80.00' } } })

    expect((await ana('GET', '/products')).body.data).toHaveLength(1)
    expect((await ana('DELETE', path)).status).toBe(200)
    expect((await ana('GET', path)).body.error.code).toBe('NOT_FOUND')
  })
})

describe('another user', () => {
  it('is told the same of a foreign id as of one that never was, on every route', async () => {
    const { ana, ben } = await openServer()
    const { url } = await openShop()
    const monitor = (await ana('POST', '/monitors', { url })).body.data.id
    const product = (await ana('POST', '/products', { url })).body.data.id
    const battle = (await ana('POST', '/battles', { cars: corvetteAndMustang })).body.data.id
    const routes: [method: string, path: string, id: string, body?: object][] = [
      ['GET', '/monitors/:id', monitor],
      ['PATCH', '/monitors/:id', monitor, { name: 'mine now' }],
      ['DELETE', '/monitors/:id', monitor],
      ['POST', '/monitors/:id/checks', monitor],
      ['GET', '/monitors/:id/checks', monitor],
      ['GET', '/battles/:id', battle],
      ['GET', '/battles/:id/analysis', battle],
      ['GET', '/products/:id', product],
      ['DELETE', '/products/:id', product],
      ['POST', '/products/:id/refresh', product],
      ['GET', '/products/:id/history', product],
      ['GET', '/products/:id/analysis', product],
    ]
    const unknown = '01890a5d-ac96-774b-bcce-b302099a8057'
    for (const [method, path, id, body] of routes) {
      const foreign = await ben(method, path.replace(':id', id), body)
      const never = await ben(method, path.replace(':id', unknown), body)
      expect(foreign, `${method} ${path}`).toMatchObject({ status: 404, body: { success: false } })
      expect(JSON.stringify(foreign).replace(id, unknown)).toBe(JSON.stringify(never))
    }
    for (const list of ['/monitors', '/products', '/battles']) {
      expect((await ben('GET', list)).body.data).toEqual([])
      expect((await ana('GET', list)).body.data).toHaveLength(1)
    }
    expect((await ana('GET', `/monitors/${monitor}`)).body.data.name).not.toBe('mine now')
  })
})

describe('what goes wrong', () => {
  it.each(['/monitors', '/events', '/no-such-place'])('%s gives nothing without a token', async (path) => {
    const { send } = await openServer()
    for (const authorization of ['', 'Bearer', 'Bearer no-such-token', 'Basic token-of-ana'])
      expect(await send('GET', path, { authorization })).toMatchObject({
        status: 401,
        body: { success: false, error: { code: 'UNAUTHORIZED' } },
      })
  })

  it.each([
    ['POST', '/monitors', { url: 'https://shop.example', every: 'soon' }, /every: expected a duration/],
    ['POST', '/monitors', { every: '30s' }, /url: is required/],
    ['POST', '/monitors', undefined, /monitors\.create/],
    ['POST', '/monitors', { url: 'https://shop.example', evrey: '30s' }, /unknown option 'evrey'/],
    ['POST', '/products', undefined, /url: is required/],
    ['POST', '/products', { url: 'ftp://shop.example' }, /http:\/\/ or https:\/\//],
    ['POST', '/battles', { cars: [] }, /at least two cars/],
    ['GET', '/monitors?limit=many', undefined, /limit/],
    ['GET', '/monitors?offset=3', undefined, /unknown option 'offset'/],
    ['GET', '/monitors?after=nonsense', undefined, /after|cursor/],
  ] as const)('%s %s with %j is told what was expected', async (method, path, body, message) => {
    const { ana } = await openServer()
    const { status, body: answer } = await ana(method, path, body)
    expect(answer).toMatchObject({ success: false, error: { code: 'VALIDATION' } })
    expect(answer.error.message).toMatch(message)
    expect(status).toBe(400)
  })

  it('keeps to the envelope where Fastify itself refuses', async () => {
    const { send } = await openServer()
    const headers = { authorization: 'Bearer token-of-ana', 'content-type': 'application/json' }
    const tooLong = JSON.stringify({ name: 'x'.repeat(65 * 1024) })
    const refusals = [
      await send('POST', '/monitors', headers, '{ not JSON'),
      await send('POST', '/monitors', headers, tooLong),
      await send('POST', '/monitors', { ...headers, 'content-type': 'application/xml' }, '<url/>'),
      await send('GET', '/monitors/%', headers),
    ]
    expect(refusals.map(({ status }) => status)).toEqual([400, 413, 415, 400])
    for (const { body } of refusals)
      expect(body).toEqual({ success: false, error: { code: 'VALIDATION', message: expect.any(String) } })
    expect(await send('GET', '/no-such-place', headers)).toMatchObject({
      status: 404,
      body: { success: false, error: { code: 'NOT_FOUND' } },
    })
  })

  it('says nothing of what failed within', async () => {
    const { ana } = await openServer()
    const { status, body } = await ana('GET', '/broken')
    expect(status).toBe(500)
    expect(body).toEqual({
      success: false,
      error: { code: 'INTERNAL', message: expect.not.stringContaining('hunter2') },
    })
  })

  it('a call after Telltale was closed is answered with 503', async () => {
    const { ana, telltale } = await openServer()
    await telltale.close()
    expect(await ana('GET', '/monitors')).toMatchObject({ status: 503, body: { error: { code: 'CLOSED' } } })
  })
})
