import {
  createSecureServer,
  createServer,
  type Http2SecureServer,
  type Http2Server,
  type ServerHttp2Stream,
} from 'node:http2'
import { createServer as createTcpServer } from 'node:net'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { CheckError } from '../probing/check-error.js'
import { certificate } from '../probing/testing/certificate.js'
import { listen, measureWith, rawPeer } from '../probing/testing/peer.js'
import { parseHealthResponse } from './health-message.js'
import { grpcHealth } from './index.js'

const pair = await certificate()
/** A response by the definition of grpc.health.v1: the state is field 1, a number. */
const state = (value: number) => Buffer.from([0, 0, 0, 0, 2, 0x08, value])

async function peer(
  answer: (stream: ServerHttp2Stream, asked: Buffer) => void,
  server: Http2Server | Http2SecureServer = createServer(),
): Promise<string> {
  server.on('sessionError', () => {})
  server.on('stream', (stream: ServerHttp2Stream, headers) => {
    stream.on('error', () => {})
    const pieces: Buffer[] = []
    if (headers[':path'] !== '/grpc.health.v1.Health/Check')
      return stream.respond({ ':status': 404 }, { endStream: true })
    stream.on('data', (piece: Buffer) => pieces.push(piece))
    stream.on('end', () => answer(stream, Buffer.concat(pieces)))
  })
  return `grpc://127.0.0.1:${(await listen(server as never)).port}`
}

function respond(stream: ServerHttp2Stream, message: Uint8Array, status = '0'): void {
  stream.respond({ ':status': 200, 'content-type': 'application/grpc' }, { waitForTrailers: true })
  stream.on('wantTrailers', () => stream.sendTrailers({ 'grpc-status': status }))
  stream.end(message)
}

/** Refuses with headers alone, as servers do without a message ("Trailers-Only"). */
const refuse = (stream: ServerHttp2Stream, status: string, message = '') =>
  stream.respond({ ':status': 200, 'grpc-status': status, 'grpc-message': message }, { endStream: true })

describe('grpcHealth()', () => {
  it('measures a server that serves, and asks for the service of the URL', async () => {
    const asked: Buffer[] = []
    const url = await peer((stream, message) => {
      asked.push(message)
      respond(stream, state(1))
    })
    const measurement = await measureWith(grpcHealth(), `${url}/shop.v1.Orders`)
    expect(measurement).toMatchObject({ protocol: 'gRPC', httpStatus: 200, remoteAddress: '127.0.0.1' })
    expect(measurement.failure).toBeUndefined()
    expect(Object.keys(measurement.phases)).toEqual(['connectMs', 'firstByteMs'])
    await measureWith(grpcHealth(), url)
    expect(asked).toEqual([
      Buffer.from('\0\0\0\0\x10\x0a\x0eshop.v1.Orders', 'latin1'),
      Buffer.from([0, 0, 0, 0, 0]),
    ])
  })

  it('speaks TLS, and says that the server does not speak HTTP/2', async () => {
    const url = (await peer((stream) => respond(stream, state(1)), createSecureServer(pair))).replace(
      'grpc:',
      'grpcs:',
    )
    const measurement = await measureWith(grpcHealth({ ca: [pair.cert] }), url)
    expect(measurement).toMatchObject({ certificateName: '127.0.0.1' })
    expect(measurement.failure).toBeUndefined()
    expect(await measureWith(grpcHealth(), url)).toMatchObject({ failure: { kind: 'tls' } })
  })

  it.each<[what: string, answer: (stream: ServerHttp2Stream) => void, failure: object]>([
    [
      'a service that does not serve',
      (stream) => respond(stream, state(2)),
      { kind: 'status', message: 'the service a is NOT_SERVING' },
    ],
    [
      'a service without a state',
      (stream) => respond(stream, Buffer.alloc(5)),
      { kind: 'status', message: 'the service a is UNKNOWN' },
    ],
    [
      'an unknown service',
      (stream) => refuse(stream, '5'),
      { kind: 'status', message: 'the server does not know the service a (NOT_FOUND)' },
    ],
    [
      'no health',
      (stream) => refuse(stream, '12'),
      { kind: 'status', message: 'the server has no service of health (UNIMPLEMENTED)' },
    ],
    [
      'a refusal',
      (stream) => refuse(stream, '16', 'no token'),
      { kind: 'status', message: 'the server answered with the status 16: "no token"' },
    ],
    [
      'a page',
      (stream) => stream.respond({ ':status': 404 }, { endStream: true }),
      { kind: 'status', message: 'answered 404, which is not gRPC' },
    ],
    ['a message that is none', (stream) => respond(stream, Buffer.from('ok')), { kind: 'protocol' }],
    ['a long message', (stream) => respond(stream, Buffer.alloc(20_000)), { kind: 'too-large' }],
  ])('says what came: %s', async (_what, answer, failure) => {
    expect(await measureWith(grpcHealth(), `${await peer(answer)}/a`)).toMatchObject({ failure })
  })

  it('says that the line was cut, that something else came, or nothing', async () => {
    const check = (port: number, timeoutMs = 5_000) =>
      measureWith(grpcHealth(), `grpc://127.0.0.1:${port}`, { timeoutMs })
    const cut = await rawPeer((socket) => socket.destroy())
    expect(await check(cut.port)).toMatchObject({ failure: { kind: 'reset' } })
    const other = await rawPeer((socket) => socket.write('HTTP/1.1 400 Bad Request\r\n\r\n'))
    expect(await check(other.port)).toMatchObject({ failure: { kind: 'protocol' } })
    const silent = await listen(createTcpServer())
    expect(await check(silent.port, 100)).toMatchObject({ failure: { kind: 'timeout' } })
    expect(await check(1)).toMatchObject({ failure: { kind: 'refused' } })
  })

  it('reads a state, or fails by the protocol, whatever comes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 30 }), (content) => {
        const head = Buffer.from([0, 0, 0, 0, content.length])
        try {
          expect(parseHealthResponse(Buffer.concat([head, content]))).toBeTypeOf('string')
        } catch (error) {
          expect(error).toBeInstanceOf(CheckError)
        }
      }),
      { interruptAfterTimeLimit: 1_000 },
    )
  })
})
