import type { IncomingHttpHeaders, ServerResponse } from 'node:http'
import { Keyv } from 'keyv'
import { describe, expect, it, onTestFinished } from 'vitest'
import { cacheTimesSchema, createCache } from '../../cache/index.js'
import type { Logger } from '../../ports/index.js'
import { eventually } from '../../testing/eventually.js'
import { loopbackServer } from '../../testing/loopback-server.js'
import { systemClock } from '../../time/index.js'
import { openHttp } from '../client/http-client.js'

const silent: Logger = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} }

/** A cache over a Keyv, as the engine makes it. */
const cacheOver = (keyv: Keyv) =>
  createCache({ keyv, times: cacheTimesSchema.parse({}), clock: systemClock, logger: silent })

type Answer = (response: ServerResponse, headers: IncomingHttpHeaders, times: number) => void

/** A server, a client that asks it, and what the server was asked. */
async function open(answer: Answer, keyv?: Keyv) {
  const asked: IncomingHttpHeaders[] = []
  const server = await loopbackServer(({ headers }, response) => {
    asked.push(headers)
    answer(response, headers, asked.length)
  })
  const http = openHttp({ allow: ['127.0.0.1'] }, keyv && { cache: cacheOver(keyv) })
  onTestFinished(() => http.close())
  onTestFinished(server.close)
  return { http, asked, origin: server.origin, server }
}

describe('an answer', () => {
  it('is kept for as long as its server says, and is the same each time', async () => {
    const { http, asked, origin } = await open((response) =>
      response
        .writeHead(200, { 'cache-control': 'max-age=60', 'x-shop': 'tea', 'content-type': 'text/html' })
        .end('é'),
    )
    const first = await http.get(`${origin}/tea`)
    const second = await http.get(`${origin}/tea`)
    expect(asked).toHaveLength(1)
    expect(second).toMatchObject({
      url: `${origin}/tea`,
      status: 200,
      text: 'é',
      headers: { 'x-shop': 'tea' },
    })
    expect(second.text).toBe(first.text)
    await http.get(`${origin}/coffee`)
    expect(asked).toHaveLength(2)
  })

  it.each([
    ['no-store', 'no-store'],
    ['private', 'private, max-age=60'],
    ['nothing about time', undefined],
  ])('that says %s is asked for each time', async (_, control) => {
    const { http, asked, origin } = await open((response) =>
      response.writeHead(200, control === undefined ? {} : { 'cache-control': control }).end('page'),
    )
    for (let call = 0; call < 3; call++) await http.get(origin)
    expect(asked).toHaveLength(3)
  })

  it('whose time is over is asked about, and not sent again while it holds', async () => {
    const { http, asked, origin } = await open((response, headers, times) => {
      const etag = times < 3 ? '"a"' : '"b"'
      if (headers['if-none-match'] === etag) response.writeHead(304, { etag }).end()
      else response.writeHead(200, { etag, 'cache-control': 'max-age=0' }).end(`page ${etag}`)
    })
    const texts: string[] = []
    for (let call = 0; call < 4; call++) texts.push((await http.get(origin)).text)
    expect(texts).toEqual(['page "a"', 'page "a"', 'page "b"', 'page "b"'])
    expect(asked.map((headers) => headers['if-none-match'])).toEqual([undefined, '"a"', '"a"', '"b"'])
  })

  it('is asked about by its date where it has no tag', async () => {
    const modified = 'Tue, 01 Sep 2026 10:00:00 GMT'
    const { http, asked, origin } = await open((response, headers) => {
      if (headers['if-modified-since'] === modified) response.writeHead(304).end()
      else response.writeHead(200, { 'last-modified': modified, 'cache-control': 'no-cache' }).end('page')
    })
    await http.get(origin)
    expect(await http.get(origin)).toMatchObject({ status: 200, text: 'page' })
    expect(asked).toHaveLength(2)
  })

  it('to a caller with a header that may be a credential is for that caller alone', async () => {
    const { http, asked, origin } = await open((response, headers) =>
      response.writeHead(200, { 'cache-control': 'public, max-age=60' }).end(String(headers['x-api-key'])),
    )
    expect((await http.get(origin, { headers: { 'x-api-key': 'a' } })).text).toBe('a')
    expect((await http.get(origin)).text).toBe('undefined')
    expect((await http.get(origin, { headers: { 'x-api-key': 'b' } })).text).toBe('b')
    expect(asked).toHaveLength(3)
  })

  it('is kept without the cookie that was set with it', async () => {
    const { http, origin } = await open((response) =>
      response.writeHead(200, { 'cache-control': 'max-age=60', 'set-cookie': 'id=7' }).end('page'),
    )
    expect((await http.get(origin)).headers).toHaveProperty('set-cookie')
    const second = await http.get(origin)
    expect(second.text).toBe('page')
    expect(second.headers).not.toHaveProperty('set-cookie')
  })

  it('differs by language where its server says so', async () => {
    const { http, origin } = await open((response, headers) =>
      response
        .writeHead(200, { 'cache-control': 'max-age=60', vary: 'accept-language' })
        .end(String(headers['accept-language'])),
    )
    const texts = []
    for (const language of ['de', 'fr', 'de'])
      texts.push((await http.get(origin, { headers: { 'Accept-Language': language } })).text)
    expect(texts).toEqual(['de', 'fr', 'de'])
  })

  it('that a trusted call reached is nothing to an untrusted one', async () => {
    const server = await loopbackServer((_, response) =>
      response.writeHead(200, { 'cache-control': 'max-age=60' }).end('inner'),
    )
    const http = openHttp({})
    onTestFinished(() => http.close())
    onTestFinished(server.close)
    expect((await http.get(server.origin, { trust: 'configured' })).text).toBe('inner')
    await expect(http.get(server.origin)).rejects.toMatchObject({ code: 'FORBIDDEN' })
  })

  it("is kept in the host's Keyv, with no URL in it, and shared by all that use it", async () => {
    const kept = new Map<string, string>()
    const keyv = new Keyv({ store: kept })
    const { http, asked, origin } = await open(
      (response) => response.writeHead(200, { 'cache-control': 'max-age=60' }).end('page'),
      keyv,
    )
    await http.get(`${origin}/?api_key=s3cret`)
    expect(JSON.stringify([...kept.keys()])).not.toContain('s3cret')
    const other = openHttp({ allow: ['127.0.0.1'] }, { cache: cacheOver(keyv) })
    onTestFinished(() => other.close())
    expect((await other.get(`${origin}/?api_key=s3cret`)).text).toBe('page')
    expect(asked).toHaveLength(1)
  })
})

