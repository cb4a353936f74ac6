import { createServer, type Socket } from 'node:net'
import { describe, expect, it } from 'vitest'
import { listen, measureWith } from '../probing/testing/peer.js'
import { type TcpProbeOptions, tcp } from './index.js'

const peer = async (greet: (socket: Socket) => void = () => {}) =>
  `tcp://127.0.0.1:${(await listen(createServer(greet))).port}`

describe('tcp()', () => {
  it.each([
    ['tcp://db.internal:5432', true],
    ['tcp://[::1]:5432', true],
    ['tcp://db.internal', false],
    ['http://db.internal:5432', false],
  ])('measures %s: %s', (url, matches) => {
    expect(tcp().probe?.matches(new URL(url))).toBe(matches)
  })

  it('measures how long a connection takes, and nothing else', async () => {
    const measurement = await measureWith(tcp(), await peer())
    expect(measurement).toEqual({
      latencyMs: measurement.phases.connectMs,
      phases: { connectMs: expect.any(Number) },
      uncertaintyMs: expect.any(Number),
      remoteAddress: '127.0.0.1',
      addressFamily: 4,
      protocol: 'TCP',
    })
  })

  it('looks a name up', async () => {
    const { port } = new URL(await peer())
    const { phases, failure } = await measureWith(tcp({ family: 4 }), `tcp://localhost:${port}`)
    expect(failure).toBeUndefined()
    expect(Object.keys(phases)).toEqual(['dnsMs', 'connectMs'])
  })

  it('waits for a greeting, in whatever pieces it comes', async () => {
    const url = await peer((socket) => {
      socket.write('22')
      setTimeout(() => socket.write('0 mail.example ESMTP Käse\r\n'), 50)
    })
    const { phases, failure } = await measureWith(tcp({ expect: '220 mail.example ESMTP Käse' }), url)
    expect(failure).toBeUndefined()
    expect(phases.downloadMs).toBeGreaterThan(45)
  })

  it.each<[what: string, greet: (socket: Socket) => void, message: string]>([
    ['an end', (socket) => socket.end('554 no service\r\n'), ', got "554 no service\\r\\n"'],
    // The connection stays open, and the check has an hour: it fails by itself.
    ['another banner', (socket) => socket.write('SSH-2.0-x\r\n'), ', got "SSH-2.0-x\\r\\n"'],
    ['half of it', (socket) => socket.write('22'), ', got "22"'],
    ['nothing', (socket) => socket.end(), ': the connection was closed without it'],
    [
      'bytes that would disturb a terminal or a page',
      (socket) => socket.write(Buffer.from('\x00\x1b[2J\u202e<b>\u009b"\u2028\r\n')),
      ', got "\\u0000\\u001b[2J\\u202e<b>\\u009b\\"\\u2028\\r\\n"',
    ],
    ['a long text', (socket) => socket.write('x'.repeat(9_999)), `, got "${'x'.repeat(200)}"…`],
  ])('fails with what came once the answer is over: %s', async (_what, greet, message) => {
    const url = await peer(greet)
    expect(await measureWith(tcp({ expect: '220 ' }), url, { timeoutMs: 3_600_000 })).toMatchObject({
      failure: { kind: 'assertion', message: `expected an answer with "220 "${message}` },
    })
  })

  it('says that a connection broke before the answer', async () => {
    const url = await peer((socket) => socket.once('data', () => socket.resetAndDestroy()))
    expect(await measureWith(tcp({ send: 'PING\r\n', expect: 'PONG' }), url)).toMatchObject({
      failure: { kind: 'reset' },
    })
  })

  it('does not read for ever', async () => {
    const url = await peer((socket) => socket.write('x'.repeat(100_000)))
    expect(await measureWith(tcp({ expect: 'PONG' }), url)).toMatchObject({
      failure: { kind: 'too-large', message: 'the answer is longer than 65536 bytes' },
    })
  })

  it('tries again before a check counts as failed', async () => {
    expect(await measureWith(tcp({ retries: 2 }), 'tcp://127.0.0.1:1')).toMatchObject({
      attempts: 3,
      firstAttemptMs: expect.any(Number),
      failure: { kind: 'refused' },
    })
  })

  it.each([
    [{ id: '' }, 'tcp: id'],
    [{ family: 5 }, 'tcp: family'],
    [{ expect: '' }, 'tcp: expect'],
    [{ retries: -1 }, 'tcp: retries'],
    [{ port: 5432 }, "tcp: unknown option 'port'"],
  ])('refuses %j, naming the option', (options, part) => {
    expect(() => tcp(options as TcpProbeOptions)).toThrow(part)
  })
})
