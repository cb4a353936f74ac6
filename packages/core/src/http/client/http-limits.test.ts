import { once } from 'node:events'
import type { RequestListener, ServerResponse } from 'node:http'
import { type AddressInfo, createServer } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import zlib from 'node:zlib'
import { afterEach, describe, expect, it } from 'vitest'
import { defined } from '../../options/index.js'
import { eventually } from '../../testing/eventually.js'
import { type LoopbackServer, loopbackServer } from '../../testing/loopback-server.js'
import { createHttp, type HttpClient, type HttpPhases } from '../index.js'

const mebibyte = 2 ** 20
/** The address of the servers of these tests. */
const loopback = ['127.0.0.0/8']

const ends: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const end of ends.splice(0)) await end()
})

async function serve(
  listener: RequestListener,
): Promise<{ server: LoopbackServer; origin: string; http: HttpClient }> {
  const server = await loopbackServer(listener)
  const http = createHttp({ allow: loopback })
  ends.push(server.close, () => http.close())
  return { server, origin: server.origin, http }
}

async function timed<Result>(promise: Promise<Result>): Promise<{ error: unknown; tookMs: number }> {
  const start = performance.now()
  const error = await promise.then(
    () => undefined,
    (cause: unknown) => cause,
  )
  return { error, tookMs: performance.now() - start }
}

/** Writes for as long as the other side reads. */
function pour(response: ServerResponse, chunk: Buffer): void {
  const write = () => {
    while (response.write(chunk));
  }
  response.on('drain', write)
  write()
}

/** Writes a byte every 20 ms. */
async function drip(response: ServerResponse): Promise<void> {
  while (!response.destroyed) {
    response.write('.')
    await pause(20)
  }
}

describe('the deadline of a call', () => {
  const slow: Record<string, RequestListener> = {
    'an answer that never begins': () => {},
    'a body that never ends': (_, response) => void drip(response),
    'redirects that take their time': async ({ url }, response) => {
      await pause(80)
      response.writeHead(302, { location: `${url}x` }).end()
    },
    'a redirect whose body never ends': (_, response) => {
      response.writeHead(302, { location: '/' })
      void drip(response)
    },
  }

  it.each(Object.entries(slow))('covers %s', async (_, listener) => {
    const { origin, http, server } = await serve((request, response) =>
      request.url === '/warm' ? response.end() : listener(request, response),
    )
    await http.get(`${origin}/warm`) // what loads with the first call is not timed here
    const { error, tookMs } = await timed(http.get(origin, { timeoutMs: 200 }))
    expect(error).toMatchObject({ code: 'TIMEOUT', status: 504, retryable: true })
    expect(String(error)).toMatch(/the request to 127\.0\.0\.1:\d+ took longer than 200 ms$/)
    expect(tookMs).toBeGreaterThanOrEqual(195)
    await eventually(() => server.sockets.size === 0, 'the connection stays open')
  })

  it('may be as long as one likes', async () => {
    const { origin, http } = await serve((_, response) => response.end('soon'))
    expect((await http.get(origin, { timeoutMs: Number.MAX_SAFE_INTEGER })).text).toBe('soon')
  })
})

