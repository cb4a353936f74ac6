import type { LookupAddress } from 'node:dns'
import { isIP, type LookupFunction, Socket } from 'node:net'
import { TLSSocket } from 'node:tls'
import { defined } from '@telltale/core/ports'
import { CheckError } from './check-error.js'
import { handshakeError, startHandshake, type TlsTerms, verifyCertificate } from './handshake.js'
import { type AddressFamily, checkAddress, resolveHost } from './lookup.js'
import type { CheckRun } from './measure.js'

/** Returns the host of a URL as sockets take it: an IPv6 address without its brackets. */
export const hostOf = ({ hostname }: URL): string =>
  hostname.startsWith('[') ? hostname.slice(1, -1) : hostname

/** Returns the phase that a connection to a URL begins with: an IP address needs no lookup. */
export const initialPhase = (url: URL) => (isIP(hostOf(url)) ? 'connectMs' : 'dnsMs')

/** The target of a connection. */
export interface Route {
  /** The URL whose host, and port if any, is connected to. */
  readonly url: URL
  /** The port of a URL that names none. */
  readonly defaultPort?: number
  /** The version of the Internet Protocol; both are tried when absent. */
  readonly family?: AddressFamily | undefined
  /** The terms of TLS from the first byte; a plain TCP connection when absent. */
  readonly tls?: TlsTerms
}

/**
 * Connects, phase by phase. Resolves once the socket is writable: over TLS, once its certificate is trusted. The caller
 * destroys the socket; after a failure it is destroyed already.
 */
export async function connect(route: Route, run: CheckRun): Promise<Socket> {
  const host = hostOf(route.url)
  const ownFamily = isIP(host)
  if (ownFamily !== 0 && route.family !== undefined && route.family !== ownFamily)
    throw new CheckError('dns', `${host} is no IPv${route.family} address`)
  if (ownFamily !== 0) await checkAddress(host, run)
  run.enter(ownFamily ? 'connectMs' : 'dnsMs')
  const addresses = ownFamily
    ? undefined
    : await run.step<LookupAddress[]>((resolve, reject) =>
        resolveHost(host, route.family, run).then(resolve, reject),
      )
  run.enter('connectMs')
  run.stopwatch.pause()
  const socket = openSocket(route, host, addresses)
  try {
    await run.step<void>((resolve, reject) => {
      socket.once('connectionAttempt', () => {
        run.stopwatch.resume()
        // Node calls connect() right after this event, and before the next microtask.
        queueMicrotask(() => run.stopwatch.markSent())
      })
      socket.on('error', (error) => reject(route.tls ? handshakeError(error, route.tls) : error))
      socket.once('connect', () => {
        recordAddress(ownFamily ? host : socket.remoteAddress, run)
        if (!(socket instanceof TLSSocket) || !route.tls) return resolve()
        const terms = route.tls
        run.enter('tlsMs')
        socket.once('secureConnect', () => {
          const error = verifyCertificate(socket, host, terms, run)
          if (error) reject(error)
          else resolve()
        })
      })
    })
    return socket
  } catch (error) {
    socket.destroy()
    throw error
  }
}

function openSocket({ url, defaultPort, tls }: Route, host: string, addresses?: LookupAddress[]): Socket {
  const tcp = {
    host,
    port: url.port === '' ? (defaultPort ?? 0) : Number(url.port),
    autoSelectFamily: true,
    // Node's 250 ms would drop the address of a far host in mid-handshake, and a lost SYN is sent again after 1 s.
    autoSelectFamilyAttemptTimeout: 1_500,
    ...defined({ lookup: addresses ? fixedLookup(addresses) : undefined }),
  }
  if (!tls) return new Socket().setNoDelay(true).connect(tcp)
  return startHandshake(tcp, host, tls)
}

/** Makes a lookup that answers with known addresses, once the socket has its listeners. */
const fixedLookup =
  (addresses: LookupAddress[]): LookupFunction =>
  (_host, _options, callback) =>
    process.nextTick(callback, null, addresses)

function recordAddress(address: string | undefined, { details }: CheckRun): void {
  if (address === undefined) return
  details.remoteAddress = address
  details.addressFamily = isIP(address) === 6 ? 6 : 4
}
