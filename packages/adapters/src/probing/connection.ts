import type { LookupAddress } from 'node:dns'
import { isIP, type LookupFunction, Socket } from 'node:net'
import { connect as openTls, type SecureContext, TLSSocket } from 'node:tls'
import { defined } from '@telltale/core/ports'
import { describeCertificateError } from './certificate.js'
import { CheckError } from './check-error.js'
import { type AddressFamily, checkAddress, resolveHost } from './lookup.js'
import type { CheckRun } from './measure.js'

/** Returns the host of a URL as sockets take it: an IPv6 address without its brackets. */
export const hostOf = ({ hostname }: URL): string =>
  hostname.startsWith('[') ? hostname.slice(1, -1) : hostname

/** Returns the phase that a connection to a URL begins with: an address need not be looked up. */
export const initialPhase = (url: URL) => (isIP(hostOf(url)) ? 'connectMs' : 'dnsMs')

/** Where a connection leads to, and how. */
export interface Route {
  readonly url: URL
  /** Of a URL that names none. */
  readonly defaultPort?: number
  /** Addresses of the other family are left out; both will do when absent. */
  readonly family?: AddressFamily | undefined
  /** Makes it a TLS connection. */
  readonly tls?: {
    readonly context: SecureContext
    /** What is offered to be spoken, by its ALPN name. */
    readonly protocols?: string[]
    /** The name that is asked for and that the certificate has to be for. @default the host */
    readonly serverName?: string | undefined
  }
}

/**
 * Connects, phase by phase. Resolves once the socket may be written to: over TLS, once its certificate is found to be
 * trusted. Whoever asked for it destroys it; a connection that fails is gone already.
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
        // The system is asked to connect right after this event, and before the next microtask.
        queueMicrotask(() => run.stopwatch.markSent())
      })
      socket.on('error', reject)
      socket.once('connect', () => {
        recordAddress(ownFamily ? host : socket.remoteAddress, run)
        if (!(socket instanceof TLSSocket)) return resolve()
        run.enter('tlsMs')
        socket.once('secureConnect', () => {
          const fault = verifyCertificate(socket, route.tls?.serverName ?? host, run)
          if (fault) reject(fault)
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
  const { context, protocols, serverName = host } = tls
  return openTls({
    ...tcp,
    secureContext: context,
    ...defined({ servername: isIP(serverName) === 0 ? serverName : undefined, ALPNProtocols: protocols }),
    // The certificate is judged afterwards, before anything is sent: only there can it be said what is wrong with it.
    rejectUnauthorized: false,
  }).setNoDelay(true)
}

/** Answers when whoever made the socket listens to it. */
const fixedLookup =
  (addresses: LookupAddress[]): LookupFunction =>
  (_host, _options, answer) =>
    process.nextTick(answer, null, addresses)

function recordAddress(address: string | undefined, { details }: CheckRun): void {
  if (address === undefined) return
  details.remoteAddress = address
  details.addressFamily = isIP(address) === 6 ? 6 : 4
}

/** Notes what the certificate says; returns what is wrong with it. */
function verifyCertificate(
  socket: TLSSocket,
  name: string,
  { details, clock }: CheckRun,
): CheckError | undefined {
  const expiresAt = Date.parse(socket.getPeerCertificate().valid_to)
  if (!Number.isNaN(expiresAt)) details.certificateExpiresAt = expiresAt
  if (socket.authorized) return undefined
  details.certificateProblem = String(socket.authorizationError)
  return new CheckError('tls', describeCertificateError(socket, name, expiresAt < clock.now()))
}
