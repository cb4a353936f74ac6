import { spawn } from 'node:child_process'
import { once } from 'node:events'
import type { ServerResponse } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import {
  type AddressInfo,
  connect,
  createServer as createTcpServer,
  type Server,
  type Socket,
} from 'node:net'
import { generate } from 'selfsigned'
import { afterEach, describe, expect, it } from 'vitest'
import { eventually } from '../../testing/eventually.js'
import { loopbackServer } from '../../testing/loopback-server.js'
import { createHttp } from '../index.js'

/** The address of the servers of these tests. */
const loopback = ['127.0.0.0/8']

const ends: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const end of ends.splice(0)) await end()
})

function open() {
  const http = createHttp({ allow: loopback })
  ends.push(() => http.close())
  return http
}

async function listen(server: Server): Promise<number> {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  ends.push(async () => server.close())
  return (server.address() as AddressInfo).port
}

/** A server that does as it likes with each connection, once something has come in. */
const rawServer = (answer: (socket: Socket) => void) =>
  listen(
    createTcpServer((socket) => {
      socket.on('error', () => {})
      socket.once('data', () => answer(socket))
    }),
  )

/** A port whose queue is full and that nobody serves: a connection to it neither opens nor fails. */
async function blackHole(): Promise<number> {
  const script = `const server = require('net').createServer()
    server.listen({ host: '127.0.0.1', port: 0, backlog: 1 }, () => {
      require('fs').writeSync(1, String(server.address().port))
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0)
    })`
  const child = spawn(process.execPath, ['-e', script], { stdio: ['ignore', 'pipe', 'inherit'] })
  const [printed] = await once(child.stdout, 'data')
  const port = Number(printed)
  const queued = Array.from({ length: 8 }, () => connect(port, '127.0.0.1').on('error', () => {}))
  await Promise.race(queued.map((socket) => once(socket, 'connect')))
  ends.push(async () => {
    for (const socket of queued) socket.destroy()
    child.kill('SIGKILL')
    await once(child, 'exit')
  })
  return port
}

const connecting = () => process.getActiveResourcesInfo().filter((name) => name === 'ConnectWrap').length

describe('a connection that fails', () => {
  it('is named when nothing listens there', async () => {
    const port = await rawServer(() => {})
    await ends.pop()?.()
    await expect(open().get(`http://127.0.0.1:${port}/`)).rejects.toMatchObject({
      code: 'ADAPTER_FAILED',
      message: `could not reach 127.0.0.1:${port}: connection refused`,
      retryable: true,
      cause: { code: 'ECONNREFUSED' },
    })
  })

  it('is named when the name stands for nothing', async () => {
    await expect(open().get('http://no-such-shop.invalid/')).rejects.toMatchObject({
      code: 'ADAPTER_FAILED',
      message: expect.stringMatching(
        /^could not reach no-such-shop\.invalid: the name does not resolve to an address that may be called$/,
      ),
    })
  })

  it.each<[string, (socket: Socket) => void]>([
    ['before the answer', (socket) => socket.resetAndDestroy()],
    ['within the headers', (socket) => socket.end('HTTP/1.1 200 OK\r\nContent-Le')],
    ['within the body', (socket) => socket.end('HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf a page')],
    [
      'within a chunk',
      (socket) => socket.end('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n64\r\nhalf'),
    ],
  ])('is named when it breaks %s', async (_, answer) => {
    const port = await rawServer(answer)
    await expect(open().get(`http://127.0.0.1:${port}/`)).rejects.toMatchObject({
      code: 'ADAPTER_FAILED',
      message: `no whole answer from 127.0.0.1:${port}: the connection broke`,
      retryable: true,
    })
  })

  it('is named when what answers does not speak HTTP', async () => {
    const port = await rawServer((socket) => socket.end('220 mail.shop.example ESMTP\r\n'))
    await expect(open().get(`http://127.0.0.1:${port}/`)).rejects.toMatchObject({
      code: 'ADAPTER_FAILED',
      message: `no whole answer from 127.0.0.1:${port}: what came back is not HTTP`,
      retryable: false,
    })
  })

  it('is named when the headers have no end', async () => {
    const port = await rawServer((socket) =>
      socket.end(`HTTP/1.1 200 OK\r\nX-Long: ${'x'.repeat(50_000)}\r\n\r\n`),
    )
    await expect(open().get(`http://127.0.0.1:${port}/`)).rejects.toThrow('its headers are too long')
  })

  it('is named when the certificate is not trusted', async () => {
    const { private: key, cert } = await generate([{ name: 'commonName', value: '127.0.0.1' }], {
      keyType: 'ec',
    })
    const port = await listen(createTlsServer({ key, cert }, (_, response) => response.end('secret')))
    await expect(open().get(`https://127.0.0.1:${port}/`)).rejects.toMatchObject({
      code: 'ADAPTER_FAILED',
      message: `could not reach 127.0.0.1:${port}: its certificate is not trusted`,
      retryable: false,
    })
  })

  it('is named when the other side speaks no TLS', async () => {
    const port = await rawServer((socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'))
    await expect(open().get(`https://127.0.0.1:${port}/`)).rejects.toThrow(
      `could not reach 127.0.0.1:${port}: the TLS handshake failed`,
    )
  })
})

describe('connections', () => {
  it('are kept open and used again, after errors and redirects too', async () => {
    const server = await loopbackServer(({ url }, response) => {
      if (url === '/moved') response.writeHead(302, { location: '/' })
      if (url === '/error') response.writeHead(500)
      response.end('page')
    })
    ends.push(server.close)
    const http = open()
    for (const path of ['/', '/moved', '/error', '/', '/']) await http.get(`${server.origin}${path}`)
    expect(server.connections()).toBe(1)
  })

  it('are opened side by side for calls that are made side by side', async () => {
    const held: ServerResponse[] = []
    const server = await loopbackServer((_, response) => {
      // None is answered before all have come.
      if (held.push(response) === 20) for (const each of held) each.end('page')
    })
    ends.push(server.close)
    const http = open()
    await Promise.all(Array.from({ length: 20 }, (_, page) => http.get(`${server.origin}/${page}`)))
    expect(server.connections()).toBe(20)
  })

  it('are all gone once the client is closed, which waits for calls under way', async () => {
    const server = await loopbackServer((_, response) => void setTimeout(() => response.end('whole'), 100))
    ends.push(server.close)
    const http = createHttp({ allow: loopback })
    const answers = Promise.all(Array.from({ length: 5 }, (_, page) => http.get(`${server.origin}/${page}`)))
    await eventually(() => server.sockets.size === 5, 'not every connection was opened')
    await http.close()
    expect((await answers).map(({ text }) => text)).toEqual(Array(5).fill('whole'))
    await eventually(() => server.sockets.size === 0, 'a connection was left open')
  })

  it('are given up on closing even while they are being opened', async () => {
    const port = await blackHole()
    const http = createHttp({ allow: loopback })
    await expect(http.get(`http://127.0.0.1:${port}/`, { timeoutMs: 100 })).rejects.toMatchObject({
      code: 'TIMEOUT',
    })
    const whileOpen = connecting()
    expect(whileOpen).toBeGreaterThan(0)
    await http.close()
    await eventually(() => connecting() === whileOpen - 1, 'the connection is still being opened')
  })

  it('are not waited for where there are none, and no call comes after closing', async () => {
    const http = createHttp({ allow: loopback })
    await Promise.all([http.close(), http.close()])
    await expect(http.get('http://127.0.0.1/')).rejects.toMatchObject({ code: 'CLOSED', status: 503 })
  })
})
