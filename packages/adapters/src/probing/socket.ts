import type { LookupAddress } from 'node:dns'
import { type LookupFunction, Socket } from 'node:net'
import { defined } from '@telltale/core/ports'
import { startHandshake, type TlsTerms } from './handshake.js'
import type { CheckRun } from './measure.js'

/** The place that a socket connects to. */
export interface Place {
  /** The name, or the IP address. */
  readonly host: string
  readonly port: number
  /** The addresses of the name; absent when the host is one. */
  readonly addresses: LookupAddress[] | undefined
}

/** Starts a connection, over TLS if there are terms for it. */
export function openSocket({ host, port, addresses }: Place, tls?: TlsTerms): Socket {
  const tcp = {
    host,
    port,
    autoSelectFamily: true,
    // Node's 250 ms would drop the address of a far host in mid-handshake, and a lost SYN is sent again after 1 s.
    autoSelectFamilyAttemptTimeout: 1_500,
    ...defined({ lookup: addresses && fixedLookup(addresses) }),
  }
  if (!tls) return new Socket().setNoDelay(true).connect(tcp)
  return startHandshake(tcp, host, tls)
}

/** Makes a lookup that answers with known addresses, once the socket has its listeners. */
const fixedLookup =
  (addresses: LookupAddress[]): LookupFunction =>
  (_host, _options, callback) =>
    process.nextTick(callback, null, addresses)

/** The events of a socket that is connecting. */
interface SocketEvents {
  /** Resolves, or begins what has to be done before. */
  readonly onConnect: (socket: Socket, resolve: () => void, reject: (error: unknown) => void) => void
  /** Returns the error to fail with. @default the socket's own */
  readonly errorOf?: (error: Error) => Error
}

/** Opens a socket, and resolves to it as `onConnect` says. After a failure it is destroyed. */
export async function connectSocket(
  open: () => Socket,
  { onConnect, errorOf = (error) => error }: SocketEvents,
  run: CheckRun,
): Promise<Socket> {
  run.stopwatch.pause()
  const socket = open()
  try {
    await run.step<void>((resolve, reject) => {
      socket.once('connectionAttempt', () => {
        run.stopwatch.resume()
        // Node calls connect() right after this event, and before the next microtask.
        queueMicrotask(() => run.stopwatch.markSent())
      })
      socket.on('error', (error) => reject(errorOf(error)))
      socket.once('connect', () => onConnect(socket, resolve, reject))
    })
    return socket
  } catch (error) {
    socket.destroy()
    throw error
  }
}
