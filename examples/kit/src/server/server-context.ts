import type { HttpBindings } from '@hono/node-server'
import type { Logger } from 'pino'

/** The knowledge that the parts of the server have of a request. */
export interface ServerContext {
  readonly Bindings: HttpBindings
  readonly Variables: {
    /** The id of the request, in its log line and its answer. */
    readonly requestId: string
    /** The log, with the id in each line. */
    readonly log: Logger
    /** The address of the caller. */
    readonly address: string
  }
}
