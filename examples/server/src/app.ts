import { NotFoundError, type OwnerServices, type Telltale, UnauthorizedError } from '@telltale/core'
import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify'
import { failed, succeeded } from './envelope.js'
import { eventRoutes } from './event-routes.js'
import { pageRoutes } from './page-routes.js'
import { productRoutes } from './product-routes.js'
import { battleRoutes, monitorRoutes } from './routes.js'

declare module 'fastify' {
  interface FastifyRequest {
    /** The services of the owner of the caller's token. */
    owned: OwnerServices
  }
}

/** The options of the server. */
export interface ServerOptions {
  /** The instance whose services are offered. The caller starts and closes it. */
  readonly telltale: Telltale
  /** The owner of each bearer token. For this example only: a real host asks its own user database. */
  readonly users: ReadonlyMap<string, string>
  /** `true` when Fastify logs each request. @default false */
  readonly logger?: boolean
  /** The milliseconds without an event after which a stream sends a comment. @default 15000 */
  readonly heartbeatMs?: number
}

/** Builds the server. Start it by `listen()`. */
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
    if (request.routeOptions.config.isPublic) return
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
