import { NotFoundError, type OwnerServices, type Telltale, UnauthorizedError } from '@telltale/core'
import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify'
import { failed, succeeded } from './envelope.js'
import { eventRoutes } from './event-routes.js'
import { pageRoutes } from './page-routes.js'
import { productRoutes } from './product-routes.js'
import { battleRoutes, monitorRoutes } from './routes.js'

declare module 'fastify' {
  interface FastifyRequest {
    /** The services of the owner whom the caller's token stands for. */
    owned: OwnerServices
  }
}

/** What the server is made of. */
export interface ServerOptions {
  /** Whose services are offered. It is the caller's to start and to close. */
  readonly telltale: Telltale
  /** Bearer tokens and the owners they stand for. An example: a real host asks whatever knows its users. */
  readonly users: ReadonlyMap<string, string>
  /** Whether Fastify logs each request. @default false */
  readonly logger?: boolean
  /** How long a stream of events may be quiet before it is sent a comment. @default 15000 */
  readonly heartbeatMs?: number
}

/** Builds the server; `listen()` starts it. */
export function buildApp(options: ServerOptions): FastifyInstance {
  const { telltale, users, logger = false, heartbeatMs = 15_000 } = options
  const answerError = (error: unknown, request: FastifyRequest, reply: FastifyReply) => {
    const { status, envelope } = failed(error)
    if (status >= 500) request.log.error(error)
    reply.code(status).send(envelope)
  }
  const app = fastify({ logger, bodyLimit: 64 * 1024, frameworkErrors: answerError })
  app.setErrorHandler(answerError)
  app.setNotFoundHandler(({ method, url }) => {
    throw new NotFoundError(`there is no ${method} ${url} here`)
  })
  app.decorateRequest('owned')
  app.addHook('onRequest', async (request) => {
    if (request.routeOptions.config.isOpen) return
    const owner = users.get(/^Bearer (.+)$/i.exec(request.headers.authorization ?? '')?.[1] ?? '')
    if (owner === undefined)
      throw new UnauthorizedError('send the header `Authorization: Bearer` with your token')
    request.owned = telltale.for(owner)
  })
  app.addHook('preSerialization', async (_request, reply, payload: object) =>
    reply.statusCode < 400 ? succeeded(payload) : payload,
  )
  app.register(pageRoutes)
  app.register(monitorRoutes, { prefix: '/monitors' })
  app.register(battleRoutes, { prefix: '/battles' })
  app.register(productRoutes, { prefix: '/products' })
  app.register(eventRoutes, { heartbeatMs })
  return app
}
