import { createServer } from 'node:https'
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { certificate } from '../probing/testing/certificate.js'
import { httpPeer, listen, rawPeer } from '../probing/testing/peer.js'
import { bodyText } from './body-text.js'
import { type HttpExpectations, type HttpRequestSettings, http } from './index.js'
import { measure } from './testing/measure.js'

const json = {
  db: { status: 'up', lag: '12', owner: null },
  jobs: [
    { id: 1, state: 'done' },
    { id: 2, state: 'failed' },
  ],
  tags: ['eu', 'blue'],
}
const body = JSON.stringify(json)

/** A peer that answers with JSON, and keeps what it was asked. */
async function recording() {
  const asked: unknown[] = []
  const peer = await httpPeer((request, response) => {
    let sent = ''
    request.on('data', (chunk) => {
      sent += chunk
    })
    request.on('end', () => {
      asked.push({ method: request.method, headers: request.headers, body: sent })
      response.writeHead(200, { 'content-type': 'application/json', 'x-queue': '7' }).end(body)
    })
  })
  return { origin: peer.origin, asked }
}

const check = http().probe.settings
const issuesOf = async (settings: object) => (await check?.schema['~standard'].validate(settings))?.issues

describe('the request of a monitor', () => {
  it('takes the place of what the adapter says, which stays for the rest', async () => {
    const { origin, asked } = await recording()
    const request: HttpRequestSettings = {
      method: 'POST',
      headers: { 'X-Own': 'a', 'x-token': { secret: 'b' }, 'x-off': null },
      body: '{"q":1}',
      auth: { bearer: 'own-token' },
    }
    const adapter = { headers: { 'x-off': 'c', 'x-kept': 'd' }, userAgent: 'host/1', maxRedirects: 1 }
    expect((await measure(origin, { ...adapter, settings: { request } })).failure).toBeUndefined()
    await measure(origin, {
      auth: { username: 'ana', password: 'pw' },
      settings: { request: { auth: null } },
    })
    expect(asked).toMatchObject([
      {
        method: 'POST',
        body: '{"q":1}',
        headers: {
          'x-own': 'a',
          'x-token': 'b',
          'x-kept': 'd',
          'user-agent': 'host/1',
          authorization: 'Bearer own-token',
        },
      },
      { method: 'GET', headers: {} },
    ])
    expect(JSON.stringify(asked)).not.toMatch(/x-off|Basic/)
  })

  it('goes on with a certificate that nobody trusts, if it says so', async () => {
    const server = createServer(await certificate(), (_, response) => response.end('ok'))
    const { origin } = await listen(server, 'https')
    expect((await measure(origin)).failure?.kind).toBe('tls')
    const lax = await measure(origin, { settings: { request: { verify: false } } })
    expect(lax).toMatchObject({ httpStatus: 200, certificateProblem: 'DEPTH_ZERO_SELF_SIGNED_CERT' })
  })

  it('shows a client certificate, to a server that asks for one', async () => {
    const [pair, client] = [await certificate(), await certificate({}, ['the client'])]
    const options = { ...pair, requestCert: true, ca: [client.cert] }
    const { origin } = await listen(
      createServer(options, (_, response) => response.end('ok')),
      'https',
    )
    const ca = [pair.cert]
    expect((await measure(origin, { settings: { request: { ca } } })).failure?.kind).toMatch(/tls|reset/)
    const shown = await measure(origin, { settings: { request: { ca, clientCertificate: client } } })
    expect(shown).toMatchObject({ httpStatus: 200 })
    expect(shown.failure).toBeUndefined()
  })

  it('names its secrets', () => {
    const request = {
      headers: { accept: 'a', 'X-Api-Key': 'b', 'x-plain': 'c', 'x-marked': { secret: 'd' }, cookie: 'e' },
      auth: { username: 'ana', password: 'f' },
      body: { secret: 'g' },
    }
    expect(check?.secretPaths?.({ request })).toEqual([
      ['request', 'headers', 'X-Api-Key'],
      ['request', 'headers', 'x-marked', 'secret'],
      ['request', 'headers', 'cookie'],
      ['request', 'auth', 'password'],
      ['request', 'body', 'secret'],
    ])
  })

  it.each([
    [{ request: { metod: 'GET' } }, "unknown option 'metod'; did you mean 'method'?"],
    [{ request: { method: 'GET', body: 'x' } }, 'expected none with GET'],
    [{ request: { headers: { host: 'other' } } }, 'the probe sets itself'],
    [{ request: { clientCertificate: { cert: 'x', key: 'y' } } }, 'in PEM form'],
    [{ expect: { status: [600] } }, 'expected at most 599, got 600'],
    [{ expect: { body: {} } }, 'expected at least one of'],
    [{ expect: { body: { matches: '(?=a)' } } }, 'looks around'],
    [{ expect: { body: { matches: '(' } } }, 'expected a regular expression'],
    [{ expect: { json: { 'db.status': { equals: 1 } } } }, 'expected a path of RFC 9535'],
    [{ expect: { json: { '$..a..b': { exists: true } } } }, 'at most one `..`'],
    [{ expect: { json: { "$[?match(@.a, '(a+)+')]": { exists: true } } } }, 'use `matches`'],
    [{ expect: { json: { '$[?$.a == 1]': { exists: true } } } }, 'at its beginning alone'],
  ])('is refused when it is wrong: %j', async (settings, message) => {
    expect(JSON.stringify(await issuesOf(settings))).toContain(message.replaceAll('"', '\\"'))
  })
})

