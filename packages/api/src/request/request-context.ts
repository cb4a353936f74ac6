import type { RequestUse } from '@telltale/core'
import type { Context } from 'hono'
import type { Connection } from './connection.js'

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
