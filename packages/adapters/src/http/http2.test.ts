import {
  createSecureServer,
  type Http2SecureServer,
  type SecureServerOptions,
  type ServerHttp2Stream,
} from 'node:http2'
import { createServer as createOldServer } from 'node:https'
import { describe, expect, it } from 'vitest'
import { certificate } from '../probing/testing/certificate.js'
import { listen, sumOfPhases } from '../probing/testing/peer.js'
import { measure } from './testing/measure.js'

const pair = await certificate()
const options = { ca: [pair.cert], http2: true }

/** A server of HTTP/2; unless told otherwise it speaks nothing else. */
async function peer(
  answer: (stream: ServerHttp2Stream, asked: Record<string, unknown>) => void,
  more: SecureServerOptions = {},
): Promise<string> {
  const server: Http2SecureServer = createSecureServer({ ...pair, ...more })
  server.on('sessionError', () => {})
  server.on('stream', (stream: ServerHttp2Stream, headers) => {
    stream.on('error', () => {})
    answer(stream, headers)
  })
  // Only for clients of HTTP/1.1, which come as requests.
  server.on('request', ({ httpVersion }, response) => {
    if (httpVersion === '1.1') response.end('old')
  })
  return (await listen(server as never, 'https')).origin
}

const json = (stream: ServerHttp2Stream, body: object) => {
  stream.respond({ ':status': 200, 'content-type': 'application/json', 'set-cookie': ['a=1', 'b=2'] })
  stream.end(JSON.stringify(body))
}

describe('HTTP/2', () => {
  it('is spoken with a server that speaks nothing else, with headers, a body and conditions', async () => {
    const asked: unknown[] = []
    const origin = await peer((stream, headers) => {
      let body = ''
      stream.on('data', (chunk: Buffer) => {
        body += chunk.toString()
      })
      stream.on('end', () => {
        asked.push({ ...headers, body })
        json(stream, { state: 'up' })
      })
    })
    const settings = {
      request: {
        http2: true,
        method: 'POST' as const,
        headers: { 'X-Own': 'a', upgrade: 'h2c', te: 'gzip' },
        body: '{"q":1}',
        auth: { bearer: 'token' },
      },
      expect: { json: { '$.state': { equals: 'up' } }, header: { 'content-type': { contains: 'json' } } },
    }
    const measurement = await measure(`${origin}/a?b=c`, { ca: [pair.cert], settings })
    expect(measurement.failure).toBeUndefined()
    expect(measurement).toMatchObject({
      protocol: 'HTTP/2',
      httpStatus: 200,
      bytes: 14,
      certificateName: '127.0.0.1',
    })
    expect(Object.keys(measurement.phases)).toEqual(['connectMs', 'tlsMs', 'firstByteMs', 'downloadMs'])
    expect(sumOfPhases(measurement)).toBeCloseTo(measurement.latencyMs, 6)
    expect(asked).toEqual([
      expect.objectContaining({
        ':method': 'POST',
        ':path': '/a?b=c',
        ':authority': new URL(origin).host,
        'content-length': '7',
        'x-own': 'a',
        authorization: 'Bearer token',
        body: '{"q":1}',
      }),
    ])
    expect(asked[0]).not.toHaveProperty('upgrade')
  })

  it('is not offered unless asked for, and a failed agreement says what to write', async () => {
    const origin = await peer((stream) => json(stream, {}))
    expect((await measure(origin, { ca: [pair.cert] })).failure).toEqual({
      kind: 'tls',
      message: expect.stringContaining(
        'offered by ALPN: http/1.1; for a server that speaks HTTP/2 alone write `request: { http2: true }`',
      ),
    })
    const both = await peer((stream) => json(stream, {}), { allowHTTP1: true })
    expect(await measure(both, { ca: [pair.cert] })).toMatchObject({ protocol: 'HTTP/1.1', bytes: 3 })
    expect(await measure(both, options)).toMatchObject({ protocol: 'HTTP/2', bytes: 2 })
    const old = await listen(
      createOldServer(pair, (_, response) => response.end('old')),
      'https',
    )
    expect(await measure(old.origin, options)).toMatchObject({ protocol: 'HTTP/1.1', bytes: 3 })
  })

  it('follows redirects, and takes the answer to HEAD and an empty one', async () => {
    const origin = await peer((stream, { ':path': path }) => {
      if (path === '/') stream.respond({ ':status': 302, location: '/there' }, { endStream: true })
      else stream.respond({ ':status': 204 }, { endStream: true })
    })
    expect(await measure(origin, options)).toMatchObject({ httpStatus: 204, redirects: 1, bytes: 0 })
    expect((await measure(origin, { ...options, method: 'HEAD' })).failure).toBeUndefined()
  })

  it.each<[what: string, kind: string, answer: (stream: ServerHttp2Stream) => void]>([
    ['a status', 'status', (stream) => stream.respond({ ':status': 503 }, { endStream: true })],
    ['a cut connection', 'reset', (stream) => stream.session?.destroy()],
    ['a stream that is reset', 'protocol', (stream) => stream.close(2)],
    ['a long body', 'too-large', (stream) => stream.end(Buffer.alloc(5_000))],
    ['silence', 'timeout', () => {}],
    [
      'a flood of interim answers',
      'protocol',
      (stream) => {
        for (let count = 0; count < 30; count++)
          stream.additionalHeaders({ ':status': 103, link: `</${count}>` })
      },
    ],
  ])('fails with %s as %s', async (what, kind, answer) => {
    const timeoutMs = what === 'silence' ? 300 : 5_000
    const measurement = await measure(await peer(answer), { ...options, timeoutMs, maxBytes: 1_000 })
    expect(measurement.failure?.kind).toBe(kind)
  })
})
