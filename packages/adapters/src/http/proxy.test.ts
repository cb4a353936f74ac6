import { createServer, type IncomingMessage } from 'node:http'
import { createServer as createSecureServer } from 'node:https'
import { connect, createServer as createTcpServer, type Socket } from 'node:net'
import { createHttp } from '@telltale/core/http'
import { describe, expect, it } from 'vitest'
import { certificate } from '../probing/testing/certificate.js'
import { httpPeer, listen, listenOn, measureWith, rawPeer, sumOfPhases } from '../probing/testing/peer.js'
import { http } from './index.js'
import { measure } from './testing/measure.js'

const pair = await certificate({}, ['127.0.0.1', 'localhost'])

/** A proxy that connects where it is told to, or answers with a status of its own. */
async function startProxy(statusOf: (place: string) => number = () => 200, isSecure = false) {
  const asked: { readonly place: string | undefined; readonly login: string | undefined }[] = []
  const server = isSecure ? createSecureServer(pair) : createServer()
  server.on('connect', ({ url = '', headers }: IncomingMessage, socket: Socket) => {
    asked.push({ place: url, login: headers['proxy-authorization'] })
    const status = statusOf(url)
    if (status !== 200) {
      socket.end(`HTTP/1.1 ${status} No\r\nproxy-authenticate: Basic\r\n\r\n`)
      return
    }
    const { hostname, port } = new URL(`http://${url}`)
    const target = connect(Number(port), hostname.replace(/^\[|\]$/g, ''), () => {
      socket.write('HTTP/1.1 200 Connection established\r\n\r\n')
      target.pipe(socket).pipe(target)
    })
    const close = () => [target, socket].map((each) => each.destroy())
    for (const each of [target, socket]) each.on('error', close).on('close', close)
  })
  const { port, connections } = await listen(server)
  return {
    url: `http${isSecure ? 's' : ''}://127.0.0.1:${port}`,
    place: `127.0.0.1:${port}`,
    asked,
    connections,
  }
}

const secureTarget = () =>
  listen(
    createSecureServer(pair, (_, response) => response.end('ok')),
    'https',
  )

