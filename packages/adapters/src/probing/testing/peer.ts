import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer as createHttpServer, type RequestListener } from 'node:http'
import { createServer as createTcpServer, type Server, type Socket } from 'node:net'
import { systemClock } from '@telltale/core'
import { createHttp } from '@telltale/core/http'
import {
  type Adapter,
  defined,
  type Measurement,
  type Network,
  type ProbeSettings,
} from '@telltale/core/ports'
import { onTestFinished } from 'vitest'

/** A server on this machine that a test measures; it ends with the test. */
export interface Peer {
  /** The origin, such as `http://127.0.0.1:49152`. */
  readonly origin: string
  readonly port: number
  /** The connections that are open. */
  readonly sockets: ReadonlySet<Socket>
  /** Counts the connections so far. */
  connections(): number
}

/** Lets a server listen on a free port of 127.0.0.1, or of another address of this machine. */
export async function listen(
  server: Server,
  scheme: 'http' | 'https' = 'http',
  host = '127.0.0.1',
): Promise<Peer> {
  const sockets = new Set<Socket>()
  let connections = 0
  server.on('connection', (socket: Socket) => {
    connections += 1
    sockets.add(socket)
    // What a peer thinks of a broken connection is of no interest.
    socket.on('error', () => {})
    socket.on('close', () => sockets.delete(socket))
  })
  server.listen(0, host)
  await once(server, 'listening')
  const address = server.address()
  assert.ok(typeof address === 'object' && address)
  onTestFinished(async () => {
    server.close()
    for (const socket of sockets) socket.destroy()
    await once(server, 'close')
  })
  return {
    origin: `${scheme}://127.0.0.1:${address.port}`,
    port: address.port,
    sockets,
    connections: () => connections,
  }
}

/** Starts a peer that speaks HTTP. */
export const httpPeer = (listener: RequestListener): Promise<Peer> => listen(createHttpServer(listener))

/**
 * Starts a peer that speaks HTTP at another address. Resolves to `undefined` where this machine has no such address.
 */
export const listenOn = (host: string, listener: RequestListener): Promise<Peer | undefined> =>
  listen(createHttpServer(listener), 'http', host).catch(() => undefined)

/** Starts a peer that answers as it is told to, as soon as it receives something. */
export const rawPeer = (answer: (socket: Socket) => void): Promise<Peer> =>
  listen(createTcpServer((socket) => socket.once('data', () => answer(socket))))

/** Options of a test's measurement. */
export interface MeasureOptions {
  /** @default 2000 */
  readonly timeoutMs?: number
  /** @default one that never fires */
  readonly signal?: AbortSignal
  /** @default one that lets the probe go to this machine */
  readonly network?: Network
  /** The monitor's own settings. @default none */
  readonly settings?: ProbeSettings
  /** @default false */
  readonly revealBody?: boolean
}

const open = createHttp({ allow: ['0.0.0.0/0', '::/0'] }).network

const measuresItself = () => assert.fail('a probe measures by itself')

/** Measures a URL once. */
export async function measureWith(
  { probe }: Adapter,
  url: string,
  { timeoutMs = 2_000, signal, network = open, settings: given, revealBody }: MeasureOptions = {},
): Promise<Measurement> {
  assert.ok(probe)
  const checked = given && (await probe.settings?.schema['~standard'].validate(given))
  if (checked?.issues) throw new Error(JSON.stringify(checked.issues))
  const ignore = () => {}
  const target = new URL(url)
  const { username, password } = target
  target.username = ''
  target.password = ''
  const hasLogin = username + password !== ''
  const login = hasLogin
    ? { username: decodeURIComponent(username), password: decodeURIComponent(password) }
    : undefined
  return probe.check(defined({ url: target, timeoutMs, login, settings: checked?.value, revealBody }), {
    signal: signal ?? new AbortController().signal,
    cache: { get: async () => undefined, set: async () => undefined },
    clock: systemClock,
    logger: { debug: ignore, info: ignore, warn: ignore, error: ignore },
    http: { get: measuresItself, request: measuresItself, fetch: measuresItself },
    network,
  })
}

/** Returns the sum of a measurement's phases, in milliseconds. */
export const sumOfPhases = ({ phases }: Measurement): number =>
  Object.values(phases).reduce((sum, ms) => sum + ms, 0)
