import type { Socket } from 'node:net'

/** The maximum number of idle connections to one origin. */
const maxIdlePerOrigin = 4
/** The maximum number of origins with idle connections. The one that was used longest ago gives way to another. */
const maxOrigins = 1_000

/** A pool of idle connections, for the next check of the same origin. */
export class ConnectionPool {
  readonly #idle = new Map<string, Socket[]>()

  /** Checks whether there is an idle connection. */
  has({ origin }: URL): boolean {
    return this.#idle.has(origin)
  }

  /** Takes out the connection that was used last, if there is one. */
  acquire({ origin }: URL): Socket | undefined {
    const sockets = this.#idle.get(origin)
    const socket = sockets?.pop()
    if (sockets?.length === 0) this.#idle.delete(origin)
    socket?.removeAllListeners().ref()
    return socket
  }

  /**
   * Keeps a connection until it is acquired, the server closes it, or the pool is closed. An idle connection does not keep the
   * process alive.
   */
  release({ origin }: URL, socket: Socket): void {
    const sockets = this.#idle.get(origin) ?? []
    if (socket.destroyed || sockets.length >= maxIdlePerOrigin) {
      socket.destroy()
      return
    }
    const remove = () => {
      socket.destroy()
      const rest = this.#idle.get(origin)?.filter((other) => other !== socket) ?? []
      if (rest.length > 0) this.#idle.set(origin, rest)
      else this.#idle.delete(origin)
    }
    socket.removeAllListeners().unref()
    // Nothing may arrive before the next request: an end, an error and unexpected bytes alike make it useless.
    for (const event of ['end', 'error', 'close', 'data']) socket.on(event, remove)
    // Re-inserted, so that the origins are in the order of their last use.
    this.#idle.delete(origin)
    this.#idle.set(origin, [...sockets, socket])
    const [oldest] = this.#idle
    if (this.#idle.size > maxOrigins) for (const unused of oldest?.[1] ?? []) unused.destroy()
  }

  /** Closes all idle connections. */
  close(): void {
    for (const socket of [...this.#idle.values()].flat()) socket.destroy()
    this.#idle.clear()
  }
}
