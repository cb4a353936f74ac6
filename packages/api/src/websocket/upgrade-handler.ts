import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { defined } from '@telltale/core/options'
import { type WebSocket, WebSocketServer } from 'ws'
import type { Api } from '../api.js'
import type { FollowBySocket, LiveSocket } from '../events/live-socket.js'

/** A listener of the event `upgrade` of a server on `node:http`. */
export type UpgradeHandler = (request: IncomingMessage, socket: Duplex, head: Buffer) => Promise<void>

/** Readers send nothing that is heeded. */
const maxPayload = 1_024

/**
 * Makes the listener that serves live events by WebSocket, at the path of the server-sent ones. It needs `ws`, which the host
 * installs. What is not for it is answered with an error, so a host with other sockets asks it only for the API's path.
 *
 * @example
 * ```ts
 * import { createServer } from 'node:http'
 * import { createApi } from '@telltale/api'
 * import { toNodeHandler } from '@telltale/api/node'
 * import { toUpgradeHandler } from '@telltale/api/websocket'
 *
 * const api = createApi(telltale, { owner: () => 'the-only-one' })
 * createServer(toNodeHandler(api)).on('upgrade', toUpgradeHandler(api)).listen(3000)
 * ```
 */
export function toUpgradeHandler(api: Pick<Api, 'fetch'>): UpgradeHandler {
  const sockets = new WebSocketServer({ noServer: true, maxPayload })
  return async (request, socket, head) => {
    // Without a listener, a reset of the line would end the process.
    socket.on('error', () => socket.destroy())
    let follow: FollowBySocket | undefined
    const address = request.socket.remoteAddress
    const upgrade = (given: FollowBySocket) => {
      follow = given
    }
    const response = await api.fetch(webRequestOf(request), { upgrade, ...defined({ address }) })
    if (follow === undefined) return refuse(socket, response)
    const accept = follow
    sockets.handleUpgrade(request, socket, head, (opened) => accept(liveSocketOf(opened)))
  }
}

function webRequestOf({ url = '/', headers }: IncomingMessage): Request {
  const pairs = Object.entries(headers).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, Array.isArray(value) ? value.join(', ') : value] as [string, string]],
  )
  return new Request(new URL(url, `http://${headers.host ?? 'localhost'}`), { headers: pairs })
}

async function refuse(socket: Duplex, response: Response): Promise<void> {
  const body = await response.text()
  const { status } = response
  const type = response.headers.get('content-type') ?? 'text/plain'
  const length = Buffer.byteLength(body)
  socket.end(
    `HTTP/1.1 ${status} Refused\r\nconnection: close\r\ncontent-type: ${type}\r\ncontent-length: ${length}\r\n\r\n${body}`,
  )
}

function liveSocketOf(socket: WebSocket): LiveSocket {
  const closed = new AbortController()
  socket.on('close', () => closed.abort())
  socket.on('error', () => socket.terminate())
  return {
    closed: closed.signal,
    send: (text) =>
      new Promise((resolve, reject) => socket.send(text, (error) => (error ? reject(error) : resolve()))),
    close: (code, reason) => {
      socket.close(code, reason)
      // One that takes nothing takes no goodbye either.
      if (socket.bufferedAmount > 0) socket.terminate()
    },
  }
}
