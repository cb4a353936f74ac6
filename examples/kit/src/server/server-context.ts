import type { HttpBindings } from '@hono/node-server'
import type { Logger } from 'pino'

/** What the parts of the server know of a request. */
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