describe('the expectations of a monitor', () => {
  it.each<HttpExpectations>([
    { status: 200 },
    { status: [[200, 299], 401] },
    { header: { 'X-Queue': { atMost: 10, equals: 7, not: { contains: 'x' } }, 'x-none': { exists: false } } },
    {
      body: [
        { contains: '"up"' },
        { not: { contains: 'error' } },
        { matches: /STATUS/i },
        { length: body.length },
      ],
    },
    { body: { matches: '(?i)STATUS', not: { matches: 'error|panic' } } },
    { json: { '$.db.status': { oneOf: ['up', 'degraded'] }, '$.db.lag': { atMost: 12, atLeast: 12 } } },
    {
      json: {
        '$.db.owner': { equals: null, exists: true },
        '$.db.none': { exists: false, not: { equals: null } },
      },
    },
    { json: { "$.jobs[?@.state == 'failed'].id": { equals: undefined, contains: 2, length: 1 } } } as never,
    { json: { "$.jobs[?@.state == 'stuck']": { length: 0, exists: false } } },
    {
      json: {
        '$.jobs': { length: { atLeast: 1, atMost: 2 } },
        '$.tags': { contains: 'blue' },
        $: { length: 3 },
      },
    },
    {
      json: {
        '$..state': { contains: 'done', not: { contains: 'stuck' } },
        '$.jobs[-1].id': { equals: '2' },
      },
    },
    { latencyMs: { atMost: 60_000 } },
  ])('hold: %j', async (expectations) => {
    const { origin } = await recording()
    const settings = {
      expect: JSON.parse(JSON.stringify(expectations, (_, v) => (v instanceof RegExp ? '(?i)status' : v))),
    }
    const { failure, degraded } = await measure(origin, { settings })
    expect([failure, degraded]).toEqual([undefined, undefined])
  })

  it.each<[HttpExpectations, string, string?]>([
    [{ status: [204] }, 'answered 200 OK; accepted are 204'],
    [{ body: { contains: 'welcome' } }, 'expected the body to contain "welcome"', ', it is "{'],
    [
      { header: { 'x-queue': { equals: 8 } } },
      'expected the header x-queue to be 8, it is another text',
      'expected the header x-queue to be 8, it is "7"',
    ],
    [
      { json: { '$.db.status': { not: { oneOf: ['up', 'ok'] } } } },
      'expected $.db.status not to be one of "up","ok", it is another text',
      ', it is "up"',
    ],
    [{ json: { '$.jobs': { length: { atLeast: 3 } } } }, 'to have a length of at least 3, it is a list of 2'],
    [{ json: { '$.db.owner': { equals: 'ana' } } }, 'expected $.db.owner to be "ana", it is null'],
    [{ json: { '$.none': { exists: true } } }, 'expected $.none to be there, it is missing'],
    [{ latencyMs: { atMost: 0 } }, 'expected latencyMs to be at most 0, it is '],
  ])('do not hold: %j', async (expectations, message, revealed) => {
    const { origin } = await recording()
    const settings = { expect: expectations }
    const hidden = (await measure(origin, { settings })).failure?.message
    expect(hidden).toContain(message)
    if (revealed === undefined) return
    expect(hidden).not.toContain(revealed)
    expect((await measure(origin, { settings, revealBody: true })).failure?.message).toContain(revealed)
  })

  it('degrade the check where they say so, unless another fails it', async () => {
    const { origin } = await recording()
    const latencyMs = [{ atMost: 0, otherwise: 'degraded' as const }, { atMost: 60_000 }]
    const degraded = await measure(origin, { settings: { expect: { latencyMs } } })
    expect(degraded.failure).toBeUndefined()
    expect(degraded.degraded).toMatch(/^expected latencyMs to be at most 0, it is /)
    const failed = await measure(origin, { settings: { expect: { latencyMs, body: { contains: 'no' } } } })
    expect(failed.failure?.kind).toBe('assertion')
  })
})

