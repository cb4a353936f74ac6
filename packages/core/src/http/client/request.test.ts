import type { IncomingHttpHeaders } from 'node:http'
import { text } from 'node:stream/consumers'
import { afterEach, describe, expect, it } from 'vitest'
import { loopbackServer } from '../../testing/loopback-server.js'
import { createHttp } from '../index.js'

const ends: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const end of ends.splice(0)) await end()
})

interface Sent {
  readonly method: string | undefined
  readonly url: string | undefined
  readonly headers: IncomingHttpHeaders
  readonly body: string
}

/** A client, and a server that notes what it is sent; `/to/<status>` leads on to `/end` or to where `?at=` says. */
async function open() {
  const sent: Sent[] = []
  const server = await loopbackServer(async (request, response) => {
    const { method, url = '', headers } = request
    sent.push({ method, url, headers, body: await text(request) })
    const [, status] = /^\/to\/(\d+)/.exec(url) ?? []
    const location = new URL(url, 'http://any').searchParams.get('at') ?? '/end'
    if (status) response.writeHead(Number(status), { location })
    response.end(`${method} ${url}`)
  })
  const http = createHttp({ allow: ['127.0.0.0/8'] })
  ends.push(server.close, () => http.close())
  return { http, sent, origin: server.origin }
}

describe('a request', () => {
  it('sends JSON', async () => {
    const { http, sent, origin } = await open()
    const { text: answer } = await http.request(`${origin}/cars`, { json: { make: 'Škoda', seats: [4, 5] } })
    expect(answer).toBe('POST /cars')
    expect(sent[0]).toMatchObject({
      body: '{"make":"Škoda","seats":[4,5]}',
      headers: { 'content-type': 'application/json', 'content-length': '31' },
    })
  })

  it('sends a form', async () => {
    const { http, sent, origin } = await open()
    await http.request(origin, { form: { to: '+1 555', text: 'a&b=ü' } })
    expect(sent[0]).toMatchObject({
      body: 'to=%2B1+555&text=a%26b%3D%C3%BC',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    })
  })

  it('sends bytes and text as they are, under the type that the caller names', async () => {
    const { http, sent, origin } = await open()
    const headers = { 'Content-Type': 'text/csv' }
    await http.request(origin, { method: 'put', body: 'a,b', headers })
    await http.request(origin, { method: 'PATCH', body: new TextEncoder().encode('xa,by').subarray(1, 4) })
    expect(sent).toMatchObject([
      { method: 'PUT', body: 'a,b', headers: { 'content-type': 'text/csv' } },
      { method: 'PATCH', body: 'a,b' },
    ])
  })

  it('without a body is a GET, or what the caller says', async () => {
    const { http, sent, origin } = await open()
    await http.request(origin)
    expect(await http.request(origin, { method: 'HEAD' })).toMatchObject({ status: 200, text: '' })
    await http.request(origin, { method: 'DELETE' })
    expect(sent.map(({ method }) => method)).toEqual(['GET', 'HEAD', 'DELETE'])
  })

  it('names its idempotency key to the server', async () => {
    const { http, sent, origin } = await open()
    await http.request(origin, { json: {}, idempotencyKey: 'order-7' })
    expect(sent[0]?.headers).toMatchObject({ 'idempotency-key': 'order-7' })
  })

  it.each([
    [{ method: 'CONNECT' }, "http.request: method: expected a method such as 'POST'"],
    [{ method: 'GET /x' }, "http.request: method: expected a method such as 'POST'"],
    [{ json: {}, body: '' }, 'http.request: expected one of `json`, `form` and `body`, not several'],
  ])('%j is refused', async (options, message) => {
    const { http, origin } = await open()
    await expect(http.request(origin, options)).rejects.toThrow(message)
  })
})

describe('a redirect of a POST', () => {
  it.each([301, 302, 303])('by %i asks for the next page, and sends nothing', async (status) => {
    const { http, sent, origin } = await open()
    await http.request(`${origin}/to/${status}`, { json: { a: 1 } })
    expect(sent[1]).toMatchObject({ method: 'GET', url: '/end', body: '' })
    expect(sent[1]?.headers).not.toHaveProperty('content-type')
  })

  it.each([307, 308])('by %i sends it again', async (status) => {
    const { http, sent, origin } = await open()
    await http.request(`${origin}/to/${status}`, { json: { a: 1 } })
    expect(sent[1]).toMatchObject({ method: 'POST', url: '/end', body: '{"a":1}' })
  })

  it('hands its body to no other origin', async () => {
    const { http, sent, origin } = await open()
    const elsewhere = await open()
    const at = encodeURIComponent(`${elsewhere.origin}/end`)
    const refused = http.request(`${origin}/to/307?at=${at}`, { json: { key: 'secret' } })
    await expect(refused).rejects.toThrow('redirects what was sent to 127.0.0.1')
    expect([sent.length, elsewhere.sent.length]).toEqual([1, 0])
  })

  it('is an answer, or an error, where the caller wants it so', async () => {
    const { http, origin } = await open()
    const answer = await http.request(`${origin}/to/302`, { redirect: 'manual' })
    expect(answer).toMatchObject({ status: 302, headers: { location: '/end' } })
    await expect(http.request(`${origin}/to/302`, { redirect: 'error' })).rejects.toThrow(
      'redirects, and the call asked that no redirect be followed',
    )
  })
})

describe('fetch', () => {
  it("has the shape of the web's", async () => {
    const { http, sent, origin } = await open()
    const webFetch: typeof fetch = http.fetch
    const response = await webFetch(new URL(`${origin}/to/302`), {
      method: 'POST',
      headers: new Headers({ 'X-Key': 'k' }),
      body: new URLSearchParams({ a: '1' }),
    })
    expect(response).toBeInstanceOf(Response)
    expect(response).toMatchObject({ ok: true, status: 200, url: `${origin}/end` })
    expect(await response.text()).toBe('GET /end')
    expect(sent[0]).toMatchObject({
      method: 'POST',
      body: 'a=1',
      headers: { 'x-key': 'k', 'content-type': 'application/x-www-form-urlencoded;charset=UTF-8' },
    })
  })

  it('takes a Request, bytes and a signal', async () => {
    const { http, sent, origin } = await open()
    await http.fetch(new Request(origin, { method: 'PUT', body: new Uint8Array([104, 105]) }))
    expect(sent[0]).toMatchObject({ method: 'PUT', body: 'hi' })
    const aborted = http.fetch(origin, { signal: AbortSignal.abort(new Error('enough')) })
    await expect(aborted).rejects.toMatchObject({ code: 'ABORTED' })
  })

  it('stands behind the same guard', async () => {
    const http = createHttp()
    ends.push(() => http.close())
    await expect(http.fetch('http://127.0.0.1/')).rejects.toMatchObject({ code: 'FORBIDDEN' })
  })

  it('gives answers without a body', async () => {
    const server = await loopbackServer((_, response) => response.writeHead(204).end())
    const http = createHttp({ allow: ['127.0.0.1'] })
    ends.push(server.close, () => http.close())
    const response = await http.fetch(server.origin)
    expect([response.status, response.body]).toEqual([204, null])
  })
})
