import type { RequestUse } from '@telltale/core'
import type { Context } from 'hono'
import type { FollowBySocket } from '../events/live-socket.js'

/** The connection by which a request came, as far as a server knows it. */
export interface Connection {
  /** The address at its other end. */
  readonly address?: string
  /** Takes the function that serves a WebSocket, where the server can open one for this request. @default it cannot */
  readonly upgrade?: (follow: FollowBySocket) => void
}

/** A limit by which a request was counted. */
export interface CountedRequest extends RequestUse {
  /** The name of the limit. */
  readonly policy: 'owner' | 'address'
}

/** The variables of one request. */
export type RequestVariables = {
  Variables: {
    /** The id of the request. */
    requestId: string
    /** The limits by which it was counted. */
    counted: CountedRequest[]
    /** The pattern of its path; absent where no route has it. */
    route?: string
  }
  Bindings: Connection
}

/** The context of one request. */
export type RequestContext = Context<RequestVariables>
