import type { IncomingHttpHeaders, RequestListener } from 'node:http'
import zlib from 'node:zlib'
import { afterEach, describe, expect, it } from 'vitest'
import { ValidationError } from '../../errors/index.js'
import { type LoopbackServer, loopbackServer } from '../../testing/loopback-server.js'
import { createHttp, type HttpOptions } from '../index.js'

/** The address of the servers of these tests. */
const loopback = ['127.0.0.0/8']

const ends: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const end of ends.splice(0)) await end()
})

async function serve(listener: RequestListener): Promise<LoopbackServer> {
  const server = await loopbackServer(listener)
  ends.push(server.close)
  return server
}

function open(given: HttpOptions = {}) {
  const http = createHttp({ allow: loopback, ...given })
  ends.push(() => http.close())
  return http
}

/** Answers each path with a redirect to where it says, and the rest with the headers that came. */
const redirecting =
  (to: Readonly<Record<string, string>>, seen: IncomingHttpHeaders[] = []): RequestListener =>
  ({ url = '', headers }, response) => {
    seen.push(headers)
    const location = to[url]
    if (location !== undefined) response.writeHead(302, { location }).end('moved')
    else response.end(`arrived at ${url}`)
  }

describe('createHttp', () => {
  it('reads a page with its status, headers and text', async () => {
    const { origin } = await serve((_, response) => {
      response.writeHead(200, { 'Content-Type': 'text/html; charset=utf-8', 'X-Shop': ['one', 'two'] })
      response.end('<h1>Ginger tea, 3,50 €</h1>')
    })
    const answer = await open().get(`${origin}/tea?size=2`)
    expect(answer).toMatchObject({
      url: `${origin}/tea?size=2`,
      status: 200,
      text: '<h1>Ginger tea, 3,50 €</h1>',
    })
    expect(answer.headers).toMatchObject({ 'content-type': 'text/html; charset=utf-8', 'x-shop': 'one, two' })
  })

  it.each([204, 304, 404, 429, 500, 503])(
    'resolves with status %i: what it means is for the caller',
    async (status) => {
      const { origin } = await serve((_, response) =>
        response.writeHead(status, { 'content-encoding': 'gzip' }).end(),
      )
      expect(await open().get(origin)).toMatchObject({ status, text: '' })
    },
  )

  it("sends the caller's headers beside its own name and codings, which stay its own", async () => {
    const seen: IncomingHttpHeaders[] = []
    const { origin } = await serve(redirecting({}, seen))
    const headers = {
      Accept: 'text/html',
      'User-Agent': 'someone else',
      'Accept-Encoding': 'compress',
      'X-Key': 'k',
    }
    await open({ userAgent: 'Telltale test' }).get(origin, { headers })
    expect(seen[0]).toMatchObject({
      accept: 'text/html',
      'user-agent': 'Telltale test',
      'accept-encoding': 'createZstdDecompress' in zlib ? 'gzip, deflate, br, zstd' : 'gzip, deflate, br',
      'x-key': 'k',
    })
  })

  it('names itself even when nobody gave it a name', async () => {
    const seen: IncomingHttpHeaders[] = []
    const { origin } = await serve(redirecting({}, seen))
    await open().get(origin)
    expect(seen[0]?.['user-agent']).toMatch(/^Telltale /)
  })

  it.each([
    ['ftp://shop.example/', 'expected a URL that begins with http:// or https://'],
    ['shop.example', 'expected a URL that begins with http:// or https://'],
    ['https://ana:secret@shop.example/', 'expected a URL without a user name and password'],
  ])('refuses %s', async (url, message) => {
    const refused = open().get(url)
    await expect(refused).rejects.toBeInstanceOf(ValidationError)
    await expect(refused).rejects.toThrow(message)
  })

  it('refuses a header that would break the request', async () => {
    const { origin } = await serve((_, response) => response.end())
    const refused = open().get(origin, { headers: { 'x-note': 'one\r\nx-other: two' } })
    await expect(refused).rejects.toThrow('http.get: headers: invalid x-note header')
  })

  it.each(['', 'Téa', 'two\nlines'])('refuses to be called %j', (userAgent) => {
    expect(() => createHttp({ userAgent })).toThrow(
      'createHttp: userAgent: expected printable ASCII characters',
    )
  })
})

describe('redirects', () => {
  it('are followed, and the answer says where it came from', async () => {
    const { origin } = await serve(redirecting({ '/a': '/b?x=1', '/b?x=1': 'c/d', '/c/d': '?y=2' }))
    const answer = await open().get(`${origin}/a`)
    expect(answer).toMatchObject({ url: `${origin}/c/d?y=2`, status: 200, text: 'arrived at /c/d?y=2' })
  })

  it('are followed five times and not a sixth', async () => {
    const { origin } = await serve(
      redirecting({ '/6': '/5', '/5': '/4', '/4': '/3', '/3': '/2', '/2': '/1', '/1': '/0' }),
    )
    const http = open()
    expect((await http.get(`${origin}/5`)).text).toBe('arrived at /0')
    await expect(http.get(`${origin}/6`)).rejects.toMatchObject({
      code: 'ADAPTER_FAILED',
      message: expect.stringMatching(/^127\.0\.0\.1:\d+ redirects more than 5 times$/),
    })
  })

  it('take no credential to another origin, and bring none back', async () => {
    const here: IncomingHttpHeaders[] = []
    const there: IncomingHttpHeaders[] = []
    const second = await serve((request, response) =>
      redirecting({ '/there': `${first.origin}/back` }, there)(request, response),
    )
    const first = await serve(redirecting({ '/start': '/here', '/here': `${second.origin}/there` }, here))
    const secrets = { authorization: 'Bearer secret', cookie: 'id=7', 'x-api-key': 'secret' }
    await open().get(`${first.origin}/start`, { headers: { ...secrets, 'accept-language': 'de' } })
    expect(here[0]).toMatchObject({ ...secrets, 'accept-language': 'de' })
    expect(here[1]).toMatchObject(secrets)
    for (const headers of [there[0], here[2]]) {
      expect(headers).toMatchObject({ 'accept-language': 'de' })
      expect(Object.keys(headers ?? {})).not.toEqual(
        expect.arrayContaining([expect.stringMatching(/auth|cookie|key/)]),
      )
    }
  })

  it.each(['mailto:shop@shop.example', 'http://', 'file:///etc/passwd'])(
    'to %s are refused',
    async (location) => {
      const { origin } = await serve((_, response) => response.writeHead(301, { location }).end())
      await expect(open().get(origin)).rejects.toThrow(`redirects to "${location}", which is no web address`)
    },
  )

  it('that lead nowhere are answers', async () => {
    const { origin } = await serve((_, response) => response.writeHead(302).end('no location'))
    expect(await open().get(origin)).toMatchObject({ status: 302, text: 'no location' })
  })

  it('do not wait for a long body', async () => {
    const { origin } = await serve(({ url }, response) => {
      if (url === '/end') {
        response.end('arrived')
        return
      }
      response.writeHead(302, { location: '/end' })
      const pour = () => {
        while (response.write(Buffer.alloc(65_536)));
      }
      response.on('drain', pour)
      pour()
    })
    expect((await open().get(origin)).text).toBe('arrived')
  })
})
