import { once } from 'node:events'
import { setTimeout as delay } from 'node:timers/promises'
import { Worker } from 'node:worker_threads'
import { gzipSync } from 'node:zlib'
import { describe, expect, it, onTestFinished } from 'vitest'
import { httpPeer, sumOfPhases } from '../probing/testing/peer.js'
import { measure } from './testing/measure.js'

/** The time that the machine may add to a measurement besides the reported uncertainty, in milliseconds. */
const spareMs = 150

describe('the latency of an HTTP target', () => {
  it.each([0, 75, 200, 600])('is the time of the target, for one that takes %d ms', async (delayMs) => {
    let tookMs = 0
    const { origin } = await httpPeer((_, response) => {
      const askedAt = performance.now()
      setTimeout(() => {
        tookMs = performance.now() - askedAt
        response.end('ok')
      }, delayMs)
    })
    const { latencyMs, phases, uncertaintyMs } = await measure(origin)
    expect(phases.firstByteMs).toBeGreaterThanOrEqual(tookMs)
    expect(latencyMs - uncertaintyMs - tookMs).toBeLessThan(spareMs)
  })

  it('is the sum of its phases', async () => {
    const { origin } = await httpPeer((_, response) => response.end('ok'))
    const measurement = await measure(origin)
    expect(measurement.latencyMs).toBeGreaterThan(0)
    expect(sumOfPhases(measurement)).toBeCloseTo(measurement.latencyMs, 6)
  })

  it('has no lookup when the URL has an address for a name', async () => {
    const { origin, port } = await httpPeer((_, response) => response.end('ok'))
    const { phases } = await measure(origin)
    expect(Object.keys(phases)).toEqual(['connectMs', 'firstByteMs', 'downloadMs'])
    const named = await measure(`http://localhost:${port}`)
    expect(Object.keys(named.phases)).toEqual(['dnsMs', 'connectMs', 'firstByteMs', 'downloadMs'])
  })

  it('separates the wait for the first byte from the download', async () => {
    const { origin } = await httpPeer(async (_, response) => {
      await delay(60)
      for (let byte = 0; byte < 5; byte++) {
        response.write('x')
        await delay(40)
      }
      response.end()
    })
    const { phases, bytes } = await measure(origin)
    expect(bytes).toBe(5)
    expect(phases.firstByteMs).toBeGreaterThan(58)
    expect(phases.firstByteMs).toBeLessThan(60 + spareMs)
    expect(phases.downloadMs).toBeGreaterThan(5 * 40 - 10)
  })

  it('comes with the status, bytes, address and protocol', async () => {
    const { origin } = await httpPeer((_, response) => response.writeHead(203).end('twelve bytes'))
    expect(await measure(origin)).toMatchObject({
      httpStatus: 203,
      bytes: 12,
      redirects: 0,
      remoteAddress: '127.0.0.1',
      protocol: 'HTTP/1.1',
    })
  })

  it('counts the bytes of a compressed body as they are sent', async () => {
    const body = gzipSync('a'.repeat(100_000))
    const { origin } = await httpPeer((_, response) =>
      response.writeHead(200, { 'content-encoding': 'gzip' }).end(body),
    )
    expect(await measure(origin)).toMatchObject({ bytes: body.length })
  })

  it('can be that of the headers alone', async () => {
    const methods: unknown[] = []
    const { origin } = await httpPeer((request, response) => {
      methods.push(request.method)
      response.writeHead(200, { 'content-length': 1_000 }).end()
    })
    expect(await measure(origin, { method: 'HEAD' })).toMatchObject({ httpStatus: 200, bytes: 0 })
    expect(methods).toEqual(['HEAD'])
  })

  it('is measured over a fresh connection each time', async () => {
    const peer = await httpPeer((_, response) => response.end('ok'))
    await measure(peer.origin)
    await measure(peer.origin)
    expect(peer.connections()).toBe(2)
  })
})

describe('uncertaintyMs', () => {
  it('covers the time that a busy process added to the latency', async () => {
    // The target runs in a thread of its own: it answers after 30 ms, while this thread is at work for 200 ms.
    const target = new Worker(
      `const { parentPort } = require('node:worker_threads')
       const server = require('node:http').createServer((_, response) => {
         parentPort.postMessage('asked')
         setTimeout(() => response.end('ok'), 30)
       })
       server.listen(0, '127.0.0.1', () => parentPort.postMessage(server.address().port))`,
      { eval: true },
    )
    onTestFinished(async () => void (await target.terminate()))
    const [port] = await once(target, 'message')
    target.once('message', () => {
      const until = performance.now() + 200
      while (performance.now() < until);
    })
    const { latencyMs, uncertaintyMs } = await measure(`http://127.0.0.1:${port}`)
    expect(latencyMs).toBeGreaterThan(200)
    expect(uncertaintyMs).toBeGreaterThan(195)
    expect(uncertaintyMs).toBeLessThanOrEqual(latencyMs)
    expect(latencyMs - uncertaintyMs).toBeLessThan(30 + spareMs)
  })

  it('is small against the latency of a slow target when the process is idle', async () => {
    const { origin } = await httpPeer((_, response) => void setTimeout(() => response.end('ok'), 300))
    const { uncertaintyMs } = await measure(origin)
    expect(uncertaintyMs).toBeGreaterThan(0)
    expect(uncertaintyMs).toBeLessThan(150)
  })
})

describe('the request to an HTTP target', () => {
  it('has the user agent, the headers of the options, and the login of the URL', async () => {
    const seen: object[] = []
    const { port } = await httpPeer((request, response) => {
      seen.push(request.headers)
      response.end()
    })
    await measure(`http://ana:p%40ss@127.0.0.1:${port}/`, { headers: { 'X-Probe': 'eu-1' } })
    await measure(`http://127.0.0.1:${port}/`, {
      userAgent: 'our monitor/1',
      headers: { Accept: 'text/html', host: 'shop.example' },
    })
    expect(seen[0]).toEqual({
      host: `127.0.0.1:${port}`,
      accept: '*/*',
      'user-agent': 'Telltale (+https://github.com/telltale-sdk/telltale)',
      'x-probe': 'eu-1',
      // RFC 7617: base64 of `ana:p@ss`
      authorization: 'Basic YW5hOnBAc3M=',
      connection: 'close',
    })
    expect(seen[1]).toMatchObject({
      host: 'shop.example',
      accept: 'text/html',
      'user-agent': 'our monitor/1',
    })
  })

  it('has the path and the query, without the fragment', async () => {
    let path: string | undefined
    const { origin } = await httpPeer((request, response) => {
      path = request.url
      response.end()
    })
    await measure(`${origin}/a b?c=d#e`)
    expect(path).toBe('/a%20b?c=d')
  })
})
