import { createServer } from 'node:tls'
import { describe, expect, it } from 'vitest'
import { certificate } from '../probing/testing/certificate.js'
import { listen, measureWith } from '../probing/testing/peer.js'
import { type TlsProbeOptions, tls } from './index.js'

const endsAt = Date.UTC(2090, 4, 6, 7, 8, 9)
const pair = await certificate({ notAfterDate: new Date(endsAt) }, ['127.0.0.1', 'mail.example'])
const ca = [pair.cert]

async function peer(given = pair): Promise<string> {
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
      failure: { kind: 'assertion', message: 'expected the certificate to last 11 days, it lasts 10' },
    })
  })

  it.each([
    [{ ca: ['no certificate'] }, 'tls: ca[0]'],
    [{ minDaysLeft: -1 }, 'tls: minDaysLeft'],
    [{ serverName: '' }, 'tls: serverName'],
  ])('refuses %j, naming the option', (options, part) => {
    expect(() => tls(options as TlsProbeOptions)).toThrow(part)
  })
})
