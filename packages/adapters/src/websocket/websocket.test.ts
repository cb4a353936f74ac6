import { createHash } from 'node:crypto'
import { createServer } from 'node:http'
import { createServer as createSecureServer } from 'node:https'
import { createServer as createTcpServer, type Server } from 'node:net'
import { adapterCases } from '@telltale/core/testing'
import { describe, expect, it } from 'vitest'
import { type WebSocket, WebSocketServer } from 'ws'
import { certificate } from '../probing/testing/certificate.js'
import { listen, measureWith, rawPeer } from '../probing/testing/peer.js'
import { scriptedServer } from '../probing/testing/scripted-server.js'
import { type WebSocketProbeOptions, websocket } from './index.js'

const pair = await certificate()

async function peer(
  serve: (socket: WebSocket, headers: Record<string, unknown>) => void = () => {},
  server: Server = createServer(),
): Promise<string> {
  new WebSocketServer({
    server: server as never,
    handleProtocols: (offered) => offered.has('chat') && 'chat',
  }).on('connection', (socket, { headers }) =>
    serve(
      socket.on('error', () => {}),
      headers,
    ),
  )
  return `ws://127.0.0.1:${(await listen(server)).port}/feed`
}

describe('websocket()', () => {
  it('measures a handshake', async () => {
    const measurement = await measureWith(websocket(), await peer())
    expect(measurement).toMatchObject({ protocol: 'WebSocket', httpStatus: 101, remoteAddress: '127.0.0.1' })
    expect(measurement.failure).toBeUndefined()
    expect(Object.keys(measurement.phases)).toEqual(['connectMs', 'firstByteMs'])
  })

  it('sends a message and waits for the expected one, whatever comes before it', async () => {
    const url = await peer((socket) => {
      socket.send('welcome')
      socket.on('message', (asked) => socket.send(`pong to ${asked}`))
    })
    const measurement = await measureWith(websocket({ send: 'Käse', expect: 'pong to Käse' }), url)
    expect(measurement.failure).toBeUndefined()
    expect(Object.keys(measurement.phases)).toEqual(['connectMs', 'firstByteMs', 'downloadMs'])
  })

  it('says goodbye', async () => {
    const codes: Promise<number>[] = []
    const url = await peer((socket) =>
      codes.push(new Promise((resolve) => socket.on('close', (code) => resolve(code)))),
    )
    await measureWith(websocket({ retries: 1 }), url)
    expect(await codes[0]).toBe(1000)
  })

  it('sends the headers and the login of the URL, and shows neither', async () => {
    const seen: Record<string, unknown>[] = []
    const url = await peer((_, headers) => seen.push(headers))
    const probe = websocket({ headers: { 'x-key': 'k-123' }, protocols: ['chat', 'other'] })
    expect((await measureWith(probe, url.replace('ws://', 'ws://ana:pw@'))).failure).toBeUndefined()
    expect(seen[0]).toMatchObject({ 'x-key': 'k-123', authorization: `Basic ${btoa('ana:pw')}` })
    expect(probe.secrets?.()).toEqual(['k-123'])
  })

  it('speaks TLS', async () => {
    const url = (await peer((socket) => socket.send('hi'), createSecureServer(pair))).replace('ws:', 'wss:')
    const measurement = await measureWith(websocket({ ca: [pair.cert], expect: 'hi' }), url)
    expect(measurement).toMatchObject({ certificateName: '127.0.0.1' })
    expect(measurement.failure).toBeUndefined()
    expect(await measureWith(websocket(), url)).toMatchObject({ failure: { kind: 'tls' } })
    expect((await measureWith(websocket({ verify: false }), url)).failure).toBeUndefined()
  })

  it.each<[what: string, serve: (socket: WebSocket) => void, failure: object]>([
    [
      'another message, and an end',
      (socket) => {
        socket.send('no\u202e')
        socket.close(4001, 'bye')
      },
      { kind: 'assertion', message: 'expected a message with "pong", got "no\\u202e"' },
    ],
    [
      'an end at once',
      (socket) => socket.close(1013, 'later'),
      { kind: 'assertion', message: 'expected a message with "pong": the server closed with 1013 "later"' },
    ],
    ['a long message', (socket) => socket.send('x'.repeat(70_000)), { kind: 'too-large' }],
    ['a broken line', (socket) => socket.terminate(), { kind: 'assertion' }],
  ])('says what came instead of the expected message: %s', async (_what, serve, failure) => {
    expect(await measureWith(websocket({ expect: 'pong' }), await peer(serve))).toMatchObject({ failure })
  })

  it.each<[what: string, answer: string, failure: object]>([
    [
      'a page',
      'HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok',
      { kind: 'status', message: 'answered 200 OK to the handshake, which takes 101' },
    ],
    ['a login', 'HTTP/1.1 401 Unauthorized\r\ncontent-length: 0\r\n\r\n', { kind: 'status' }],
    [
      'a wrong handshake',
      'HTTP/1.1 101 Switching Protocols\r\nupgrade: websocket\r\nconnection: upgrade\r\nsec-websocket-accept: x\r\n\r\n',
      {
        kind: 'protocol',
        message: 'the server does not speak WebSocket: Invalid Sec-WebSocket-Accept header',
      },
    ],
    ['another protocol', 'SSH-2.0-x\r\n', { kind: 'protocol' }],
  ])('says what came instead of the handshake: %s', async (_what, answer, failure) => {
    const { port } = await rawPeer((socket) => socket.write(answer))
    const measurement = await measureWith(websocket(), `ws://127.0.0.1:${port}`)
    expect(measurement).toMatchObject({ failure })
  })

  it("takes a monitor's own headers and subprotocols, whose values are secret", async () => {
    const asked: string[] = []
    const peer = await listen(
      createTcpServer((socket) => {
        socket.on('data', (chunk) => {
          asked.push(chunk.toString())
          socket.destroy()
        })
      }),
    )
    const request = { headers: { 'x-own': 'a' }, protocols: ['feed'] }
    const probe = websocket({ headers: { 'x-own': 'b', 'x-kept': 'c' }, protocols: ['chat'] })
    await measureWith(probe, `ws://127.0.0.1:${peer.port}`, { settings: { request } })
    expect(asked[0]).toMatch(/x-own: a\r\n/)
    expect(asked[0]).toMatch(/x-kept: c\r\n/)
    expect(asked[0]).toMatch(/Sec-WebSocket-Protocol: feed\r\n/i)
    expect(probe.probe.settings?.secretPaths?.({ request })).toEqual([['request', 'headers', 'x-own']])
  })

  it('says that the line was cut, or that nothing comes', async () => {
    const cut = await rawPeer((socket) => socket.destroy())
    expect(await measureWith(websocket(), `ws://127.0.0.1:${cut.port}`)).toMatchObject({
      failure: { kind: 'reset' },
    })
    const silent = await listen(createTcpServer())
    const url = `ws://127.0.0.1:${silent.port}`
    expect(await measureWith(websocket(), url, { timeoutMs: 100 })).toMatchObject({
      failure: { kind: 'timeout' },
    })
  })

  it.each([
    [{ headers: { 'x y': '1' } }, 'websocket: headers'],
    [{ protocols: ['a', 'a'] }, 'websocket: protocols'],
    [{ ping: true }, "websocket: unknown option 'ping'"],
  ])('refuses %j, naming the option', (options, part) => {
    expect(() => websocket(options as WebSocketProbeOptions)).toThrow(part)
  })

  const target = (origin: string) => origin.replace('http:', 'ws:')
  const serve = (afterMs: number | undefined) =>
    scriptedServer((asked) => (asked.length > 0 ? handshakeAnswer(asked.toString()) : undefined), { afterMs })
  for (const { name, run } of adapterCases(() => websocket(), {
    probe: { target, serve, foreign: 'http://shop.example/' },
  }))
    it(name, run)
})

/** Answers a handshake (RFC 6455, section 4.2.2). Whatever else comes, a farewell, gets none. */
function handshakeAnswer(asked: string): string | undefined {
  const key = /^sec-websocket-key: (.*)\r$/im.exec(asked)?.[1]
  if (key === undefined) return undefined
  const accept = createHash('sha1').update(`${key}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`).digest('base64')
  return `HTTP/1.1 101 Switching Protocols\r\nupgrade: websocket\r\nconnection: Upgrade\r\nsec-websocket-accept: ${accept}\r\n\r\n`
}
