import type { ProbeAdapter } from '@telltale/core/ports'
import { describe, expect, it } from 'vitest'
import { grpcHealth } from '../grpc-health/index.js'
import { mysql } from '../mysql/index.js'
import { postgres } from '../postgres/index.js'
import { redis } from '../redis/index.js'
import { tls } from '../tls/index.js'
import { websocket } from '../websocket/index.js'
import { certificate } from './testing/certificate.js'
import { measureWith } from './testing/peer.js'
import { type Answer, type ScriptOptions, scriptedUrl } from './testing/scripted-server.js'

const pair = await certificate({}, ['db.example'])
const client = await certificate({}, ['the client'])

const isSslRequest = (asked: Buffer) => asked.toString('hex') === '0000000804d2162f'
/** PostgreSQL's SSLRequest is answered by `S`, a start by AuthenticationOk. */
const postgresAnswer: Answer = (asked) =>
  asked.length === 0
    ? undefined
    : isSslRequest(asked)
      ? 'S'
      : Buffer.from('5200000008 00000000'.replace(' ', ''), 'hex')
const redisAnswer: Answer = (asked) => (asked.length > 0 ? '+PONG\r\n' : undefined)

/** A probe, with a server that it knows. */
interface Server {
  readonly scheme: string
  readonly probe: ProbeAdapter
  readonly answer: Answer
  readonly options?: ScriptOptions
}

const startsTls = (asked: Buffer) => (isSslRequest(asked) ? 8 : undefined)
const servers: Server[] = [
  { scheme: 'postgres', probe: postgres(), answer: postgresAnswer, options: { startsTls } },
  { scheme: 'redis', probe: redis(), answer: redisAnswer },
  { scheme: 'rediss', probe: redis(), answer: redisAnswer },
]

describe.each(servers)('a monitor of $scheme', ({ scheme, probe, answer, options }) => {
  const request = { tls: true, ca: [pair.cert], serverName: 'db.example' }

  it('has its own TLS: whom it trusts, the name, the certificate that it shows', async () => {
    const url = await scriptedUrl(scheme, answer, { ...options, pair })
    const check = async (own: object) =>
      measureWith(probe, url, { settings: { request: { ...request, ...own } } })
    expect(await check({})).toMatchObject({ protocol: /over TLSv1.3/, certificateName: 'db.example' })
    expect((await check({})).failure).toBeUndefined()
    expect((await check({ serverName: '127.0.0.1' })).failure).toEqual({
      kind: 'tls',
      message: 'certificate is for DNS:db.example, not for 127.0.0.1',
    })
    const untrusted = { kind: 'tls', message: 'certificate is self-signed' }
    expect((await check({ ca: [] })).failure).toEqual(untrusted)
    expect(await check({ ca: [], verify: false })).toMatchObject({
      certificateProblem: 'DEPTH_ZERO_SELF_SIGNED_CERT',
    })
    const asking = await scriptedUrl(scheme, answer, { ...options, pair, clientAuthority: client.cert })
    const shown = (own: object) =>
      measureWith(probe, asking, { settings: { request: { ...request, ...own } } })
    expect((await shown({ clientCertificate: client })).failure).toBeUndefined()
    expect((await shown({})).failure?.kind).toMatch(/^(tls|reset)$/)
  })
})

it('the key of a client is secret, and has to fit, in every probe that speaks TLS', async () => {
  for (const { probe } of [
    postgres(),
    mysql(),
    redis(),
    grpcHealth(),
    websocket(),
    tls(),
  ] as ProbeAdapter[]) {
    const settings = { request: { clientCertificate: client } }
    expect(probe.settings?.secretPaths?.(settings)).toEqual([['request', 'clientCertificate', 'key']])
    const wrong = { request: { clientCertificate: { cert: client.cert, key: pair.key } } }
    const { issues } = (await probe.settings?.schema['~standard'].validate(wrong)) ?? {}
    expect(issues?.[0]?.message).toBe('expected the private key of the certificate')
  }
})
