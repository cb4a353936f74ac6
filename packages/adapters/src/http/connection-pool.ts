import type { Socket } from 'node:net'

/** How many idle connections are kept to one origin. */
const maxIdlePerOrigin = 4

/** Connections that answered and were left open, for the next check of the same origin. */
export class ConnectionPool {
  readonly #idle = new Map<string, Socket[]>()

  /** Whether there is one to be taken. */
  has({ origin }: URL): boolean {
    return this.#idle.has(origin)
  }

  /** Takes out the connection that was used last, if there is one. */
  take({ origin }: URL): Socket | undefined {
    const sockets = this.#idle.get(origin)
    const socket = sockets?.pop()
    if (sockets?.length === 0) this.#idle.delete(origin)
    socket?.removeAllListeners().ref()
    return socket
  }

  /** Keeps a connection until it is taken, is closed by the server, or this is closed. An idle one holds up no process's end. */
  keep({ origin }: URL, socket: Socket): void {
    const sockets = this.#idle.get(origin) ?? []
    if (socket.destroyed || sockets.length >= maxIdlePerOrigin) {
      socket.destroy()
      return
    }
    const forget = () => {
      socket.destroy()
      const rest = this.#idle.get(origin)?.filter((other) => other !== socket) ?? []
      if (rest.length > 0) this.#idle.set(origin, rest)
      else this.#idle.delete(origin)
    }
    socket.removeAllListeners().unref()
    // Nothing may come before it is asked: an end, an error and unasked bytes alike make it useless.
    for (const event of ['end', 'error', 'close', 'data']) socket.on(event, forget)
    this.#idle.set(origin, [...sockets, socket])
  }

  /** Closes them all. */
  close(): void {
    for (const socket of [...this.#idle.values()].flat()) socket.destroy()
    this.#idle.clear()
  }
}
