import { isIP, type Socket } from 'node:net'
import { TLSSocket } from 'node:tls'
import { CheckError } from './check-error.js'
import { handshakeError, type TlsTerms, upgrade, verifyCertificate } from './handshake.js'
import { type AddressFamily, checkAddress, hostOf, resolveHost } from './lookup.js'
import type { CheckRun } from './measure.js'
import { connectSocket, openSocket, type Place } from './socket.js'
import { openTunnel, type ProxyTerms } from './tunnel.js'

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
  /** The proxy that the connection leads through. @default none */
  readonly proxy?: ProxyTerms | undefined
}

/**
 * Connects, phase by phase. Resolves once the socket is writable: over TLS, once its certificate is trusted. The caller
 * destroys the socket; after a failure it is destroyed already.
 */
export async function connect(route: Route, run: CheckRun): Promise<Socket> {
  const place = await findPlace(route, run)
  const { proxy, tls } = route
  if (!proxy) return connectDirectly(place, tls, run)
  const { socket, address } = await openTunnel(proxy, place, run)
  recordAddress(address, run)
  return tls ? upgrade(socket, place.host, tls, run) : socket
}

/** Finds the addresses of a target that the guard lets through. */
async function findPlace({ url, defaultPort = 0, family }: Route, run: CheckRun): Promise<Place> {
  const host = hostOf(url)
  const port = url.port === '' ? defaultPort : Number(url.port)
  const ownFamily = isIP(host)
  if (ownFamily === 0) {
    run.enter('dnsMs')
    const addresses = await run.step<Place['addresses']>((resolve, reject) =>
      resolveHost(host, family, run).then(resolve, reject),
    )
    return { host, port, addresses }
  }
  if (family !== undefined && family !== ownFamily)
    throw new CheckError('dns', `${host} is no IPv${family} address`)
  await checkAddress(host, run)
  return { host, port, addresses: undefined }
}

function connectDirectly(place: Place, tls: TlsTerms | undefined, run: CheckRun): Promise<Socket> {
  run.enter('connectMs')
  return connectSocket(
    () => openSocket(place, tls),
    {
      errorOf: (error) => (tls ? handshakeError(error, tls) : error),
      onConnect: (socket, resolve, reject) => {
        recordAddress(place.addresses ? socket.remoteAddress : place.host, run)
        if (!(socket instanceof TLSSocket) || !tls) return resolve()
        run.enter('tlsMs')
        socket.once('secureConnect', () => {
          const error = verifyCertificate(socket, place.host, tls, run)
          if (error) reject(error)
          else resolve()
        })
      },
    },
    run,
  )
}

function recordAddress(address: string | undefined, { details }: CheckRun): void {
  if (address === undefined) return
  details.remoteAddress = address
  details.addressFamily = isIP(address) === 6 ? 6 : 4
}
