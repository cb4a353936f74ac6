import { createServer, type Socket } from 'node:net'
import { createSecureContext, TLSSocket } from 'node:tls'
import { describe, expect, it } from 'vitest'
import { certificate } from '../probing/testing/certificate.js'
import { listen, measureWith } from '../probing/testing/peer.js'
import { type StartTlsProtocol, tls } from './index.js'

const pair = await certificate()
const secureContext = createSecureContext(pair)

/** A server's answers by what it is sent, and the greeting by `''`. The one of `last` is followed by TLS. */
interface Script {
  readonly answers: Readonly<Record<string, string>>
  readonly last: string
}

const ldapStartTls = '0\x1d\x02\x01\x01w\x18\x80\x161.3.6.1.4.1.1466.20037'

/** The conversations as the examples of the documents have them: RFC 3207, 9051, 2595, 4217, 4511, and PostgreSQL's. */
const scripts: Readonly<Record<StartTlsProtocol, Script>> = {
  smtp: {
    answers: {
      '': '220-mail.imc.example SMTP service ready\r\n220 since 1999\r\n',
      'EHLO localhost\r\n':
        '250-mail.imc.example offers a warm hug of welcome\r\n250-8BITMIME\r\n250-STARTTLS\r\n250 DSN\r\n',
      'STARTTLS\r\n': '220 Go ahead\r\n',
    },
    last: 'STARTTLS\r\n',
  },
  imap: {
    answers: {
      '': '* OK [CAPABILITY IMAP4rev2 STARTTLS] ready\r\n',
      'a1 STARTTLS\r\n': '* CAPABILITY IMAP4rev2\r\na1 OK Begin TLS negotiation now\r\n',
    },
    last: 'a1 STARTTLS\r\n',
  },
  pop3: {
    answers: { '': '+OK POP3 ready\r\n', 'STLS\r\n': '+OK Begin TLS negotiation\r\n' },
    last: 'STLS\r\n',
  },
  ftp: {
    answers: { '': '220-Welcome\r\n to this server\r\n220 ready\r\n', 'AUTH TLS\r\n': '234 AUTH TLS OK\r\n' },
    last: 'AUTH TLS\r\n',
  },
  ldap: {
    // The second form of a length, as OpenLDAP writes none but Active Directory does.
    answers: {
      [ldapStartTls]: '0\x84\x00\x00\x00\x10\x02\x01\x01x\x84\x00\x00\x00\x07\x0a\x01\x00\x04\x00\x04\x00',
    },
    last: ldapStartTls,
  },
  postgres: { answers: { '\0\0\0\x08\x04\xd2\x16/': 'S' }, last: '\0\0\0\x08\x04\xd2\x16/' },
}

/** Starts a server that goes by a script, and shakes hands after it. */
async function peer({ answers, last }: Script): Promise<string> {
  const server = createServer((socket: Socket) => {
    socket.write(answers[''] ?? '', 'latin1')
    socket.on('data', function answer(chunk: Buffer) {
      const asked = chunk.toString('latin1')
      const reply = answers[asked]
      if (reply === undefined) return
      if (asked !== last) return void socket.write(reply, 'latin1')
      socket.off('data', answer)
      socket.write(reply, 'latin1', () =>
        new TLSSocket(socket, { isServer: true, secureContext }).on('error', () => {}),
      )
    })
  })
  return `tls://127.0.0.1:${(await listen(server)).port}`
}

const protocols = Object.entries(scripts) as [StartTlsProtocol, Script][]

