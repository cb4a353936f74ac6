import { request as httpRequest, STATUS_CODES } from 'node:http'
import { isIP, type Socket } from 'node:net'
import type { SecureContext } from 'node:tls'
import { defined, type Trust } from '@telltale/core/ports'
import { CheckError, maxHeaderBytes, toCheckFailure } from './check-error.js'
import { shakeHands } from './handshake.js'
import { hostOf, resolveHost } from './lookup.js'
import type { CheckRun } from './measure.js'
import { connectSocket, openSocket, type Place } from './socket.js'
import type { Phase } from './stopwatch.js'

/** A proxy, and what it is sent. */
export interface ProxyTerms {
  readonly url: URL
  /** The headers of each `CONNECT`, which hold the login. */
  readonly headers: Readonly<Record<string, string>>
  /** `configured` for a proxy of the host's own; the guard has to let any other through. */
  readonly trust: Trust
  /** Returns the trusted authorities of a proxy that speaks TLS. */
  readonly context: () => SecureContext
}

/** A connection through a proxy. */
interface Tunnel {
  readonly socket: Socket
  /** The address that the proxy has connected to. */
  readonly address: string
}

/**
 * Opens a tunnel through a proxy to a target (RFC 9110, section 9.3.6). The proxy gets a checked address and not the name,
 * so that it cannot resolve the name to another one. It gets that of the other version of the Internet Protocol when it
 * cannot connect to the first.
 */
export async function openTunnel(proxy: ProxyTerms, target: Place, run: CheckRun): Promise<Tunnel> {
  run.enter('proxyMs')
  const [first, ...others] = addressesOf(target)
  if (first === undefined) throw new CheckError('dns', `${target.host} has no address`)
  const second = others.find((address) => isIP(address) !== isIP(first))
  const tunnel = await openTunnelTo(first, proxy, target.port, run)
  if (!(tunnel instanceof CheckError)) return tunnel
  const other = second === undefined ? tunnel : await openTunnelTo(second, proxy, target.port, run)
  if (other instanceof CheckError) throw tunnel
  return other
}

const addressesOf = ({ host, addresses }: Place): readonly string[] =>
  addresses?.map(({ address }) => address) ?? [host]

/** Opens a tunnel to an address. Returns an error when the proxy cannot connect to it. */
async function openTunnelTo(
  address: string,
  proxy: ProxyTerms,
  port: number,
  run: CheckRun,
): Promise<Tunnel | CheckError> {
  const socket = await reachProxy(proxy, run)
  try {
    const authority = `${isIP(address) === 6 ? `[${address}]` : address}:${port}`
    const status = await askForTunnel(socket, authority, proxy, run)
    if (status >= 200 && status < 300) return { socket, address }
    socket.destroy()
    const answered = `${status} ${STATUS_CODES[status] ?? ''}`.trim()
    if (status < 502 || status > 504) throw new CheckError('proxy', `the proxy refused: ${answered}`)
    return new CheckError('unreachable', `the proxy could not connect to ${authority}: ${answered}`)
  } catch (error) {
    socket.destroy()
    throw error
  }
}

/** Connects to a proxy, over TLS if it speaks that. */
async function reachProxy({ url, trust, context }: ProxyTerms, run: CheckRun): Promise<Socket> {
  const host = hostOf(url)
  const isSecure = url.protocol === 'https:'
  const port = url.port === '' ? (isSecure ? 443 : 80) : Number(url.port)
  let phase: Phase = 'dnsMs'
  try {
    const addresses = await run.step<Place['addresses']>((resolve, reject) =>
      resolveHost(host, undefined, run, trust).then(resolve, reject),
    )
    phase = 'connectMs'
    const socket = await connectSocket(
      () => openSocket({ host, port, addresses: isIP(host) === 0 ? addresses : undefined }),
      { onConnect: (_, resolve) => resolve() },
      run,
    )
    phase = 'tlsMs'
    if (!isSecure) return socket
    // What the certificate of the proxy says is no part of the measurement.
    const { clock } = run
    return await shakeHands(
      socket,
      host,
      { context: context() },
      { step: (start) => run.step(start), details: {}, clock },
    )
  } catch (error) {
    throw run.isEnding ? error : proxyError('the proxy cannot be reached', error, phase)
  }
}

/** Asks a proxy to connect to an address. Resolves to the status of its answer. */
async function askForTunnel(
  socket: Socket,
  authority: string,
  { headers }: ProxyTerms,
  run: CheckRun,
): Promise<number> {
  try {
    return await run.step<number>((resolve, reject) => {
      const asked = httpRequest({
        createConnection: () => socket,
        method: 'CONNECT',
        path: authority,
        headers: { host: authority, ...headers },
        maxHeaderSize: maxHeaderBytes,
      })
      asked.once('connect', ({ statusCode = 0 }, _, rest) => {
        if (rest.length > 0) socket.unshift(rest)
        resolve(statusCode)
      })
      asked.on('error', reject)
      asked.end()
      run.stopwatch.markSent()
    })
  } catch (error) {
    throw run.isEnding ? error : proxyError('the proxy did not answer', error, 'firstByteMs')
  }
}

function proxyError(what: string, error: unknown, phase: Phase): CheckError {
  const { kind, message } = toCheckFailure(error, phase)
  return new CheckError(kind === 'forbidden' ? kind : 'proxy', `${what}: ${message}`)
}

/** Returns what to send to the proxy at a URL, of which the login is no part. */
export function proxyTerms(
  text: string,
  { trust, context }: Pick<ProxyTerms, 'trust' | 'context'>,
): ProxyTerms {
  const url = new URL(text)
  const login = `${decodeURIComponent(url.username)}:${decodeURIComponent(url.password)}`
  url.username = ''
  url.password = ''
  const authorization = login === ':' ? undefined : `Basic ${Buffer.from(login).toString('base64')}`
  return { url, headers: defined({ 'proxy-authorization': authorization }), trust, context }
}