describe('a body that was compressed unasked', () => {
  it.each([
    ['gzip', gzipSync(body)],
    ['deflate', deflateSync(body)],
    ['deflate', deflateRawSync(body)],
    ['br', brotliCompressSync(body)],
    ['gzip, br', brotliCompressSync(gzipSync(body))],
  ])('is decoded from %s', async (coding, bytes) => {
    const { origin } = await httpPeer((_, response) =>
      response.writeHead(200, { 'content-encoding': coding }).end(bytes),
    )
    const settings = { expect: { json: { '$.db.status': { equals: 'up' } } } }
    const measurement = await measure(origin, { settings })
    expect(measurement.failure).toBeUndefined()
    expect(measurement.bytes).toBe(bytes.length)
  })

  it('fails when it is too long, broken, or in another coding', async () => {
    const bomb = gzipSync(Buffer.alloc(2 ** 20))
    const { origin } = await httpPeer(({ url }, response) =>
      response
        .writeHead(200, { 'content-encoding': url === '/zip' ? 'pack200' : 'gzip' })
        .end(url === '/bomb' ? bomb : 'plain'),
    )
    const settings = { request: { maxBytes: 10_000 }, expect: { body: { exists: true } } }
    for (const [path, kind] of [
      ['bomb', 'too-large'],
      ['broken', 'protocol'],
      ['zip', 'assertion'],
    ] as const)
      expect((await measure(`${origin}/${path}`, { settings })).failure?.kind, path).toBe(kind)
  })

  it('is never read beyond its limit, whatever it is', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.uint8Array(),
        fc.constantFrom('gzip', 'br', 'deflate', 'x'),
        async (bytes, coding) => {
          const response = { status: 200, headers: { 'content-encoding': coding }, body: Buffer.from(bytes) }
          const text = await bodyText({ ...response, isReusable: false }, 1_000).catch(
            ({ kind }) => kind as string,
          )
          expect(text.length).toBeLessThanOrEqual(1_000)
        },
      ),
      { interruptAfterTimeLimit: 1_000, markInterruptAsFailure: false },
    )
  })
})

describe('a login page', () => {
  it('that sets a cookie and redirects to itself is followed, and its cookie goes to no other origin', async () => {
    const seen: (string | undefined)[] = []
    const other = await httpPeer(({ headers }, response) => {
      seen.push(headers.cookie)
      response.end('there')
    })
    const { origin } = await httpPeer(({ headers, url }, response) => {
      seen.push(headers.cookie)
      if (url === '/away' && headers.cookie?.includes('sid=1'))
        response.writeHead(302, { location: other.origin }).end()
      else if (headers.cookie?.includes('sid=1')) response.end('in')
      else
        response
          .writeHead(302, { location: url, 'set-cookie': ['sid=1; Path=/; HttpOnly', 'gone=1; Max-Age=0'] })
          .end()
    })
    expect(await measure(origin)).toMatchObject({ httpStatus: 200, redirects: 1, bytes: 2 })
    expect(await measure(`${origin}/away`, { headers: { cookie: 'a=b' } })).toMatchObject({ redirects: 2 })
    expect(seen).toEqual([undefined, 'sid=1', 'a=b', 'a=b; sid=1', undefined])
  })

  it('that redirects to itself for ever is a circle', async () => {
    const { origin } = await httpPeer((_, response) =>
      response.writeHead(302, { location: '/', 'set-cookie': 'sid=1' }).end(),
    )
    expect((await measure(origin)).failure?.message).toContain('redirects in a circle')
  })
})

describe('an answer that the standard forbids', () => {
  const folded = 'HTTP/1.1 200 OK\r\nx-long: a\r\n b\r\ncontent-length: 2\r\nconnection: close\r\n\r\nok'
  const bare = 'HTTP/1.1 200 OK\ncontent-length: 2\nconnection: close\n\nok'
  const trailing = 'HTTP/1.1 200 OK\r\ncontent-length: 2\r\nconnection: close\r\n\r\nok and more'

  it.each([
    ['folded headers', folded],
    ['line feeds alone', bare],
    ['bytes after the answer', trailing],
  ])('with %s is taken by `lenient` alone, which the failure names', async (_, answer) => {
    const { origin } = await rawPeer((socket) => socket.end(answer))
    const strict = await measure(origin)
    if (strict.failure) expect(strict.failure.message).toContain('`lenient` in the request may accept it')
    const lenient = await measure(origin, { settings: { request: { lenient: true } } })
    expect(lenient).toMatchObject({ httpStatus: 200, bytes: 2 })
    expect(lenient.failure).toBeUndefined()
  })

  it('as 101 ends the check at once', async () => {
    const { origin } = await rawPeer((socket) =>
      socket.write('HTTP/1.1 101 Switching Protocols\r\nupgrade: websocket\r\nconnection: upgrade\r\n\r\n'),
    )
    expect(await measure(origin, { timeoutMs: 20_000 })).toMatchObject({
      httpStatus: 101,
      failure: { kind: 'protocol', message: 'answered 101 Switching Protocols, to "websocket", unasked' },
    })
    const bare = await rawPeer((socket) => socket.write('HTTP/1.1 101 Switching Protocols\r\n\r\n'))
    expect((await measure(bare.origin, { timeoutMs: 20_000 })).failure?.kind).toBe('status')
  })
})