describe('a page that many ask for at once', () => {
  const slow: Answer = (response, _, times) => void setTimeout(() => response.end(`page ${times}`), 50)

  it('is fetched once, and given to each', async () => {
    const { http, asked, origin } = await open(slow)
    const answers = await Promise.all(Array.from({ length: 20 }, () => http.get(origin)))
    expect(asked).toHaveLength(1)
    expect(new Set(answers.map(({ text }) => text))).toEqual(new Set(['page 1']))
    expect((await http.get(origin)).text).toBe('page 2')
  })

  it('is the own copy of each: what one does to its answer, the others do not see', async () => {
    const { http, origin } = await open(slow)
    const [mine, yours] = await Promise.all([http.get(origin), http.get(origin)])
    Object.assign(mine?.headers ?? {}, { date: 'changed' })
    expect(yours?.headers.date).not.toBe('changed')
    const [one, two] = await Promise.all([http.fetch(origin), http.fetch(origin)])
    new Uint8Array((await one?.arrayBuffer()) ?? []).fill(0)
    expect(await two?.text()).toBe('page 2')
  })

  it('is fetched on while anyone waits, and no longer', async () => {
    const { http, asked, origin, server } = await open((response) => response.write('…'))
    const [first, second] = [new AbortController(), new AbortController()]
    const calls = [first, second].map(({ signal }) => http.get(origin, { signal }))
    await eventually(() => asked.length === 1, 'nothing was asked')
    first.abort('enough')
    await expect(calls[0]).rejects.toMatchObject({ code: 'ABORTED', cause: 'enough' })
    expect(server.sockets.size).toBe(1)
    second.abort('me too')
    await expect(calls[1]).rejects.toMatchObject({ code: 'ABORTED', cause: 'me too' })
    await eventually(() => server.sockets.size === 0, 'the connection stays open')
  })

  it('fails for all of them alike', async () => {
    const { http, asked, origin } = await open((response) => void response.socket?.destroy())
    const failed = await Promise.allSettled([http.get(origin), http.get(origin)])
    expect(failed).toMatchObject([
      { reason: { code: 'ADAPTER_FAILED' } },
      { reason: { code: 'ADAPTER_FAILED' } },
    ])
    expect(asked.length).toBeLessThanOrEqual(3)
  })

  it('is asked for by each that sends something', async () => {
    const { http, asked, origin } = await open(slow)
    await Promise.all([http.request(origin, { json: 1 }), http.request(origin, { json: 1 })])
    expect(asked).toHaveLength(2)
  })
})
