import { describe, expect, it } from 'vitest'
import { certificate } from '../probing/testing/certificate.js'
import { measureWith } from '../probing/testing/peer.js'
import { type Answer, scriptedUrl } from '../probing/testing/scripted-server.js'
import { redis } from './index.js'

const pair = await certificate()
const answering =
  (reply: string): Answer =>
  (asked) =>
    asked.toString() === '*1\r\n$4\r\nPING\r\n' ? reply : undefined

describe('redis()', () => {
  it.each<[reply: string, failure: object | undefined]>([
    ['+PONG\r\n', undefined],
    ['-NOAUTH Authentication required.\r\n', undefined],
    ['-DENIED Redis is running in protected mode because protected mode is enabled\r\n', undefined],
    [
      '-LOADING Redis is loading the dataset in memory\r\n',
      {
        kind: 'status',
        message: 'the server answered "-LOADING Redis is loading the dataset in memory\\r\\n"',
      },
    ],
    [
      '-ERR max number of clients reached\r\n',
      { kind: 'status', message: 'the server answered "-ERR max number of clients reached\\r\\n"' },
    ],
    [
      'HTTP/1.1 400 Bad Request\r\n',
      { kind: 'protocol', message: 'expected "+PONG", got "HTTP/1.1 400 Bad Request\\r\\n"' },
    ],
    ['+PO', { kind: 'timeout', message: 'no complete answer within 300 ms (waiting for the first byte)' }],
  ])('judges the answer %j to PING', async (reply, failure) => {
    const measurement = await measureWith(redis(), await scriptedUrl('redis', answering(reply)), {
      timeoutMs: failure && 'kind' in failure && failure.kind === 'timeout' ? 300 : 5_000,
    })
    expect(measurement.failure).toEqual(failure)
    expect(measurement).toMatchObject({ protocol: 'Redis', remoteAddress: '127.0.0.1' })
  })

  it('says that the line was cut', async () => {
    const url = await scriptedUrl('redis', (asked) => (asked.length > 0 ? 'end' : undefined))
    expect(await measureWith(redis(), url)).toMatchObject({ failure: { kind: 'reset' } })
  })

  it('speaks TLS', async () => {
    const url = await scriptedUrl('rediss', answering('+PONG\r\n'), { pair })
    const measurement = await measureWith(redis({ ca: [pair.cert] }), url)
    expect(measurement).toMatchObject({ protocol: 'Redis over TLSv1.3', certificateName: '127.0.0.1' })
    expect(measurement.failure).toBeUndefined()
    expect(Object.keys(measurement.phases)).toEqual(['connectMs', 'tlsMs', 'firstByteMs'])
    expect(await measureWith(redis(), url)).toMatchObject({ failure: { kind: 'tls' } })
    expect(
      (await measureWith(redis({ tls: true, verify: false }), url.replace('rediss', 'redis'))).failure,
    ).toBeUndefined()
  })

  it.each([
    [{ tls: 'yes' }, 'redis: tls'],
    [{ password: 'x' }, "redis: unknown option 'password'"],
  ])('refuses %j, naming the option', (options, part) => {
    expect(() => redis(options as never)).toThrow(part)
  })
})
