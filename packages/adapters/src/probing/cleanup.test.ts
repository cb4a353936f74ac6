import { createServer, type Socket } from 'node:net'
import { setImmediate } from 'node:timers/promises'
import { createServer as createTlsServer } from 'node:tls'
import type { Adapter, CheckFailureKind } from '@telltale/core/ports'
import { afterEach, describe, expect, it, onTestFinished, vi } from 'vitest'
import { dns } from '../dns/index.js'
import { nameServer } from '../dns/testing/name-server.js'
import { http } from '../http/index.js'
import { tcp } from '../tcp/index.js'
import { tls } from '../tls/index.js'
import { certificate } from './testing/certificate.js'
import { listen, measureWith } from './testing/peer.js'

const pair = await certificate()

const greeting = async (greet: (socket: Socket) => void) => (await listen(createServer(greet))).port

async function secure(): Promise<number> {
  const server = createTlsServer(pair, (socket) => socket.on('error', () => {}).end('ready'))
  return (await listen(server.on('tlsClientError', () => {}))).port
}

async function resolving(afterMs: number | undefined, code: 0 | 3 = 0): Promise<number> {
  const server = await nameServer({ afterMs, code })
  onTestFinished(() => server.close())
  return Number(new URL(server.origin).port)
}

/** A probe with a target that it fails at, and one that it does not. */
interface FaultyTarget {
  readonly what: string
  readonly probe: Adapter
  readonly kind: CheckFailureKind
  readonly url: () => Promise<string>
  readonly healthyUrl: () => Promise<string>
}

const tcpFault = (what: string, kind: CheckFailureKind, greet: (socket: Socket) => void): FaultyTarget => ({
  what: `tcp and ${what}`,
  kind,
  probe: tcp({ expect: 'ready' }),
  url: async () => `tcp://127.0.0.1:${await greeting(greet)}`,
  healthyUrl: async () => `tcp://127.0.0.1:${await greeting((socket) => socket.end('ready'))}`,
})
const tlsFault = (what: string, kind: CheckFailureKind, greet: (socket: Socket) => void): FaultyTarget => ({
  what: `tls and ${what}`,
  kind,
  probe: tls({ expect: 'ready', ca: [pair.cert] }),
  url: async () => `tls://127.0.0.1:${await greeting(greet)}`,
  healthyUrl: async () => `tls://127.0.0.1:${await secure()}`,
})
const dnsFault = (what: string, kind: CheckFailureKind, port: () => Promise<number>): FaultyTarget => ({
  what: `dns and ${what}`,
  kind,
  probe: dns(),
  url: async () => `dns://127.0.0.1:${await port()}/shop.example`,
  healthyUrl: async () => `dns://127.0.0.1:${await resolving(0)}/shop.example`,
})

const faults: readonly FaultyTarget[] = [
  tcpFault('silence', 'timeout', () => {}),
  tcpFault('a connection reset at once', 'reset', (socket) => socket.resetAndDestroy()),
  tcpFault('an answer without an end', 'too-large', (socket) => socket.write('x'.repeat(100_000))),
  tlsFault('silence', 'timeout', () => {}),
  tlsFault('a reset in the handshake', 'tls', (socket) =>
    socket.once('data', () => socket.resetAndDestroy()),
  ),
  tlsFault('what is not TLS', 'tls', (socket) => socket.write('220 mail.example ESMTP\r\n')),
  dnsFault('silence', 'timeout', () => resolving(undefined)),
  dnsFault('a name that does not exist', 'dns', () => resolving(0, 3)),
]

/** Returns the resources that are open and were not before, after some turns of the event loop for closing ones. */
async function leftSince(before: readonly string[]): Promise<string[]> {
  let left: string[] = []
  for (let turn = 0; turn < 1_000; turn++) {
    const known = [...before]
    left = process.getActiveResourcesInfo().filter((resource) => {
      const at = known.indexOf(resource)
      if (at >= 0) known.splice(at, 1)
      return at < 0
    })
    if (left.length === 0) break
    await setImmediate()
  }
  return left
}

describe('a check that fails', () => {
  it.each(faults)('is reported, leaves nothing behind and affects no other: $what', async (fault) => {
    const [url, healthyUrl] = [await fault.url(), await fault.healthyUrl()]
    const before = process.getActiveResourcesInfo()
    // A busy machine may need seconds for what fails by itself.
    const timeoutMs = fault.kind === 'timeout' ? 100 : 10_000
    const { failure } = await measureWith(fault.probe, url, { timeoutMs })
    expect(failure?.kind).toBe(fault.kind)
    // The peer runs in this process, too, and its end of a connection closes when ours does.
    expect(await leftSince(before)).toEqual([])
    expect((await measureWith(fault.probe, healthyUrl)).failure).toBeUndefined()
  })
})

describe('the clock of a check', () => {
  afterEach(() => vi.restoreAllMocks())

  it.each([3_600_000, -3_600_000])('ignores a jump of the time of day by %d ms', async (jumpMs) => {
    const { now } = Date
    const port = await greeting((socket) =>
      socket.once('data', () => {
        vi.spyOn(Date, 'now').mockImplementation(() => now() + jumpMs)
        socket.end('HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok')
      }),
    )
    const { latencyMs, failure } = await measureWith(http(), `http://127.0.0.1:${port}`)
    expect(failure).toBeUndefined()
    expect(latencyMs).toBeGreaterThan(0)
    expect(latencyMs).toBeLessThan(2_000)
  })
})
