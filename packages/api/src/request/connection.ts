import type { FollowBySocket } from '../events/live-socket.js'

/** The connection by which a request came, as far as a server knows it. */
export interface Connection {
  /** The address at its other end. */
  readonly address?: string
  /** Takes the function that serves a WebSocket, where the server can open one for this request. @default it cannot */
  readonly upgrade?: (follow: FollowBySocket) => void
}
