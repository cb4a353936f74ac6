import { TelltaleError } from '@telltale/core/errors'
import { describe, expect, it } from 'vitest'
import { createApi } from './index.js'
import { settle, startApi } from './testing/start-api.js'

const monitor = { url: 'script:here', every: '30s' }

describe('an answer', () => {
  it('has one envelope, and an id that the caller can name to the host', async () => {
    const { request } = await startApi()
    const created = await request('ana', 'POST /monitors', { body: monitor })
    expect(created).toMatchObject({
      status: 201,
      body: { success: true, error: null, data: { everyMs: 30_000 } },
    })
    const refused = await request('ana', 'POST /monitors', { body: { ...monitor, every: 'often' } })
    expect(refused).toMatchObject({
      status: 400,
      body: { success: false, data: null, error: { code: 'VALIDATION', issues: [{ path: 'every' }] } },
    })
    expect(refused.body.error.requestId).toBe(refused.headers.get('x-request-id'))
  })

  it('pages through a list by `next`', async () => {
    const { request } = await startApi()
    for (const name of ['one', 'two', 'three'])
      await request('ana', 'POST /monitors', { body: { ...monitor, name } })
    const first = (await request('ana', 'GET /monitors?limit=2')).body.data
    const second = (await request('ana', `GET /monitors?limit=2&after=${encodeURIComponent(first.next)}`))
      .body.data
    expect([...first.items, ...second.items].map(({ name }) => name)).toEqual(['one', 'two', 'three'])
    expect(second).not.toHaveProperty('next')
    expect(first).not.toHaveProperty('total')
    const { data } = (await request('ana', 'GET /monitors?limit=2&total=true')).body
    expect(data).toMatchObject({ items: [{}, {}], total: 3 })
  })

  it('hides what went wrong on our side, and tells the host', async () => {
    const told: unknown[] = []
    const failure = new Error('password=hunter2 is wrong')
    const { request } = await startApi({
      owner: () => {
        throw failure
      },
      onError: (error, { requestId, method, path }) => told.push([error, requestId, method, path]),
    })
    const { status, body, headers } = await request('ana', 'GET /monitors?limit=1')
    expect(status).toBe(500)
    expect(JSON.stringify(body)).not.toContain('hunter2')
    expect(told).toEqual([[failure, headers.get('x-request-id'), 'GET', '/api/monitors']])
  })

  it("has the status of a TelltaleError that the host's `owner` throws", async () => {
    const { request } = await startApi({
      owner: () => {
        throw new TelltaleError('too many requests', { code: 'BUDGET_EXCEEDED', status: 429 })
      },
    })
    expect(await request('ana', 'GET /monitors')).toMatchObject({
      status: 429,
      body: { error: { code: 'BUDGET_EXCEEDED', message: 'too many requests' } },
    })
  })

  it('is 500 where the host names an owner that is none, since the caller did not', async () => {
    const { request } = await startApi({ owner: () => 'shared' })
    expect((await request('ana', 'GET /monitors')).status).toBe(500)
  })

  it('tells that there is no such path, or no such method', async () => {
    const { request } = await startApi()
    expect(await request('ana', 'GET /nothing')).toMatchObject({
      status: 404,
      body: { error: { code: 'NOT_FOUND' } },
    })
    expect(await request('ana', 'PATCH /monitors')).toMatchObject({
      status: 405,
      body: { error: { code: 'METHOD_NOT_ALLOWED' } },
    })
  })

  it('is not sent again when the caller has this version of the record', async () => {
    const { request } = await startApi()
    const { id } = (await request('ana', 'POST /monitors', { body: monitor })).body.data
    const tag = (await request('ana', `GET /monitors/${id}`)).headers.get('etag') ?? ''
    const again = () =>
      request('ana', `GET /monitors/${id}`, { headers: { 'if-none-match': `"0", W/${tag}` } })
    expect(await again()).toMatchObject({ status: 304, body: undefined })
    await request('ana', `PATCH /monitors/${id}`, { body: { name: 'another' } })
    expect(await again()).toMatchObject({ status: 200, body: { data: { name: 'another' } } })
  })
})

