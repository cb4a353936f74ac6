import { createServer as createHttpServer } from 'node:http'
import { createServer } from 'node:net'
import type { Adapter } from '@telltale/core/ports'
import { describe, expect, it, onTestFinished } from 'vitest'
import { WebSocketServer } from 'ws'
import { dns } from '../dns/index.js'
import { nameServer } from '../dns/testing/name-server.js'
import { grpcHealth } from '../grpc-health/index.js'
import { mysql } from '../mysql/index.js'
import { ping } from '../ping/index.js'
import { postgres } from '../postgres/index.js'
import { redis } from '../redis/index.js'
import { tcp } from '../tcp/index.js'
import { tls } from '../tls/index.js'
import { websocket } from '../websocket/index.js'
import { listen, measureWith } from './testing/peer.js'

/** Measures with the settings of a monitor, as they come out of the probe's own schema. */
async function measureAs({ probe, ...rest }: Adapter, url: string, given: object, more: object = {}) {
  const result = await probe?.settings?.schema['~standard'].validate(given)
  if (!probe || !result || result.issues) throw new Error(JSON.stringify(result))
  const settings = result.value
  return measureWith(
    {
      ...rest,
      probe: { ...probe, check: (target, context) => probe.check({ ...target, ...more, settings }, context) },
    },
    url,
  )
}

const greeter = async () =>
  `tcp://127.0.0.1:${(await listen(createServer((socket) => socket.write('SSH-2.0-OpenSSH_9.6\r\n')))).port}`

describe('the settings of a monitor', () => {
  it.each([tcp(), tls(), dns(), ping(), websocket(), grpcHealth(), postgres(), mysql(), redis()])(
    'take conditions on the latency: $id',
    async ({ probe }) => {
      const validate = (given: object) => probe?.settings?.schema['~standard'].validate(given)
      expect(await validate({ expect: { latencyMs: { atMost: 500 } } })).toEqual({
        value: { expect: { latencyMs: [{ atMost: 500 }] } },
      })
      expect(await validate({ expect: { latencyMs: { most: 500 } } })).toMatchObject({
        issues: expect.arrayContaining([expect.objectContaining({ path: ['expect', 'latencyMs'] })]),
      })
    },
  )

  it.each<[condition: object, message: string | undefined]>([
    [{ contains: 'SSH-' }, undefined],
    [{ matches: '^SSH-2' }, undefined],
    [{ not: { contains: 'dropbear' } }, undefined],
    [{ contains: '220 ' }, 'expected an answer to contain "220 ", it is another text'],
  ])('judge what tcp receives by %j', async (answer, message) => {
    const { failure } = await measureAs(tcp(), await greeter(), { expect: { answer } })
    expect(failure).toEqual(message && { kind: 'assertion', message })
  })

  it('quote what came only where the monitor says so', async () => {
    const settings = { expect: { answer: { contains: '220 ' } } }
    const url = await greeter()
    expect(await measureAs(tcp(), url, settings)).not.toHaveProperty('answers')
    const shown = await measureAs(tcp(), url, settings, { revealBody: true })
    expect(shown.failure?.message).toContain('it is "SSH-2.0-OpenSSH_9.6\\r\\n"')
  })

  it('ask a server in another way', async () => {
    const server = createHttpServer()
    new WebSocketServer({ server }).on('connection', (socket) =>
      socket.on('message', (asked) => socket.send(`pong to ${asked}`)),
    )
    const url = `ws://127.0.0.1:${(await listen(server)).port}`
    const check = async (answer: object) =>
      (await measureAs(websocket(), url, { request: { send: 'ana' }, expect: { answer } })).failure
    expect(await check({ equals: 'pong to ana' })).toBeUndefined()
    expect(await check({ equals: 'pong' })).toMatchObject({ kind: 'assertion' })
    expect((await measureAs(redis(), 'redis://127.0.0.1:1', { request: { family: 6 } })).failure?.kind).toBe(
      'dns',
    )
  })

  it('may degrade a check', async () => {
    const latencyMs = { atMost: -1, otherwise: 'degraded' }
    const measurement = await measureAs(tcp(), await greeter(), { expect: { latencyMs } })
    expect(measurement.failure).toBeUndefined()
    expect(measurement.degraded).toMatch(/^expected latencyMs to be at most -1, it is /)
  })

  it('judge the answers of a name server, of which one has to do', async () => {
    const server = await nameServer({ afterMs: 0, addresses: ['192.0.2.7', '192.0.2.8'] })
    onTestFinished(() => server.close())
    const url = `${server.origin.replace('http:', 'dns:')}/shop.example`
    const check = async (answer: object) => (await measureAs(dns(), url, { expect: { answer } })).failure
    expect(await check([{ equals: '192.0.2.8' }, { matches: '^192' }])).toBeUndefined()
    expect(await check({ equals: '192.0.2.9' })).toEqual({
      kind: 'assertion',
      message: 'expected an answer to be "192.0.2.9", it is "192.0.2.7"',
    })
  })
})
