import { createServer, type ServerOptions } from 'node:https'
import { createServer as createTcpServer } from 'node:net'
import type { TLSSocket } from 'node:tls'
import { beforeAll, describe, expect, it } from 'vitest'
import { authorityOptions, certificate, type KeyPair } from '../probing/testing/certificate.js'
import { httpPeer, listen, sumOfPhases } from '../probing/testing/peer.js'
import { measure } from './testing/measure.js'

/** A peer that speaks HTTP over TLS; `requests` are the paths that were asked for. */
async function tlsPeer(pair: ServerOptions) {
  const requests: (string | undefined)[] = []
  const sessions: boolean[] = []
  const server = createServer(pair, ({ url }, response) => {
    requests.push(url)
    if (url === '/plain') response.writeHead(302, { location: 'http://127.0.0.1:1/' })
    response.end('ok')
  })
  server.on('secureConnection', (socket: TLSSocket) => sessions.push(socket.isSessionReused()))
  server.on('tlsClientError', () => {})
  return { ...(await listen(server, 'https')), requests, sessions }
}

describe('an HTTPS target', () => {
  const endsAt = Date.UTC(2090, 4, 6, 7, 8, 9)
  let ca: KeyPair
  let trusted: KeyPair

  beforeAll(async () => {
    // It ends after the certificates that it signs.
    ca = await certificate({ ...authorityOptions, notAfterDate: new Date(endsAt + 1_000) }, [
      'Test Authority',
    ])
    trusted = await certificate({ ca, notAfterDate: new Date(endsAt) }, ['127.0.0.1', 'localhost'])
  })

  it('is measured with its handshake and the end of its certificate', async () => {
    const { port } = await tlsPeer(trusted)
    const measurement = await measure(`https://localhost:${port}/`, { ca: [ca.cert] })
    expect(measurement).toMatchObject({
      httpStatus: 200,
      protocol: 'HTTP/1.1',
      certificateExpiresAt: endsAt,
    })
    expect(measurement.failure).toBeUndefined()
    expect(Object.keys(measurement.phases)).toEqual([
      'dnsMs',
      'connectMs',
      'tlsMs',
      'firstByteMs',
      'downloadMs',
    ])
    expect(sumOfPhases(measurement)).toBeCloseTo(measurement.latencyMs, 6)
  })

  it('can be asserted to have a certificate that lasts', async () => {
    const { origin } = await tlsPeer(trusted)
    const asserting = (atLeast: number) =>
      measure(origin, { ca: [ca.cert], assertions: [{ of: 'certificateDaysLeft', atLeast }] })
    expect((await asserting(14)).failure).toBeUndefined()
    expect(await asserting(1_000_000)).toMatchObject({ failure: { kind: 'assertion' } })
  })

  it('gets a full handshake each time', async () => {
    const { origin, sessions } = await tlsPeer(trusted)
    for (const path of ['/1', '/2']) await measure(`${origin}${path}`, { ca: [ca.cert] })
    expect(sessions).toEqual([false, false])
  })

  it('may be what an HTTP target redirects to', async () => {
    const secure = await tlsPeer(trusted)
    const { origin } = await httpPeer((_, response) =>
      response.writeHead(301, { location: `${secure.origin}/` }).end(),
    )
    const measurement = await measure(origin, { ca: [ca.cert] })
    expect(measurement).toMatchObject({ httpStatus: 200, redirects: 1, certificateExpiresAt: endsAt })
  })

  it('fails when it redirects to HTTP', async () => {
    const { origin } = await tlsPeer(trusted)
    expect(await measure(`${origin}/plain`, { ca: [ca.cert] })).toMatchObject({
      failure: {
        kind: 'redirect',
        message: 'redirects from https to http (127.0.0.1:1), which is not followed',
      },
    })
  })

  it('reports a code for an untrusted certificate', async () => {
    const { origin } = await tlsPeer(await certificate())
    // OpenSSL's X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT
    expect(await measure(origin)).toMatchObject({ certificateProblem: 'DEPTH_ZERO_SELF_SIGNED_CERT' })
  })

  it.each([
    ['is self-signed', {}, /^certificate is self-signed$/],
    [
      'expired',
      { notBeforeDate: new Date('2020-01-01'), notAfterDate: new Date('2021-02-03') },
      /^certificate expired on 2021-02-03$/,
    ],
    [
      'is not valid yet',
      { notBeforeDate: new Date('2089-01-02'), notAfterDate: new Date('2090-01-01') },
      /^certificate is not valid before 2089-01-02$/,
    ],
    [
      'is for another name',
      { names: ['other.example', 'www.other.example'] },
      /^certificate is for DNS:other\.example, DNS:www\.other\.example, not for 127\.0\.0\.1$/,
    ],
    [
      'is from an unknown authority',
      { unknown: true },
      /^certificate is not from a trusted authority \(UNABLE_TO_VERIFY_LEAF_SIGNATURE\)$/,
    ],
  ])(
    'whose certificate %s fails, and is sent nothing',
    async (what, { names, unknown, ...dates }: CertificateFlaw, message) => {
      const pair = await certificate(what === 'is self-signed' ? {} : { ca, ...dates }, names)
      const { origin, requests } = await tlsPeer(pair)
      const measurement = await measure(origin, unknown ? {} : { ca: [ca.cert] })
      expect(measurement.failure).toEqual({ kind: 'tls', message: expect.stringMatching(message) })
      expect(measurement.certificateExpiresAt).toBeTypeOf('number')
      expect(Object.keys(measurement.phases)).toEqual(['connectMs', 'tlsMs'])
      expect(requests).toEqual([])
    },
  )

  it('fails when an intermediate certificate has expired', async () => {
    const dates = { notBeforeDate: new Date('2020-01-01'), notAfterDate: new Date('2021-02-03') }
    const expired = await certificate({ ...authorityOptions, ...dates }, ['Old Authority'])
    const pair = await certificate({ ca: expired })
    const { origin } = await tlsPeer(pair)
    expect(await measure(origin, { ca: [expired.cert] })).toMatchObject({
      failure: { kind: 'tls', message: 'the certificate of the issuer Old Authority expired on 2021-02-03' },
    })
  })

  it('fails when it asks for a certificate of the client', async () => {
    const { origin } = await tlsPeer({ ...trusted, ca: ca.cert, requestCert: true, rejectUnauthorized: true })
    const { failure } = await measure(origin, { ca: [ca.cert] })
    expect(failure).toEqual({
      kind: 'tls',
      message: expect.stringMatching(/^the server ended TLS: .*certificate required/),
    })
  })

  it('fails when it speaks HTTP without TLS', async () => {
    const { port } = await httpPeer((_, response) => response.end('ok'))
    const { failure } = await measure(`https://127.0.0.1:${port}/`)
    expect(failure).toEqual({
      kind: 'tls',
      message: 'the TLS handshake failed: what the server sent is not TLS (wrong version number)',
    })
  })

  it('fails when it closes the connection during the handshake', async () => {
    const { origin } = await listen(
      createTcpServer((socket) => socket.once('data', () => socket.destroy())),
      'https',
    )
    expect(await measure(origin)).toMatchObject({
      failure: { kind: 'tls', message: 'the TLS handshake failed: the connection was closed' },
    })
  })

  it('times out when it stays silent in the handshake', async () => {
    const { origin } = await listen(createTcpServer(), 'https')
    const startedAt = performance.now()
    expect(await measure(origin, { timeoutMs: 300 })).toMatchObject({
      failure: { kind: 'timeout', message: 'no complete answer within 300 ms (in the TLS handshake)' },
    })
    expect(performance.now() - startedAt).toBeLessThan(300 + 250)
  })
})

/** A flaw of an otherwise valid certificate. */
interface CertificateFlaw {
  readonly names?: string[]
  readonly notBeforeDate?: Date
  readonly notAfterDate?: Date
  /** `true` when the probe does not know the authority. */
  readonly unknown?: boolean
}