describe('a body', () => {
  const nested = (levels: number) => `${'['.repeat(levels)}${']'.repeat(levels)}`

  it.each([
    ['that is not JSON', '{', 400],
    ['that is no object', '[]', 400],
    ['that is left out', undefined, 400],
    ['with a member __proto__', '{"__proto__":{"url":"script:here"}}', 400],
    ['with one far within', '{"tags":[{"a":{"__proto__":1}}]}', 400],
    ['that is nested deeply', `{"tags":${nested(50)}}`, 400],
    ['that is nested more deeply than a stack is', `{"tags":${nested(100_000)}}`, 400],
    ['that is too long', JSON.stringify({ name: 'x'.repeat(262_144) }), 413],
  ])('%s is refused', async (_what, body, status) => {
    const { request } = await startApi()
    const answer = await request('ana', 'POST /monitors', { body })
    expect([answer.status, answer.body.success]).toEqual([status, false])
  })

  it('that is not said to be JSON is refused, so that no form of a foreign page can send it', async () => {
    const { request } = await startApi()
    const headers = { 'content-type': 'text/plain' }
    expect(await request('ana', 'POST /monitors', { body: JSON.stringify(monitor), headers })).toMatchObject({
      status: 415,
      body: { error: { code: 'UNSUPPORTED_MEDIA_TYPE' } },
    })
  })

  it('that is empty is no error where none is needed, whatever its type', async () => {
    const { request } = await startApi()
    const { id } = (await request('ana', 'POST /monitors', { body: monitor })).body.data
    expect(await request('ana', `POST /monitors/${id}/run`, { body: '' })).toMatchObject({ status: 201 })
  })

  it('may name its times by ISO 8601', async () => {
    const { request } = await startApi()
    const maintenance = [{ from: '2030-01-01T00:00:00.000Z', to: '2030-01-02T00:00:00.000Z' }]
    const { body } = await request('ana', 'POST /monitors', { body: { ...monitor, maintenance } })
    expect(body.data.maintenance).toEqual(maintenance)
  })
})

describe('a query', () => {
  it.each([
    ['limit=many', 'limit'],
    ['limit=1&limit=2', 'limit'],
    ['limit=0', 'limit'],
    ['colour=red', 'colour'],
    ['state=fine', 'state'],
  ])('%s is refused by its name', async (query, path) => {
    const { request } = await startApi()
    const { status, body } = await request('ana', `GET /monitors?${query}`)
    expect([status, body.error.issues[0].path]).toEqual([400, path])
  })

  it('takes times of ISO 8601, and epoch milliseconds', async () => {
    const { request } = await startApi()
    const { id } = (await request('ana', 'POST /monitors', { body: monitor })).body.data
    await request('ana', `POST /monitors/${id}/run`)
    const count = async (from: string) =>
      (await request('ana', `GET /monitors/${id}/results/history?from=${from}`)).body.data.items.length
    expect([
      await count('2020-01-01'),
      await count('2100-01-01T00:00:00Z'),
      await count('1577836800000'),
    ]).toEqual([1, 0, 1])
  })
})

describe('a monitor that is replaced', () => {
  it('has the options that are given, and the defaults of all others', async () => {
    const { request } = await startApi()
    const { id } = (
      await request('ana', 'POST /monitors', {
        body: { ...monitor, name: 'a name', tags: ['one'], paused: true },
      })
    ).body.data
    const { status, body } = await request('ana', `PUT /monitors/${id}`, { body: { every: '5m' } })
    expect([status, body.data]).toMatchObject([
      200,
      {
        url: 'script:here',
        everyMs: 300_000,
        tags: [],
        paused: false,
        name: expect.not.stringContaining('a name'),
      },
    ])
  })
})

describe('the state of the whole', () => {
  it('is told: alive to anyone, ready while the storage answers, and the owner’s own figures', async () => {
    const started = await startApi()
    const { request } = started
    await settle(started, 'ana')
    expect(await request(undefined, 'GET /health')).toMatchObject({ status: 200, body: { success: true } })
    expect(await request(undefined, 'GET /ready')).toMatchObject({ status: 200 })
    expect((await request('ana', 'GET /status')).body.data).toMatchObject({
      storage: 'up',
      latenessMs: 0,
      sources: [],
      monitors: { total: 3, isWhole: true, failing: 1, paused: 0 },
    })
    expect((await request('ben', 'GET /status')).body.data.monitors.total).toBe(0)
    await started.telltale.close()
    expect(await request(undefined, 'GET /ready')).toMatchObject({
      status: 503,
      body: { error: { code: 'NOT_READY', message: 'not ready: storage' } },
    })
  })
})

describe('createApi', () => {
  it('names each option that is wrong', async () => {
    const { telltale } = await startApi()
    const wrong = { owner: 'ana', basePath: 'api/', maxBodyBytes: 1 } as never
    expect(() => createApi(telltale, wrong)).toThrow(/owner: .*basePath: .*maxBodyBytes: /)
  })

  it('serves at the root as well', async () => {
    const { telltale } = await startApi()
    const api = createApi(telltale, { owner: () => 'ana', basePath: '' })
    const response = await api.fetch(new Request('http://host.example/monitors'))
    expect(await response.json()).toEqual({ success: true, data: { items: [] }, error: null })
    expect(await (await api.fetch(new Request('http://host.example/openapi.json'))).json()).toEqual(
      api.openapi(),
    )
  })
})
