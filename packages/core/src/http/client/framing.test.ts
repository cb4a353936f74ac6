import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { type AddressInfo, createServer, type Socket } from 'node:net'
import zlib from 'node:zlib'
import { afterEach, describe, expect, it } from 'vitest'
import { createHttp } from '../index.js'

const ends: (() => Promise<void> | void)[] = []
afterEach(async () => {
  for (const end of ends.splice(0)) await end()
})

const head = 'HTTP/1.1 200 OK\r\n'
const chunked = `${head}transfer-encoding: chunked\r\n\r\n`

/** Starts a server that answers every request with these pieces, for as long as they are read. */
async function serve(pieces: () => Iterable<string | Buffer>) {
  let sentBytes = 0
  const server = createServer((socket) => {
    socket.on('error', () => {})
    socket.once('data', () => void pour(socket, pieces(), (length) => (sentBytes += length)))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const http = createHttp({ allow: ['127.0.0.1'] })
  ends.push(
    () => http.close(),
    () => void server.close(),
  )
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return { get: (maxBytes = 2 ** 20) => http.get(origin, { maxBytes }), sentBytes: () => sentBytes }
}

async function pour(socket: Socket, pieces: Iterable<string | Buffer>, count: (length: number) => void) {
  for (const piece of pieces) {
    if (socket.destroyed) return
    count(piece.length)
    if (!socket.write(piece))
      await new Promise<void>((resolve) => socket.once('drain', resolve).once('close', resolve))
  }
  socket.end()
}

function* endless(start: string, piece: string | Buffer): Generator<string | Buffer> {
  yield start
  for (;;) yield piece
}

function* repeated(count: number, start: string, piece: string | Buffer, end = '') {
  yield start
  for (let left = count; left > 0; left--) yield piece
  yield end
}

/** The maximum that the sockets of both sides hold, beside what was read. */
const inFlightBytes = 12 * 2 ** 20

describe('a body in a form that costs more than it holds', () => {
  it.each([
    ['chunks of a byte', endless(chunked, '1\r\nx\r\n'.repeat(10_000)), 'comes in pieces that are too small'],
    [
      'long chunk extensions',
      endless(chunked, `1;${'e'.repeat(10_000)}\r\nx\r\n`),
      'more framing than content',
    ],
    [
      'a chunk extension without an end',
      endless(`${chunked}1;`, 'e'.repeat(65_536)),
      'more framing than content',
    ],
    [
      'chunks of four bytes',
      endless(chunked, '4\r\nxxxx\r\n'.repeat(10_000)),
      'comes in pieces that are too small',
    ],
    ['interim answers', endless('', 'HTTP/1.1 102 Processing\r\n\r\n'.repeat(100)), 'interim answers'],
    ['headers', endless(head, `x-${'n'.repeat(100)}: v\r\n`), 'its headers are too long'],
    [
      'trailers',
      endless(`${chunked}1\r\nx\r\n0\r\n`, `x-${'n'.repeat(100)}: v\r\n`),
      'its headers are too long',
    ],
  ])('is refused: %s', async (_, pieces, message) => {
    const { get, sentBytes } = await serve(() => pieces)
    await expect(get()).rejects.toMatchObject({
      code: 'ADAPTER_FAILED',
      retryable: false,
      message: expect.stringContaining(message),
    })
    expect(sentBytes()).toBeLessThan(inFlightBytes)
  })

  it('is read where it is short, or ordinary', async () => {
    const short = await serve(() => repeated(5_000, chunked, '1\r\nx\r\n', '0\r\n\r\n'))
    expect((await short.get()).text).toBe('x'.repeat(5_000))
    const line = `${'x'.repeat(30)}\r\n`
    const lines = await serve(() => repeated(30_000, chunked, `20\r\n${line}\r\n`, '0\r\n\r\n'))
    expect((await lines.get()).text).toBe(line.repeat(30_000))
  })

  it('is refused where it is long halfway through its codings, and short at their end', async () => {
    // A gzip stream of empty blocks that are stored: it grows, and holds nothing.
    const head = zlib.gzipSync('').subarray(0, 10)
    const empty = Buffer.concat([head, Buffer.from('000000ffff'.repeat(4_000_000), 'hex')])
    const packed = zlib.gzipSync(empty)
    const headers = `content-encoding: gzip, gzip\r\ncontent-length: ${packed.length}\r\n\r\n`
    const { get } = await serve(() => [`HTTP/1.1 200 OK\r\n${headers}`, packed])
    await expect(get()).rejects.toThrow(
      /is longer than 1048576 bytes|unpacks to more than 200 times its size/,
    )
  })

  it('is read whole where it comes faster than it is decompressed', async () => {
    const page = randomBytes(1_500_000).toString('base64')
    const quality = { params: { [zlib.constants.BROTLI_PARAM_QUALITY]: 1 } }
    const bodies = { br: zlib.brotliCompressSync(page, quality), gzip: zlib.gzipSync(page, { level: 0 }) }
    for (const [coding, body] of Object.entries(bodies)) {
      const headers = `content-encoding: ${coding}\r\ncontent-length: ${body.length}\r\n\r\n`
      const { get } = await serve(() => [`HTTP/1.1 200 OK\r\n${headers}`, body])
      expect((await get(5 * 2 ** 20)).text).toBe(page)
    }
  })

  it('pins nothing but its bytes, compressed or not', async () => {
    const page = 'ginger tea '.repeat(50_000)
    const packed = zlib.gzipSync(page, { level: 0 })
    function* pieces(start: string, body: Buffer) {
      yield start
      for (let at = 0; at < body.length; at += 20) {
        const piece = body.subarray(at, at + 20)
        yield Buffer.concat([Buffer.from(`${piece.length.toString(16)}\r\n`), piece, Buffer.from('\r\n')])
      }
      yield '0\r\n\r\n'
    }
    const gzip = `${head}content-encoding: gzip\r\ntransfer-encoding: chunked\r\n\r\n`
    for (const [start, body] of [
      [chunked, Buffer.from(page)],
      [gzip, packed],
    ] as const) {
      const { get } = await serve(() => pieces(start, body))
      const before = process.memoryUsage().arrayBuffers
      const answer = get()
      const grew = await peakOf(() => process.memoryUsage().arrayBuffers - before, answer)
      expect((await answer).text).toBe(page)
      expect(grew).toBeLessThan(16 * 2 ** 20)
    }
  })
})

/** Samples a figure with each turn of the event loop until the work is done; resolves to its maximum. */
async function peakOf(figure: () => number, work: Promise<unknown>): Promise<number> {
  let peak = 0
  let isDone = false
  const finish = () => {
    isDone = true
  }
  work.then(finish, finish)
  while (!isDone) {
    peak = Math.max(peak, figure())
    await new Promise((resolve) => setImmediate(resolve))
  }
  return peak
}
