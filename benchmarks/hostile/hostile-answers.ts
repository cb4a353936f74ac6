import type { Socket } from 'node:net'
import { gzipSync } from 'node:zlib'
import { hostilePages, hostileWords, nestedJson } from './hostile-pages.js'

/** A request, as far as an answer depends on it. */
export interface HostileRequest {
  /** The parts of the path. */
  readonly path: readonly string[]
  /** The host with its port. */
  readonly host: string
  /** The whole head. */
  readonly head: string
}

type Answer = (socket: Socket, request: HostileRequest) => void

const ok = 'HTTP/1.1 200 OK\r\ncontent-type: text/html\r\n'

/** Writes a piece again and again, as fast as the peer takes it. */
function pour(socket: Socket, piece: Uint8Array | string): void {
  const go = () => {
    while (!socket.destroyed && socket.write(piece));
  }
  socket.on('drain', go)
  go()
}

const whole = (socket: Socket, body: string | Buffer, type = 'text/html'): void =>
  void socket.end(
    Buffer.concat([
      Buffer.from(
        `HTTP/1.1 200 OK\r\ncontent-type: ${type}\r\ncontent-length: ${Buffer.byteLength(body)}\r\nconnection: close\r\n\r\n`,
      ),
      Buffer.from(body),
    ]),
  )
const redirect = (socket: Socket, to: string): void =>
  void socket.end(`HTTP/1.1 302 Found\r\nlocation: ${to}\r\nconnection: close\r\n\r\n`)

/** A chunk of one byte with an extension of 10 KB. */
const extendedChunk = `1;${'x'.repeat(10_000)}\r\nx\r\n`.repeat(8)
/** 10 MB of zeros in 10 KB, of which any number can follow each other. */
const zeros = gzipSync(Buffer.alloc(10 * 2 ** 20))

/** The behaviour of the hostile server, by the first part of the path. */
export const answers: Readonly<Record<string, Answer>> = {
  ok: (socket) => whole(socket, 'ok'),
  silent: () => {},
  extensions: (socket) => {
    socket.write(`${ok}transfer-encoding: chunked\r\n\r\n`)
    pour(socket, extendedChunk)
  },
  trailers: (socket) => {
    socket.write(`${ok}transfer-encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n`)
    pour(socket, 'x: y\r\n'.repeat(1_000))
  },
  endless: (socket) => {
    socket.write(`${ok}\r\n`)
    pour(socket, '<b>'.repeat(20_000))
  },
  'one-byte': (socket) => {
    socket.write(`${ok}transfer-encoding: chunked\r\n\r\n`)
    pour(socket, '1\r\n<\r\n'.repeat(4_000))
  },
  headers: (socket) => {
    socket.write(ok)
    pour(socket, `x: ${'y'.repeat(1_000)}\r\n`.repeat(64))
  },
  informational: (socket) => pour(socket, 'HTTP/1.1 100 Continue\r\n\r\n'.repeat(2_000)),
  hints: (socket) =>
    pour(socket, 'HTTP/1.1 103 Early Hints\r\nlink: </a>; rel=preload\r\n\r\n'.repeat(1_000)),
  bomb: (socket) => {
    socket.write(`${ok}content-encoding: gzip\r\n\r\n`)
    pour(socket, zeros)
  },
  drip: (socket) => {
    socket.write(`${ok}\r\n`)
    const timer = setInterval(() => socket.write('x'), 100)
    socket.on('close', () => clearInterval(timer))
  },
  loop: (socket, { host }) => redirect(socket, `http://${host}/loop`),
  chain: (socket, { path, host }) => {
    const [, chain = '0', hop = '0'] = path
    const port = host.split(':')[1]
    const next = Number(hop) + 1
    redirect(socket, `http://hop-${chain}-${next}.example:${port}/chain/${chain}/${next}`)
  },
  page: (socket, { path: [, kind = 'plain'] }) => whole(socket, hostilePages[kind]?.() ?? ''),
  json: (socket) => whole(socket, nestedJson(), 'application/json'),
  words: (socket, { path: [, kind = ''] }) => whole(socket, hostileWords(kind), 'text/plain'),
  echo: (socket, { head }) => {
    const secrets = [...head.matchAll(/^(?:authorization|x-token): (.*)$/gim)]
      .map(([, value]) => value)
      .join(' ')
    socket.end(
      `HTTP/1.1 401 ${secrets}\r\nwww-authenticate: ${secrets}\r\nlocation: http://${encodeURIComponent(secrets)}.example/\r\ncontent-length: 0\r\n\r\n`,
    )
  },
  'robots.txt': (socket, { host }) => whole(socket, robotsOf(host), 'text/plain'),
}

function robotsOf(host: string): string {
  if (host.startsWith('delay')) return 'user-agent: *\ncrawl-delay: 999999999999\n'
  if (host.startsWith('rules')) return `user-agent: *\n${`disallow: /${'*a'.repeat(60)}$\n`.repeat(4_000)}`
  return ''
}
