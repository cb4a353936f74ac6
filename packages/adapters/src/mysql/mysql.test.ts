import { describe, expect, it } from 'vitest'
import { certificate } from '../probing/testing/certificate.js'
import { measureWith } from '../probing/testing/peer.js'
import { type Answer, scriptedUrl } from '../probing/testing/scripted-server.js'
import { mysql } from './index.js'

const pair = await certificate()

function packet(number: number, content: Buffer | string): Buffer {
  const bytes = Buffer.from(content as string, 'latin1')
  return Buffer.concat([Buffer.from([bytes.length & 0xff, bytes.length >> 8, 0, number]), bytes])
}

/** The greeting of the documentation's example (Protocol::HandshakeV10), of MySQL 5.5.2, with or without the flag of TLS. */
const greeting = (hasTls = false) =>
  packet(
    0,
    Buffer.from(
      `0a352e352e322d6d3200 0b000000 6476486f4924374a 00 ff${hasTls ? 'ff' : 'f7'} 08 0200 0fc0 15 00000000000000000000 2a344c2c4d532f65466c5e6e 00 6d7973716c5f6e61746976655f70617373776f726400`.replaceAll(
        ' ',
        '',
      ),
      'hex',
    ),
  )
const refused = (number: number, code: number, text: string, state = '#28000') =>
  packet(number, Buffer.concat([Buffer.from([0xff, code & 0xff, code >> 8]), Buffer.from(`${state}${text}`)]))
const ok = packet(2, '\0\0\0\x02\0\0\0')

/** Greets, and gives these answers in turn. */
function answering(first: Buffer | string, ...rest: (Buffer | 'end')[]): { answer: Answer; asked: Buffer[] } {
  const asked: Buffer[] = []
  const left = [...rest]
  const answer: Answer = (bytes) => {
    if (bytes.length === 0) return first
    asked.push(bytes)
    return left.shift()
  }
  return { answer, asked }
}

describe('mysql()', () => {
  it.each<[what: string, answers: [Buffer | string, ...(Buffer | 'end')[]], failure: object | undefined]>([
    ['an unknown user', [greeting(), refused(2, 1045, 'Access denied')], undefined],
    ['an open door', [greeting(), ok], undefined],
    [
      'another kind of password',
      [greeting(), packet(2, '\xfecaching_sha2_password\0salt\0'), refused(4, 1045, 'Access denied')],
      undefined,
    ],
    [
      'a machine that may not log in',
      [refused(0, 1130, "Host '127.0.0.1' is not allowed to connect", '')],
      undefined,
    ],
    [
      'TLS that is required',
      [greeting(), refused(2, 3159, 'Connections using insecure transport are prohibited')],
      undefined,
    ],
    [
      'too many connections',
      [refused(0, 1040, 'Too many connections', '')],
      { kind: 'status', message: 'the server answered 1040: "Too many connections"' },
    ],
    [
      'a machine that is blocked',
      [refused(0, 1129, 'Host is blocked', '')],
      { kind: 'status', message: 'the server answered 1129: "Host is blocked"' },
    ],
    [
      'another protocol',
      ['220 mail.example ESMTP and much more of it\r\n'],
      { kind: 'too-large', message: 'the answer is longer than 65537 bytes' },
    ],
    [
      'another version',
      [packet(0, '\x09old')],
      { kind: 'protocol', message: 'expected MySQL, got "\\u0004\\u0000\\u0000\\u0000\\told"' },
    ],
    [
      'half a greeting',
      [greeting().subarray(0, 40)],
      { kind: 'timeout', message: 'no complete answer within 300 ms (waiting for the first byte)' },
    ],
    [
      'a cut line',
      [greeting(), 'end'],
      { kind: 'reset', message: 'the connection was closed before the answer was complete' },
    ],
  ])('judges what the server says: %s', async (_what, [first, ...rest], failure) => {
    const url = await scriptedUrl('mysql', answering(first, ...rest).answer)
    const isTimeout = failure !== undefined && 'kind' in failure && failure.kind === 'timeout'
    const measurement = await measureWith(mysql(), url, { timeoutMs: isTimeout ? 300 : 5_000 })
    expect(measurement.failure).toEqual(failure)
    expect(measurement).toMatchObject({ protocol: 'MySQL', remoteAddress: '127.0.0.1' })
  })

  it('keeps the version, names the user of the URL, and sends no password', async () => {
    const { answer, asked } = answering(greeting(), ok)
    const url = await scriptedUrl('mariadb', answer)
    const measurement = await measureWith(mysql(), url.replace('://', '://ana:secret@'))
    expect(measurement).toMatchObject({ answers: ['5.5.2-m2'] })
    // After 4 bytes of header and 32 of flags: the user, no password, and the way of the greeting.
    expect(asked[0]?.toString('latin1', 36)).toBe('ana\0\0mysql_native_password\0')
    expect(asked[0]?.readUIntLE(0, 3)).toBe((asked[0]?.length ?? 0) - 4)
  })

  it('goes over to TLS when told to', async () => {
    const probe = mysql({ tls: true, ca: [pair.cert] })
    const { answer } = answering(greeting(true), refused(3, 1045, 'Access denied'))
    // 4 bytes of header and 32 of flags, the fifth bit of whose second byte asks for TLS.
    const isSslRequest = (asked: Buffer) => ((asked[5] ?? 0) & 0x08 && asked[0] === 32 ? 36 : undefined)
    const script: Answer = (asked) => (asked.length === 36 ? undefined : answer(asked))
    const measurement = await measureWith(
      probe,
      await scriptedUrl('mysql', script, { pair, startsTls: isSslRequest }),
    )
    expect(measurement).toMatchObject({ protocol: 'MySQL over TLSv1.3', answers: ['5.5.2-m2'] })
    expect(measurement.failure).toBeUndefined()
    expect(await measureWith(probe, await scriptedUrl('mysql', answering(greeting()).answer))).toMatchObject({
      failure: { kind: 'tls', message: 'the server offers no TLS' },
    })
  })
})
