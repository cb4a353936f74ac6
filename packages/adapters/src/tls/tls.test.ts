import { createServer, type TlsOptions } from 'node:tls'
import { describe, expect, it } from 'vitest'
import { authorityOptions, certificate } from '../probing/testing/certificate.js'
import { listen, measureWith } from '../probing/testing/peer.js'
import { type TlsProbeOptions, tls } from './index.js'

const endsAt = Date.UTC(2090, 4, 6, 7, 8, 9)
const pair = await certificate({ notAfterDate: new Date(endsAt) }, ['127.0.0.1', 'mail.example'])
const ca = [pair.cert]
const { key: otherKey } = await certificate()

async function peer(given: TlsOptions = pair): Promise<string> {
  const server = createServer(given, (socket) => {
    socket.on('error', () => {})
    socket.write('* OK ready\r\n')
  })
  server.on('tlsClientError', () => {})
  return `tls://127.0.0.1:${(await listen(server)).port}`
}

describe('tls()', () => {
  it.each([
    ['tls://mail.example:993', true],
    ['tls://mail.example', true],
    ['https://mail.example:993', false],
  ])('measures %s: %s', (url, matches) => {
    expect(tls().probe?.matches(new URL(url))).toBe(matches)
  })

  it('measures the connection and the handshake, and says when the certificate ends', async () => {
    const measurement = await measureWith(tls({ ca }), await peer())
    expect(measurement).toMatchObject({
      remoteAddress: '127.0.0.1',
      addressFamily: 4,
      protocol: 'TLSv1.3',
      certificateExpiresAt: endsAt,
    })
    expect(measurement.failure).toBeUndefined()
    expect(Object.keys(measurement.phases)).toEqual(['connectMs', 'tlsMs'])
  })

  it('waits for a greeting', async () => {
    const { failure } = await measureWith(tls({ ca, expect: '* OK' }), await peer())
    expect(failure).toBeUndefined()
  })

  it('asks for another name than the URL has', async () => {
    const url = await peer()
    expect((await measureWith(tls({ ca, serverName: 'mail.example' }), url)).failure).toBeUndefined()
    expect(await measureWith(tls({ ca, serverName: 'other.example' }), url)).toMatchObject({
      certificateProblem: 'ERR_TLS_CERT_ALTNAME_INVALID',
      failure: { kind: 'tls', message: expect.stringContaining('not for other.example') },
    })
  })

  it('says why a certificate is not trusted', async () => {
    expect(await measureWith(tls(), await peer())).toMatchObject({
      certificateProblem: 'DEPTH_ZERO_SELF_SIGNED_CERT',
      failure: { kind: 'tls', message: 'certificate is self-signed' },
    })
  })

  it('says that a certificate ends soon', async () => {
    const soon = await certificate({ notAfterDate: new Date(Date.now() + 10.5 * 86_400_000) })
    const url = await peer(soon)
    expect((await measureWith(tls({ ca: [soon.cert], minDaysLeft: 10 }), url)).failure).toBeUndefined()
    expect(await measureWith(tls({ ca: [soon.cert], minDaysLeft: 11 }), url)).toMatchObject({
      failure: {
        kind: 'assertion',
        message: 'expected the certificates to last 11 days, that of 127.0.0.1 lasts 10',
      },
    })
  })

  it('counts the days of the certificate of the chain that ends first, and names it', async () => {
    const days = (count: number) => new Date(Date.now() + (count + 0.5) * 86_400_000)
    const root = await certificate({ ...authorityOptions, notAfterDate: days(400) }, ['Root'])
    const middle = await certificate({ ...authorityOptions, ca: root, notAfterDate: days(5) }, ['Middle'])
    const leaf = await certificate({ ca: middle, notAfterDate: days(90) })
    const url = await peer({ key: leaf.key, cert: `${leaf.cert}\n${middle.cert}` })
    expect(await measureWith(tls({ ca: [root.cert], minDaysLeft: 14 }), url)).toMatchObject({
      certificateName: 'Middle',
      failure: {
        kind: 'assertion',
        message: 'expected the certificates to last 14 days, that of Middle lasts 5',
      },
    })
  })

  it('goes on with a certificate that is not trusted when told to, and says so', async () => {
    const measurement = await measureWith(tls({ verify: false, expect: '* OK' }), await peer())
    expect(measurement).toMatchObject({ certificateProblem: 'DEPTH_ZERO_SELF_SIGNED_CERT' })
    expect(measurement.failure).toBeUndefined()
  })

  it('is asked for as each monitor says', async () => {
    const url = new URL(await peer())
    const { probe } = tls()
    const settings = { request: { ca, verify: true, alpn: ['h2'] } }
    expect(await probe.settings?.schema['~standard'].validate(settings)).toEqual({ value: settings })
    expect(await probe.settings?.schema['~standard'].validate({ request: { verify: 'no' } })).toMatchObject({
      issues: [{ path: ['request', 'verify'] }],
    })
    expect(probe.settings?.secretPaths?.({ request: { clientCertificate: pair } })).toEqual([
      ['request', 'clientCertificate', 'key'],
    ])
    const checkWith = (request: object) =>
      measureWith(
        {
          ...tls(),
          probe: {
            ...probe,
            check: (target, context) => probe.check({ ...target, settings: { request } }, context),
          },
        },
        url.href,
      )
    expect((await checkWith({ ca })).failure).toBeUndefined()
    expect((await checkWith({ verify: false })).failure).toBeUndefined()
    expect((await checkWith({})).failure).toMatchObject({ kind: 'tls' })
  })

  it('shows its own certificate to a server that asks for one', async () => {
    const url = await peer({ ...pair, requestCert: true, rejectUnauthorized: true, ca: [pair.cert] })
    const shown = tls({ ca, clientCertificate: pair, expect: '* OK' })
    expect((await measureWith(shown, url)).failure).toBeUndefined()
    // Its key is shown in no message.
    expect(shown.secrets?.()).toEqual([pair.key])
    expect(await measureWith(tls({ ca, expect: '* OK' }), url)).toMatchObject({
      failure: { kind: 'tls', message: expect.stringMatching(/certificate required/) },
    })
  })

  it.each<[what: string, server: TlsOptions, options: TlsProbeOptions, message: RegExp]>([
    [
      'ALPN',
      { ...pair, ALPNProtocols: ['http/1.1'] },
      { alpn: ['h2'] },
      /^the TLS handshake failed: the server speaks none of the protocols that are offered by ALPN: h2 /,
    ],
    [
      'ALPN, which it does not know',
      pair,
      { alpn: ['h2'] },
      /^the server chose none of the protocols that are offered by ALPN: h2$/,
    ],
    [
      'a version',
      // The lowest level of security lets OpenSSL speak TLS 1.1.
      { ...pair, maxVersion: 'TLSv1.1', minVersion: 'TLSv1.1', ciphers: 'DEFAULT@SECLEVEL=0' },
      {},
      /^the TLS handshake failed: both sides have no version of TLS in common; this probe speaks TLS 1.2 and 1.3 /,
    ],
  ])('says that both sides agree on nothing: %s', async (_what, server, options, message) => {
    expect(await measureWith(tls({ ca, ...options }), await peer(server))).toMatchObject({
      failure: { kind: 'tls', message: expect.stringMatching(message) },
    })
  })

  it('checks the name that was given, of an IP address too', async () => {
    const url = await peer()
    expect((await measureWith(tls({ ca, serverName: '192.0.2.1' }), url)).failure).toMatchObject({
      kind: 'tls',
    })
  })

  it.each([
    [{ startTls: 'xmpp' }, 'tls: startTls'],
    [{ clientCertificate: { cert: 'none', key: 'none' } }, 'tls: clientCertificate.cert'],
    [{ clientCertificate: { cert: pair.cert, key: otherKey } }, 'tls: clientCertificate.key'],
    [{ alpn: [] }, 'tls: alpn'],
    [{ ca: ['no certificate'] }, 'tls: ca[0]'],
    [{ minDaysLeft: -1 }, 'tls: minDaysLeft'],
    [{ serverName: '' }, 'tls: serverName'],
  ])('refuses an option and names it: %#', (options, part) => {
    expect(() => tls(options as TlsProbeOptions)).toThrow(part)
  })
})