describe('the parts of a call', () => {
  it.each<[string, HttpPhases, RequestListener, RegExp]>([
    ['the first byte', { firstByteMs: 100 }, () => {}, /^no answer from \S+ within 100 ms of asking$/],
    [
      'the next byte',
      { betweenBytesMs: 100 },
      (_, response) => void response.write('.'),
      /^no whole answer from \S+: nothing came for 100 ms$/,
    ],
  ])('are bound each: %s', async (_, phases, listener, message) => {
    const { origin, http } = await serve(listener)
    const call = http.request(origin, { method: 'PATCH', phases })
    await expect(call).rejects.toMatchObject({ code: 'TIMEOUT', message: expect.stringMatching(message) })
  })

  it('are bound each: the connection, TLS included', async () => {
    const silent = createServer((socket) => socket.on('error', () => {})).listen(0, '127.0.0.1')
    await once(silent, 'listening')
    ends.push(async () => void silent.close())
    const { port } = silent.address() as AddressInfo
    const { http } = await serve(() => {})
    const call = http.request(`https://127.0.0.1:${port}/`, { method: 'PATCH', phases: { connectMs: 100 } })
    await expect(call).rejects.toMatchObject({
      code: 'TIMEOUT',
      message: `could not reach 127.0.0.1:${port}: no connection within 100 ms`,
    })
  })

  it('may take long as long as something comes', async () => {
    const { origin, http } = await serve(async (_, response) => {
      for (let piece = 0; piece < 10; piece++) {
        response.write('.')
        await pause(220)
      }
      response.end()
    })
    expect((await http.get(origin, { phases: { betweenBytesMs: 2_000 } })).text).toBe('..........')
  })
})

describe('a signal', () => {
  it('that has fired keeps the request from being made', async () => {
    let requests = 0
    const { origin, http } = await serve((_, response) => response.end(String(requests++)))
    const refused = http.get(origin, { signal: AbortSignal.abort('too late') })
    await expect(refused).rejects.toMatchObject({ code: 'ABORTED', cause: 'too late' })
    expect(requests).toBe(0)
  })

  it.each<[string, RequestListener]>([
    ['the answer begins', () => {}],
    ['the body ends', (_, response) => void drip(response)],
  ])('ends a request before %s', async (_, listener) => {
    const { origin, http, server } = await serve(listener)
    const controller = new AbortController()
    const request = timed(http.get(origin, { signal: controller.signal }))
    await eventually(() => server.connections() === 1, 'no connection was made')
    await pause(50)
    controller.abort(new Error('no longer wanted'))
    const { error } = await request
    expect(error).toMatchObject({ code: 'ABORTED', cause: { message: 'no longer wanted' } })
    await eventually(() => server.sockets.size === 0, 'the connection stays open')
  })
})

describe('the cap on a body', () => {
  it('lets a body through that is exactly as long', async () => {
    const { origin, http } = await serve((_, response) => response.end(Buffer.alloc(1_000, 'a')))
    expect((await http.get(origin, { maxBytes: 1_000 })).text).toHaveLength(1_000)
    await expect(http.get(origin, { maxBytes: 999 })).rejects.toThrow('is longer than 999 bytes')
  })

  it('refuses a body that is announced as longer, before it comes', async () => {
    const { origin, http } = await serve((_, response) => {
      response.setHeader('content-length', 6 * mebibyte)
      response.flushHeaders()
    })
    await expect(http.get(origin)).rejects.toThrow('is longer than 5242880 bytes')
    expect(await http.request(origin, { method: 'HEAD' })).toMatchObject({ text: '' })
  })

  it('ends an endless body, and its connection', async () => {
    const { origin, http, server } = await serve((_, response) => pour(response, Buffer.alloc(65_536)))
    await expect(http.get(origin)).rejects.toMatchObject({ code: 'ADAPTER_FAILED', retryable: false })
    await eventually(() => server.sockets.size === 0, 'the connection stays open')
  })

  it('counts what a small body unpacks into, and stops there', async () => {
    const bomb = zlib.gzipSync(Buffer.alloc(100 * mebibyte))
    expect(bomb.length).toBeLessThan(mebibyte / 8)
    const { origin, http } = await serve((_, response) =>
      response.writeHead(200, { 'content-encoding': 'gzip' }).end(bomb),
    )
    const before = process.memoryUsage().arrayBuffers
    await expect(http.get(origin, { maxBytes: mebibyte })).rejects.toThrow(`is longer than ${mebibyte} bytes`)
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(8 * mebibyte)
  })

  it('counts again what unpacks twice', async () => {
    const bomb = zlib.brotliCompressSync(zlib.gzipSync(Buffer.alloc(100 * mebibyte)))
    const headers = { 'content-encoding': 'gzip, br' }
    const { origin, http } = await serve((_, response) => response.writeHead(200, headers).end(bomb))
    await expect(http.get(origin)).rejects.toThrow('unpacks to more than 200 times its size')
  })

  it('lets a body through that unpacks to much, as long as it is short', async () => {
    const dense = zlib.brotliCompressSync(Buffer.alloc(mebibyte, 'a'))
    expect(mebibyte / dense.length).toBeGreaterThan(1_000)
    const { origin, http } = await serve((_, response) =>
      response.writeHead(200, { 'content-encoding': 'br' }).end(dense),
    )
    expect((await http.get(origin)).text).toHaveLength(mebibyte)
  })

  it('takes a body that is packed three times, and not four', async () => {
    const { origin, http } = await serve(({ url }, response) => {
      const times = Number(url?.slice(1))
      let body = Buffer.from('page')
      for (let layer = 0; layer < times; layer++) body = zlib.gzipSync(body)
      response.writeHead(200, { 'content-encoding': Array(times).fill('gzip').join(', ') }).end(body)
    })
    expect((await http.get(`${origin}/3`)).text).toBe('page')
    await expect(http.get(`${origin}/4`)).rejects.toThrow('is packed 4 times, more than 3')
  })
})

