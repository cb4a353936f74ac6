import type { Hono } from 'hono'
import type { Caller } from '../request/identify.js'
import type { RequestContext, RequestVariables } from '../request/request-context.js'
import { RequestError } from '../request/request-error.js'
import type { EventStreams } from './event-stream.js'

/** The parts that live events need. */
export interface LiveEventParts {
  /** Finds the owner of a request. */
  readonly callerOf: (context: RequestContext) => Promise<Caller>
  /** The origins whose pages may call. */
  readonly origins: readonly string[]
  readonly streams: EventStreams
}

/** Adds the route of live events, by server-sent events and, where the server can, by WebSocket. */
export function addLiveEvents(
  app: Hono<RequestVariables>,
  { callerOf, origins, streams }: LiveEventParts,
): void {
  app.get('/events/live', async (context) => {
    context.set('route', '/events/live')
    const upgrade = context.env?.upgrade
    const isSocket = context.req.header('upgrade')?.toLowerCase() === 'websocket'
    if (!isSocket) return streams.respond(context.req.raw, await callerOf(context))
    if (!upgrade)
      throw new RequestError(501, 'NO_WEBSOCKET', 'there are no WebSockets here; use server-sent events')
    requireOrigin(context, origins)
    upgrade(streams.bySocket(context.req.raw, await callerOf(context)))
    return context.body(null, 204)
  })
}

/** @throws `RequestError` for a page of a foreign origin: browsers let each open sockets, with the cookies of the visitor. */
function requireOrigin({ req }: RequestContext, origins: readonly string[]): void {
  const origin = req.header('origin')
  if (origin === undefined || origins.includes(origin)) return
  if (URL.canParse(origin) && new URL(origin).host === req.header('host')) return
  throw new RequestError(403, 'FOREIGN_ORIGIN', 'pages of this origin may not call; name it in `origins`')
}
