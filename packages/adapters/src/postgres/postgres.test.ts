import { createServer } from 'node:net'
import { describe, expect, it, vi } from 'vitest'
import { certificate } from '../probing/testing/certificate.js'
import { listen, measureWith } from '../probing/testing/peer.js'
import { type Answer, scriptedUrl } from '../probing/testing/scripted-server.js'
import { postgres } from './index.js'

const pair = await certificate()
const isSslRequest = (asked: Buffer) => asked.toString('hex') === '0000000804d2162f'

/** A message by the documentation of PostgreSQL's protocol: its type, its length, its content. */
function message(type: string, content: string): Buffer {
  const length = Buffer.alloc(4)
  length.writeUInt32BE(4 + Buffer.byteLength(content, 'latin1'))
  return Buffer.concat([Buffer.from(type), length, Buffer.from(content, 'latin1')])
}

const error = (code: string, text: string) => message('E', `SFATAL\0C${code}\0M${text}\0\0`)
/** AuthenticationSASL with SCRAM-SHA-256. */
const passwordPlease = message('R', '\0\0\0\x0aSCRAM-SHA-256\0\0')
const started: string[] = []
const answering =
  (reply: Buffer | string): Answer =>
  (asked) => {
    if (asked.length < 9) return isSslRequest(asked) ? 'S' : undefined
    started.push(asked.toString('latin1'))
    return reply
  }

describe('postgres()', () => {
  it.each<[what: string, reply: Buffer | string, failure: object | undefined]>([
    ['a question for a password', passwordPlease, undefined],
    ['an open door', message('R', '\0\0\0\0'), undefined],
    ['no such user', error('28000', 'no pg_hba.conf entry for host "127.0.0.1"'), undefined],
    ['no such database', error('3D000', 'database "telltale" does not exist'), undefined],
    [
      'a start',
      error('57P03', 'the database system is starting up'),
      { kind: 'status', message: 'the server answered "57P03": "the database system is starting up"' },
    ],
    [
      'too many clients',
      error('53300', 'sorry, too many clients already'),
      { kind: 'status', message: 'the server answered "53300": "sorry, too many clients already"' },
    ],
    [
      'HTTP',
      'HTTP/1.1 400 Bad Request',
      { kind: 'protocol', message: 'expected PostgreSQL, got "HTTP/1.1 400 Bad Request"' },
    ],
    [
      'an error without a code',
      message('E', 'x'),
      { kind: 'protocol', message: 'expected PostgreSQL, got "E\\u0000\\u0000\\u0000\\u0005x"' },
    ],
    [
      'an endless message',
      'R\x7f\xff\xff\xff',
      { kind: 'too-large', message: 'the answer is longer than 65537 bytes' },
    ],
    [
      'half of one',
      'R\0\0',
      { kind: 'timeout', message: 'no complete answer within 300 ms (waiting for the first byte)' },
    ],
  ])('judges the first answer: %s', async (_what, reply, failure) => {
    const url = await scriptedUrl('postgres', answering(Buffer.from(reply as string, 'latin1')))
    const isTimeout = failure !== undefined && 'kind' in failure && failure.kind === 'timeout'
    const measurement = await measureWith(postgres(), url, { timeoutMs: isTimeout ? 300 : 5_000 })
    expect(measurement.failure).toEqual(failure)
    expect(measurement).toMatchObject({ protocol: 'PostgreSQL', remoteAddress: '127.0.0.1' })
  })

  it.each([
    ['says goodbye to a server that lets it in', message('R', '\0\0\0\0'), 'X\0\0\0\x04'],
    ['says nothing more to one that waits for a password, which would log it', passwordPlease, ''],
  ])('%s', async (_what, reply, farewell) => {
    const heard: string[] = []
    const server = createServer((socket) => {
      socket
        .on('error', () => {})
        .once('data', () => {
          socket.write(reply)
          socket.on('data', (chunk) => heard.push(chunk.toString('latin1')))
        })
    })
    const { port, sockets } = await listen(server)
    const url = `postgres://127.0.0.1:${port}`
    expect((await measureWith(postgres(), url)).failure).toBeUndefined()
    await vi.waitFor(() => expect(sockets.size).toBe(0), { timeout: 10_000 })
    expect(heard.join('')).toBe(farewell)
  })

  it('names the user and the database of the URL, and sends no password', async () => {
    const url = await scriptedUrl('postgresql', answering(passwordPlease))
    await measureWith(postgres(), `${url.replace('://', '://ana:secret@')}/my%20shop`)
    expect(started.at(-1)?.slice(4)).toBe('\0\x03\0\0user\0ana\0database\0my shop\0\0')
  })

  it('asks for TLS when told to', async () => {
    const probe = postgres({ tls: true, ca: [pair.cert] })
    const url = await scriptedUrl('postgres', answering(passwordPlease), {
      pair,
      startsTls: (asked) => (isSslRequest(asked) ? 8 : undefined),
    })
    const measurement = await measureWith(probe, url)
    expect(measurement).toMatchObject({ protocol: 'PostgreSQL over TLSv1.3', certificateName: '127.0.0.1' })
    expect(measurement.failure).toBeUndefined()
    const plain = await scriptedUrl('postgres', (asked) => (asked.length > 0 ? 'N' : undefined))
    expect(await measureWith(probe, plain)).toMatchObject({
      failure: { kind: 'tls', message: 'the server does not start TLS: it answered "N" to SSLRequest' },
    })
    expect(await measureWith(postgres({ tls: true }), url)).toMatchObject({ failure: { kind: 'tls' } })
  })
})
