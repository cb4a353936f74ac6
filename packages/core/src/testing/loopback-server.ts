import { once } from 'node:events'
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'

/** An HTTP server on this machine, for as long as a test takes. */
export interface LoopbackServer {
  /** The origin, such as `http://127.0.0.1:49152`. */
  readonly origin: string
  /** The port. */
  readonly port: number
  /** The open connections. */
  readonly sockets: ReadonlySet<Socket>
  /** Returns the number of connections so far. */
  connections(): number
  /** Breaks all connections and frees the port. */
  close(): Promise<void>
}

/** Starts a server on a free port of 127.0.0.1. */
export async function loopbackServer(listener: RequestListener): Promise<LoopbackServer> {
  const sockets = new Set<Socket>()
  let connections = 0
  const server = createServer(listener).on('connection', (socket) => {
    connections += 1
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return {
    origin: `http://127.0.0.1:${port}`,
    port,
    sockets,
    connections: () => connections,
    close: async () => {
      server.close()
      for (const socket of sockets) socket.destroy()
      await once(server, 'close')
    },
  }
}