describe('a compressed body', () => {
  const page = `<p>${'ginger tea '.repeat(5_000)}</p>`
  /** Node has it from 22.15 on. */
  const { zstdCompressSync } = zlib as { zstdCompressSync?: (text: string) => Buffer }
  const codings: Record<string, Buffer> = {
    ...defined({ zstd: zstdCompressSync ? zstdCompressSync(page) : undefined }),
    gzip: zlib.gzipSync(page),
    'x-gzip': zlib.gzipSync(page),
    GZIP: zlib.gzipSync(page),
    br: zlib.brotliCompressSync(page),
    deflate: zlib.deflateSync(page),
    'deflate, gzip': zlib.gzipSync(zlib.deflateSync(page)),
    identity: Buffer.from(page),
    '': Buffer.from(page),
  }
  const answering = (encoding: string, body: Buffer) =>
    serve((_, response) => response.writeHead(200, { 'content-encoding': encoding }).end(body))

  it.each(Object.entries(codings))('is read from %j', async (encoding, body) => {
    const { origin, http } = await answering(encoding, body)
    expect((await http.get(origin)).text).toBe(page)
  })

  it('is read from a bare deflate stream, which some servers send', async () => {
    const { origin, http } = await answering('deflate', zlib.deflateRawSync(page))
    expect((await http.get(origin)).text).toBe(page)
  })

  it.each([
    ['gzip', zlib.gzipSync(page).subarray(0, -8)],
    [
      'br',
      zlib.brotliCompressSync(page, { params: { [zlib.constants.BROTLI_PARAM_QUALITY]: 0 } }).subarray(0, -1),
    ],
  ])('in %s may lack its trailer, as browsers allow', async (encoding, body) => {
    const { origin, http } = await answering(encoding, body)
    expect(page.startsWith((await http.get(origin)).text)).toBe(true)
  })

  it.each(['gzip', 'br', 'deflate'])('that is no %s is refused', async (encoding) => {
    const { origin, http } = await answering(encoding, Buffer.from('\xff\xfe, plainly', 'latin1'))
    await expect(http.get(origin)).rejects.toMatchObject({
      code: 'ADAPTER_FAILED',
      message: expect.stringMatching(`says it is ${encoding}, and is not$`),
    })
  })

  it('in a coding that nobody asked for is refused, and its connection is not left hanging', async () => {
    const { origin, http } = await answering('compress', Buffer.alloc(1_000))
    await expect(http.get(origin)).rejects.toThrow(`answers in the content coding 'compress'`)
  })
})
