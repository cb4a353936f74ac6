import { text } from 'node:stream/consumers'
import { describe, expect, it } from 'vitest'
import { httpPeer, listenOn, measureWith, sumOfPhases } from '../probing/testing/peer.js'
import { http } from './index.js'
import { measure } from './testing/measure.js'

describe('a request with a body', () => {
  it('sends it, with its length and type', async () => {
    const seen: unknown[] = []
    const { origin } = await httpPeer(async (request, response) => {
      const { 'content-type': type, 'content-length': length } = request.headers
      seen.push([request.method, type, length, await text(request)])
      response.end()
    })
    await measure(origin, { method: 'POST', body: 'Käse' })
    await measure(origin, { method: 'PUT', body: '{}', headers: { 'Content-Type': 'application/json' } })
    expect(seen).toEqual([
      ['POST', 'text/plain;charset=utf-8', '5', 'Käse'],
      ['PUT', 'application/json', '2', '{}'],
    ])
  })

  it.each([
    [301, 'POST', 'GET', ''],
    [303, 'PUT', 'GET', ''],
    [302, 'PUT', 'PUT', 'ping'],
    [307, 'POST', 'POST', 'ping'],
  ] as const)('and a redirect of status %d turns a %s into a %s', async (status, method, then, body) => {
    const seen: unknown[] = []
    const { origin } = await httpPeer(async (request, response) => {
      seen.push([request.method, request.headers['content-type'], await text(request)])
      if (request.url === '/') response.writeHead(status, { location: '/next' })
      response.end()
    })
    expect((await measure(origin, { method, body: 'ping' })).failure).toBeUndefined()
    expect(seen[1]).toEqual([then, body ? 'text/plain;charset=utf-8' : undefined, body])
  })

  it('is not redirected to another origin', async () => {
    const other = await httpPeer((_, response) => response.end())
    const { origin } = await httpPeer((_, response) =>
      response.writeHead(307, { location: `${other.origin}/` }).end(),
    )
    expect(await measure(origin, { method: 'POST', body: 'secret' })).toMatchObject({
      failure: {
        kind: 'redirect',
        message: `redirects to ${other.origin}, another origin, which is not sent the body`,
      },
    })
    expect(other.connections()).toBe(0)
  })

  it('is rejected for a method without one', () => {
    expect(() => http({ body: 'ping' })).toThrow('http: body: expected none with GET')
  })
})

describe('a login', () => {
  const token = 'tok-4f9c.secret'
  // RFC 7617, section 2: the example of `Aladdin` and `open sesame`
  const basic = { username: 'Aladdin', password: 'open sesame' }
  const encoded = 'QWxhZGRpbjpvcGVuIHNlc2FtZQ=='

  it('is sent to the target, and to no other origin', async () => {
    const seen: unknown[] = []
    const other = await httpPeer((request, response) => {
      seen.push(request.headers.authorization)
      response.end()
    })
    const { origin } = await httpPeer((request, response) => {
      seen.push(request.headers.authorization)
      response.writeHead(302, { location: `${other.origin}/` }).end()
    })
    await measure(origin, { auth: basic })
    await measure(origin, { auth: { bearer: token } })
    expect(seen).toEqual([`Basic ${encoded}`, undefined, `Bearer ${token}`, undefined])
  })

  it('and whatever else is sent is told to the engine, which shows it to nobody', () => {
    expect(http({ auth: { bearer: token } }).secrets?.()).toEqual([token])
    expect(http({ auth: basic }).secrets?.()).toContain('open sesame')
    const headers = { 'x-api-key': 'k-1', cookie: 'sid=s-1; b=2', accept: 'text/html' }
    const body = JSON.stringify({ query: ['q-1'] })
    const secrets = http({ method: 'POST', headers, body }).secrets?.()
    expect(secrets).toEqual(expect.arrayContaining(['k-1', 's-1', 'q-1', body]))
    expect(secrets).not.toContain('text/html')
  })

  it.each([
    [{ auth: { username: 'a:b', password: 'x' } }, 'http: auth'],
    [{ auth: { bearer: 'two words' } }, 'http: auth'],
    [{ auth: basic, headers: { Authorization: 'x' } }, 'http: auth: expected either this or'],
    [{ headers: { 'Content-Length': '1' } }, 'http: headers: expected no content-length'],
  ])('is rejected when it is invalid: %o', (options, message) => {
    expect(() => http(options)).toThrow(message)
  })
})

