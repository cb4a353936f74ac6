import { createServer, type Server, type Socket } from 'node:net'
import { createServer as createTlsServer } from 'node:tls'
import { nameServer } from '../../packages/adapters/src/dns/testing/name-server.js'
import { certificate } from '../../packages/adapters/src/probing/testing/certificate.js'

/** Faulty peers, each on a port of its own; this process reports the ports once all listen. */
const head = 'HTTP/1.1 200 OK\r\n'
const ok = `${head}content-length: 2\r\nconnection: close\r\n\r\nok`

/** Writes as fast as the peer accepts it, up to a number of bytes. */
function pour(socket: Socket, piece: string, bytes = Number.POSITIVE_INFINITY): void {
  let written = 0
  const go = () => {
    while (!socket.destroyed && written < bytes) {
      written += piece.length
      if (!socket.write(piece)) return
    }
  }
  socket.on('drain', go)
  go()
}

function drip(socket: Socket): void {
  const timer = setInterval(() => socket.write('x'), 1_000)
  socket.on('close', () => clearInterval(timer))
}

const redirect = (socket: Socket, to: string) =>
  socket.end(`HTTP/1.1 302 Found\r\nlocation: ${to}\r\nconnection: close\r\n\r\n`)
const pathOf = (request: Buffer) => request.toString('latin1').split(' ', 2)[1] ?? '/'

/** The behaviour of each peer once it receives a request. */
const answers: Record<string, (socket: Socket, request: Buffer) => void> = {
  healthy: (socket) => socket.end(ok),
  held: (socket) => setTimeout(() => socket.end(ok), 200),
  silent: () => {},
  'endless body': (socket) => {
    socket.write(`${head}\r\n`)
    pour(socket, 'x'.repeat(65_536))
  },
  'one byte a second': (socket) => {
    socket.write(`${head}content-length: 1000\r\n\r\n`)
    drip(socket)
  },
  'reset amid the body': (socket) =>
    socket.write(`${head}content-length: 100\r\n\r\nhalf`, () => socket.resetAndDestroy()),
  'redirect loop': (socket) => redirect(socket, '/again'),
  'endless redirects': (socket, request) => redirect(socket, `${pathOf(request)}x`),
  '3 GB of headers': (socket) => {
    socket.write(head)
    pour(socket, `x: ${'x'.repeat(1_000)}\r\n`.repeat(64), 3e9)
  },
  'reset when asked': (socket) => socket.resetAndDestroy(),
  'no HTTP': (socket) => socket.write('SSH-2.0-OpenSSH_9.6\r\n'),
}

/** The behaviour of each peer before it receives anything. */
const greetings: Record<string, (socket: Socket) => void> = {
  'silent greeting': () => {},
  'healthy greeting': (socket) => socket.end('ready'),
  'endless greeting': (socket) => pour(socket, 'x'.repeat(65_536)),
  'slow greeting': drip,
  'reset greeting': (socket) => {
    socket.write('half')
    setTimeout(() => socket.resetAndDestroy(), 50)
  },
  'no TLS': (socket) => socket.write('220 mail.example ESMTP\r\n'),
  'reset at once': (socket) => socket.resetAndDestroy(),
}

const ports: Record<string, number> = {}

async function listen(name: string, server: Server): Promise<void> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (typeof address === 'object' && address) ports[name] = address.port
}

/** Ignores the errors of a broken connection. */
const calm = (socket: Socket) => socket.on('error', () => {})

for (const [name, answer] of Object.entries(answers))
  await listen(
    name,
    createServer((socket) => calm(socket).once('data', (request: Buffer) => answer(socket, request))),
  )
for (const [name, greet] of Object.entries(greetings))
  await listen(
    name,
    createServer((socket) => greet(calm(socket))),
  )
const pair = await certificate()
for (const name of ['healthy', 'endless', 'slow'])
  await listen(
    `TLS ${name}`,
    createTlsServer(pair, (socket) => greetings[`${name} greeting`]?.(calm(socket))).on(
      'tlsClientError',
      () => {},
    ),
  )
const stranger = await certificate()
await listen(
  'TLS untrusted',
  createTlsServer(stranger, calm).on('tlsClientError', () => {}),
)
const names = { 'name server': 0, 'silent name server': undefined }
for (const [name, afterMs] of Object.entries(names))
  ports[name] = Number(new URL((await nameServer({ afterMs })).origin).port)
ports['name server without the name'] = Number(
  new URL((await nameServer({ afterMs: 0, code: 3 })).origin).port,
)

process.send?.({ ports, authority: pair.cert })
