import type { Socket } from 'node:net'
import type { buildConnector } from 'undici'

/** The open sockets of a client, those that are still connecting included. */
export class SocketTracker {
  readonly #sockets = new Set<Socket>()
  #isClosed = false

  /** Keeps a socket until it closes. One that comes after {@link close} is closed at once. */
  add(socket: Socket): void {
    if (this.#isClosed) socket.destroy()
    if (socket.destroyed) return
    this.#sockets.add(socket)
    socket.once('close', () => this.#sockets.delete(socket))
  }

  /** Closes every socket. */
  close(): void {
    this.#isClosed = true
    for (const socket of this.#sockets) socket.destroy()
  }
}

/**
 * Returns a builder of connectors whose sockets are tracked. A shared signal would do the same, but Node keeps each socket
 * that listens to one for as long as the signal lives.
 */
export const trackedBuilder =
  (build: typeof buildConnector, sockets: SocketTracker): typeof buildConnector =>
  (options) => {
    const connect = build(options)
    return (target, done) => {
      // undici's connector returns the socket that it opens, which its types leave out.
      const socket = connect(target, done) as unknown as Socket | undefined
      if (socket) sockets.add(socket)
      return socket
    }
  }