describe('the address family', () => {
  it('is part of the measurement', async () => {
    const { port } = await httpPeer((_, response) => response.end())
    expect(await measure(`http://127.0.0.1:${port}`)).toMatchObject({ addressFamily: 4 })
    expect(await measure(`http://localhost:${port}`, { family: 4 })).toMatchObject({
      addressFamily: 4,
      remoteAddress: '127.0.0.1',
    })
  })

  it('may be version 6', async (context) => {
    const peer = await listenOn('::1', (_, response) => response.end())
    if (!peer) return context.skip('this machine has no IPv6')
    expect(await measure(`http://[::1]:${peer.port}`, { family: 6 })).toMatchObject({
      addressFamily: 6,
      remoteAddress: '::1',
    })
  })

  it('fails the check if the host has no such address', async () => {
    expect(await measure('http://127.0.0.1:1', { family: 6 })).toMatchObject({
      failure: { kind: 'dns', message: '127.0.0.1 is no IPv6 address' },
    })
  })
})

describe('with reuse', () => {
  it('the next check needs no new connection, and has no phases for it', async () => {
    const peer = await httpPeer((_, response) => response.end('ok'))
    const probe = http({ reuse: true })
    await measureWith(probe, peer.origin)
    const { phases, failure } = await measureWith(probe, peer.origin)
    expect(failure).toBeUndefined()
    expect(Object.keys(phases)).toEqual(['firstByteMs', 'downloadMs'])
    expect(peer.connections()).toBe(1)
    await probe.close?.()
  })

  it('a connection that the server closed meanwhile is replaced', async () => {
    const peer = await httpPeer(({ socket }, response) => {
      response.end('ok')
      if (peer.connections() === 1) socket.once('data', () => socket.destroy())
    })
    const probe = http({ reuse: true })
    for (const round of [1, 2, 3]) {
      const { failure, httpStatus } = await measureWith(probe, peer.origin)
      expect(failure, `round ${round}`).toBeUndefined()
      expect(httpStatus).toBe(200)
    }
    expect(peer.connections()).toBe(2)
    await probe.close?.()
  })

  it('a connection that the server closes or breaks is not kept', async () => {
    const peer = await httpPeer(({ url }, response) => {
      if (url === '/closing') response.setHeader('connection', 'close')
      if (url === '/broken') response.socket?.destroy()
      else response.end('ok')
    })
    const probe = http({ reuse: true })
    for (const path of ['/closing', '/broken', '/']) await measureWith(probe, `${peer.origin}${path}`)
    expect(peer.connections()).toBe(3)
    await probe.close?.()
  })
})

describe('a phase timeout', () => {
  it('ends the check, and names the phase', async () => {
    const { origin } = await httpPeer(({ url }, response) => {
      if (url === '/slow-body') response.write('half')
    })
    const phaseTimeouts = { firstByte: '80ms', download: '50ms' } as const
    expect(await measure(origin, { phaseTimeouts })).toMatchObject({
      failure: {
        kind: 'timeout',
        message: 'waiting for the first byte took longer than the 80 ms it may take',
      },
    })
    expect(await measure(`${origin}/slow-body`, { phaseTimeouts })).toMatchObject({
      failure: { kind: 'timeout', message: 'reading the answer took longer than the 50 ms it may take' },
    })
  })
})

describe('with retries', () => {
  /** Fails the first `count` requests. */
  const flaky = (count: number) => {
    let asked = 0
    return httpPeer((_, response) => {
      asked += 1
      if (asked > count) response.end('ok')
      else setTimeout(() => response.writeHead(503).end(), 60)
    })
  }

  it('a failed check is tried again, and reports the latency of its first attempt', async () => {
    const { origin } = await flaky(2)
    const measurement = await measure(origin, { retries: 3 })
    expect(measurement).toMatchObject({ httpStatus: 200, attempts: 3 })
    expect(measurement.failure).toBeUndefined()
    expect(measurement.firstAttemptMs).toBeGreaterThan(58)
    expect(sumOfPhases(measurement)).toBeCloseTo(measurement.latencyMs, 6)
  })

  it('a check fails when none is left', async () => {
    const { origin } = await flaky(9)
    expect(await measure(origin, { retries: 1 })).toMatchObject({ attempts: 2, failure: { kind: 'status' } })
  })

  it('a check that succeeds at once does not mention attempts', async () => {
    const { origin } = await flaky(0)
    expect(await measure(origin, { retries: 1 })).not.toHaveProperty('attempts')
  })

  it('all attempts share the timeout of the check', async () => {
    const peer = await httpPeer(() => {})
    const phaseTimeouts = { firstByte: '80ms' } as const
    const measurement = await measure(peer.origin, { retries: 10, phaseTimeouts, timeoutMs: 200 })
    expect(measurement).toMatchObject({ failure: { kind: 'timeout' } })
    // At most three attempts of 80 ms begin within 200 ms; without a shared timeout there would be eleven.
    expect(measurement.attempts).toBeLessThanOrEqual(3)
  })
})