describe('a proxy', () => {
  it('leads to http and https targets, and its part of the latency is a phase', async () => {
    const proxy = await startProxy()
    const plain = await httpPeer((_, response) => response.end('ok'))
    const secure = await secureTarget()
    const options = { proxy: `http://tell:p%40ss@${proxy.place}`, ca: [pair.cert] }
    const one = await measure(plain.origin, options)
    const other = await measure(secure.origin, options)
    expect(one).toMatchObject({ httpStatus: 200, remoteAddress: '127.0.0.1', addressFamily: 4 })
    expect(Object.keys(one.phases)).toEqual(['proxyMs', 'firstByteMs', 'downloadMs'])
    expect(sumOfPhases(one)).toBeCloseTo(one.latencyMs, 6)
    expect(other).toMatchObject({ httpStatus: 200, certificateName: '127.0.0.1' })
    expect(Object.keys(other.phases)).toEqual(['proxyMs', 'tlsMs', 'firstByteMs', 'downloadMs'])
    // RFC 7617, section 2: the base64 of `tell:p@ss`
    expect(proxy.asked).toEqual([
      { place: new URL(plain.origin).host, login: 'Basic dGVsbDpwQHNz' },
      { place: new URL(secure.origin).host, login: 'Basic dGVsbDpwQHNz' },
    ])
  })

  it('may speak TLS itself, and is verified', async () => {
    const proxy = await startProxy(undefined, true)
    const { origin } = await secureTarget()
    const trusting = await measure(origin, { proxy: proxy.url, ca: [pair.cert] })
    expect(trusting).toMatchObject({ httpStatus: 200, certificateName: '127.0.0.1' })
    const plain = await httpPeer((_, response) => response.end('ok'))
    const measurement = await measure(plain.origin, { proxy: proxy.url, ca: [pair.cert] })
    expect(measurement.httpStatus).toBe(200)
    expect(measurement.certificateName).toBeUndefined()
    expect(await measure(plain.origin, { proxy: proxy.url })).toMatchObject({
      failure: { kind: 'proxy', message: 'the proxy cannot be reached: certificate is self-signed' },
    })
  })

  it('gets the address that was checked and no name, and the other address if it cannot connect to the first', async () => {
    const other = await listenOn('::1', (_, response) => response.end('over six'))
    const proxy = await startProxy((place) => (place.startsWith('127.') ? 503 : 200))
    const lookup = async () => [
      { address: '127.0.0.1', family: 4 } as const,
      { address: '::1', family: 6 } as const,
    ]
    const { network } = createHttp({ lookup, allow: ['127.0.0.1', '::1'] })
    const url = `http://shop.example:${other?.port ?? 1}/`
    const measurement = await measure(url, { proxy: proxy.url, network })
    expect(proxy.asked.map(({ place }) => place)).toEqual([
      `127.0.0.1:${new URL(url).port}`,
      `[::1]:${new URL(url).port}`,
    ])
    expect(Object.keys(measurement.phases).slice(0, 2)).toEqual(['dnsMs', 'proxyMs'])
    if (other) expect(measurement).toMatchObject({ httpStatus: 200, remoteAddress: '::1' })
  })

  it.each([
    [407, { kind: 'proxy', message: 'the proxy refused: 407 Proxy Authentication Required' }],
    [403, { kind: 'proxy', message: 'the proxy refused: 403 Forbidden' }],
    [
      503,
      { kind: 'unreachable', message: /^the proxy could not connect to 127.0.0.1:1: 503 Service Unavail/ },
    ],
  ])('fails with what it answered: %i', async (status, { kind, message }) => {
    const { url } = await startProxy(() => status)
    const { failure } = await measure('http://127.0.0.1:1/', { proxy: url })
    expect(failure).toEqual({ kind, message: expect.stringMatching(message) })
  })

  it('fails by its own name when it is away, speaks something else, or is silent', async () => {
    const failureOf = async (proxy: string, timeoutMs = 5_000) =>
      (await measure('http://127.0.0.1:1/', { proxy, timeoutMs })).failure
    expect(await failureOf('http://127.0.0.1:1')).toEqual({
      kind: 'proxy',
      message: 'the proxy cannot be reached: connection refused by 127.0.0.1:1',
    })
    const other = await rawPeer((socket) => socket.end('220 mail.example ESMTP\r\n'))
    expect(await failureOf(other.origin)).toMatchObject({
      kind: 'proxy',
      message: /^the proxy did not answer: /,
    })
    const rude = await rawPeer((socket) => socket.destroy())
    expect(await failureOf(rude.origin)).toMatchObject({ kind: 'proxy' })
    const silent = await listen(createTcpServer())
    expect(await failureOf(silent.origin, 100)).toEqual({
      kind: 'timeout',
      message: 'no complete answer within 100 ms (connecting through the proxy)',
    })
    const hasty = await measure('http://127.0.0.1:1/', {
      proxy: silent.origin,
      phaseTimeouts: { connect: '50ms' },
    })
    expect(hasty.failure).toEqual({
      kind: 'timeout',
      message: 'connecting through the proxy took longer than the 50 ms it may take',
    })
  })

  it("of the host may lie in the host's network, that of a monitor may not; a target never", async () => {
    const proxy = await startProxy()
    const lookup = async (host: string) => [
      { address: host === 'shop.example' ? '93.184.216.34' : '127.0.0.1', family: 4 } as const,
    ]
    const { network } = createHttp({ lookup })
    const own = async (given: string, url = 'http://93.184.216.34/') =>
      (await measure(url, { settings: { request: { proxy: given } }, network })).failure
    expect(await own(proxy.url)).toMatchObject({
      kind: 'forbidden',
      message: /^the proxy cannot be reached: 127/,
    })
    expect(await own('http://inside.example:3128')).toEqual({
      kind: 'proxy',
      message:
        'the proxy cannot be reached: could not reach inside.example: the name does not resolve to an address that may be called',
    })
    for (const url of ['http://10.0.0.8/', 'http://169.254.169.254/', 'http://inside.example/'])
      expect((await measure(url, { proxy: proxy.url, network })).failure?.kind).toMatch(/^(forbidden|dns)$/)
    expect(proxy.connections()).toBe(0)
    const blocked = await startProxy(() => 403)
    const { failure } = await measure('http://shop.example/', { proxy: blocked.url, network })
    expect(failure).toMatchObject({ kind: 'proxy' })
    expect(blocked.asked).toEqual([{ place: '93.184.216.34:80', login: undefined }])
  })
})

describe('the proxy of a monitor', () => {
  it('takes the place of that of the adapter, and null takes it off', async () => {
    const [ofHost, own] = [await startProxy(), await startProxy()]
    const { origin } = await httpPeer((_, response) => response.end('ok'))
    const probe = http({ proxy: ofHost.url })
    for (const request of [{ proxy: own.url }, { proxy: null }, { method: 'HEAD' as const }])
      expect((await measureWith(probe, origin, { settings: { request } })).failure).toBeUndefined()
    expect([own.connections(), ofHost.connections()]).toEqual([1, 1])
  })

  it('is secret with a login, and has to be a proxy of HTTP', async () => {
    const settings = http().probe.settings
    const pathsOf = (proxy: string) => settings?.secretPaths?.({ request: { proxy } })
    expect(pathsOf('http://ana:pw@proxy.example:3128')).toEqual([['request', 'proxy']])
    expect(pathsOf('http://proxy.example:3128')).toEqual([])
    expect(http({ proxy: 'http://ana:pass%20word@proxy.example' }).secrets?.()).toContain('pass word')
    for (const proxy of [
      'proxy.example:3128',
      'socks5://proxy.example',
      'http://proxy.example/a',
      'http://a:%zz@b',
      '',
    ])
      expect(() => http({ proxy })).toThrow(
        "proxy: expected the URL of an HTTP proxy, such as 'http://user:password@proxy.example:3128'",
      )
  })
})
