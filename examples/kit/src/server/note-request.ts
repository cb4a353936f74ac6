import type { MiddlewareHandler } from 'hono'
import type { Logger } from 'pino'
import { callerAddress } from './caller-address.js'
import type { ServerContext } from './server-context.js'

/** A request id that a proxy gave: short and harmless. Any other is replaced. */
const idPattern = /^[\w.-]{8,64}$/

/** Options of {@link noteRequest}. */
export interface NoteOptions {
  readonly log: Logger
  /** The number of proxies in front whose word counts. */
  readonly trustedProxies: number
  /** Is told each request that ended: its method, route, status and duration in milliseconds. */
  onEnd(request: EndedRequest): void
}

/** A request that ended. */
export interface EndedRequest {
  readonly method: string
  /** The pattern of the route, such as `/api/users/:id`: few in number, unlike paths. */
  readonly route: string
  readonly status: number
  readonly durationMs: number
}

/** Gives each request an id, a log and the address of its caller, and notes its end in one line. */
export const noteRequest =
  ({ log, trustedProxies, onEnd }: NoteOptions): MiddlewareHandler<ServerContext> =>
  async (context, next) => {
    const startedAt = performance.now()
    const given = context.req.header('x-request-id')
    const requestId = trustedProxies > 0 && given && idPattern.test(given) ? given : crypto.randomUUID()
    context.set('requestId', requestId)
    context.set('log', log.child({ requestId }))
    const remote = context.env.incoming.socket.remoteAddress ?? 'unknown'
    context.set('address', callerAddress(remote, context.req.header('x-forwarded-for'), trustedProxies))
    await next()
    context.res.headers.set('x-request-id', requestId)
    const { method, path } = context.req
    const durationMs = Math.round((performance.now() - startedAt) * 10) / 10
    const { status } = context.res
    onEnd({ method, route: context.req.routePath, status, durationMs })
    context.get('log').info({ method, path, status, durationMs }, 'request')
  }