describe('tls({ startTls })', () => {
  it.each(protocols)('goes over to TLS from %s', async (startTls, script) => {
    const measurement = await measureWith(tls({ ca: [pair.cert], startTls }), await peer(script))
    expect(measurement).toMatchObject({ protocol: 'TLSv1.3', certificateName: '127.0.0.1' })
    expect(measurement.failure).toBeUndefined()
    expect(Object.keys(measurement.phases)).toEqual(['connectMs', 'firstByteMs', 'tlsMs'])
  })

  const ehlo = 'EHLO localhost\r\n'
  const noTls = (protocol: StartTlsProtocol, asked: string, reply: string): Script => ({
    answers: { ...scripts[protocol].answers, [asked]: reply },
    last: '',
  })

  it.each<[StartTlsProtocol, string, string, { kind: string; message: string }]>([
    ['smtp', '', '554 no\r\n', { kind: 'status', message: 'the server greets with "554 no\\r\\n"' }],
    ['smtp', '', 'SSH-2.0-x\r\n', { kind: 'protocol', message: 'expected SMTP, got "SSH-2.0-x\\r\\n"' }],
    [
      'smtp',
      ehlo,
      '250 mail.example\r\n',
      {
        kind: 'tls',
        message: 'the server does not start TLS: it answered "250 mail.example\\r\\n" to EHLO localhost',
      },
    ],
    [
      'smtp',
      'STARTTLS\r\n',
      '454 TLS not available\r\n',
      {
        kind: 'tls',
        message: 'the server does not start TLS: it answered "454 TLS not available\\r\\n" to STARTTLS',
      },
    ],
    [
      'imap',
      'a1 STARTTLS\r\n',
      'a1 BAD no\r\n',
      { kind: 'tls', message: 'the server does not start TLS: it answered "a1 BAD no\\r\\n" to a1 STARTTLS' },
    ],
    [
      'ldap',
      ldapStartTls,
      '0\x0c\x02\x01\x01x\x07\x0a\x01\x34\x04\x00\x04\x00',
      { kind: 'tls', message: 'the server does not start TLS: it answered with the LDAP result 52' },
    ],
    [
      'ldap',
      ldapStartTls,
      'HTTP/1.1 400',
      { kind: 'protocol', message: 'expected LDAP, got "HTTP/1.1 400"' },
    ],
    [
      'postgres',
      scripts.postgres.last,
      'N',
      { kind: 'tls', message: 'the server does not start TLS: it answered "N" to SSLRequest' },
    ],
    [
      'postgres',
      scripts.postgres.last,
      'E',
      { kind: 'protocol', message: 'expected "S" or "N" of a PostgreSQL server, got "E"' },
    ],
    // Somebody in between may put in commands before TLS begins (CVE-2011-0411).
    [
      'pop3',
      'STLS\r\n',
      '+OK\r\n+OK injected\r\n',
      { kind: 'protocol', message: 'the server sent more than an answer before TLS began' },
    ],
    [
      'smtp',
      '',
      `220-${'x'.repeat(70_000)}`,
      { kind: 'too-large', message: 'the answer is longer than 65537 bytes' },
    ],
  ])('says why not: %s, %j answered by %j', async (startTls, asked, reply, failure) => {
    const url = await peer(noTls(startTls, asked, reply))
    expect(await measureWith(tls({ startTls }), url)).toMatchObject({ failure })
  })

  it('says that the line was cut, or that nothing comes', async () => {
    const cut = await listen(createServer((socket) => socket.end('220-mail')))
    const silent = await listen(createServer())
    const probe = tls({ startTls: 'smtp' })
    expect(await measureWith(probe, `tls://127.0.0.1:${cut.port}`)).toMatchObject({
      failure: { kind: 'reset', message: 'the connection was closed before the answer was complete' },
    })
    const { failure } = await measureWith(probe, `tls://127.0.0.1:${silent.port}`, { timeoutMs: 100 })
    expect(failure).toEqual({
      kind: 'timeout',
      message: 'no complete answer within 100 ms (waiting for the first byte)',
    })
  })

  it('verifies the certificate as at any other time', async () => {
    const failure = { kind: 'tls', message: 'certificate is self-signed' }
    expect(await measureWith(tls({ startTls: 'pop3' }), await peer(scripts.pop3))).toMatchObject({ failure })
  })
})
