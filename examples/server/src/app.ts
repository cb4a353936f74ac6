import { randomUUID } from 'node:crypto'
import { NotFoundError, type OwnerServices, type Telltale, UnauthorizedError } from '@telltale/core'
import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify'
import { addAudit } from './audit-routes.js'
import { failed, succeeded } from './envelope.js'
import { eventRoutes } from './event-routes.js'
import { defaultLimits, type Limits } from './limits.js'
import { pageRoutes } from './page-routes.js'
import { productRoutes } from './product-routes.js'
import { addQuotas } from './quotas.js'
import { networkOf, RateLimit } from './rate-limits.js'
import { addReadiness } from './readiness.js'
import { battleRoutes, monitorRoutes } from './routes.js'
import { addSecurity } from './security.js'
import { ownerOf, type StoredToken } from './tokens.js'

declare module 'fastify' {
  interface FastifyRequest {
    /** The owner of the caller's token. */
    owner: string
    /** The services of that owner. */
    owned: OwnerServices
  }
}

/** The options of the server. */
export interface ServerOptions {
  /** The instance whose services are offered. The caller starts and closes it. */
  readonly telltale: Telltale
  /** The tokens that are accepted. For this example only: a real host asks its own user database. */
  readonly tokens: readonly StoredToken[]
  /** The limits that differ from {@link defaultLimits}. @default {} */
  readonly limits?: Partial<Limits>
  /** Returns whether `telltale.start()` has resolved, which `/ready` tells. @default always */
  readonly isStarted?: () => boolean
  /** `true` when the server stands behind a proxy, whose `X-Forwarded-For` it trusts. @default false */
  readonly trustProxy?: boolean
  /** `true` when Fastify logs each request. @default false */
  readonly logger?: boolean
  /** The milliseconds without an event after which a stream sends a comment. @default 15000 */
  readonly heartbeatMs?: number
  /** The milliseconds in which the client of a stream has to take something; more than `heartbeatMs`. @default 30000 */
  readonly stallMs?: number
}

const maxBodyBytes = 64 * 1024
/** The time that a client has to send its request, in milliseconds. */
const requestTimeoutMs = 15_000

/** Builds the server. Start it by `listen()`. */
export function buildApp(options: ServerOptions): FastifyInstance {
  const { telltale, logger = false, trustProxy = false, isStarted = () => true } = options
  const { heartbeatMs = 15_000, stallMs = 30_000 } = options
  const limits: Limits = { ...defaultLimits, ...options.limits }
  const answerError = (error: unknown, request: FastifyRequest, reply: FastifyReply) => {
    const { status, envelope } = failed(error)
    if (status >= 500) request.log.error(error)
    reply.code(status).send(envelope)
  }
  const app = fastify({
    logger,
    trustProxy,
    bodyLimit: maxBodyBytes,
    requestTimeout: requestTimeoutMs,
    genReqId: () => randomUUID(),
    requestIdHeader: false,
    frameworkErrors: answerError,
  })
  app.setErrorHandler(answerError)
  app.setNotFoundHandler(({ method, url }) => {
    throw new NotFoundError(`there is no ${method} ${url.slice(0, 200)} here`)
  })
  addSecurity(app)
  addAuthentication(app, options, limits)
  addQuotas(app, limits)
  addAudit(app)
  app.addHook('preSerialization', async (request, reply, payload: object) =>
    reply.statusCode < 400 ? succeeded(payload, request.routeOptions.config.returns) : payload,
  )
  addReadiness(app, telltale, isStarted)
  app.register(pageRoutes)
  app.register(monitorRoutes, { prefix: '/monitors' })
  app.register(battleRoutes, { prefix: '/battles' })
  app.register(productRoutes, { prefix: '/products' })
  app.register(eventRoutes, { heartbeatMs, stallMs, streamsPerOwner: limits.streamsPerOwner })
  return app
}

/** Counts requests by address, finds the owner by the token, and counts again by owner. */
function addAuthentication(app: FastifyInstance, { telltale, tokens }: ServerOptions, limits: Limits): void {
  const byAddress = new RateLimit('address', limits.requestsPerAddress)
  const byOwner = new RateLimit('owner', limits.requestsPerOwner)
  const changes = new RateLimit('changes', limits.changesPerOwner)
  app.decorateRequest('owner', '')
  app.decorateRequest('owned')
  app.addHook('onRequest', async (request, reply) => {
    await byAddress.count(networkOf(request.ip), reply)
    if (request.routeOptions.config.isPublic) return
    const token = /^Bearer (\S{1,200})$/i.exec(request.headers.authorization ?? '')?.[1]
    const owner = token === undefined ? undefined : ownerOf(tokens, token)
    if (owner === undefined)
      throw new UnauthorizedError('send the header `Authorization: Bearer` with your token')
    await byOwner.count(owner, reply)
    if (request.method !== 'GET' && request.method !== 'HEAD') await changes.count(owner, reply)
    request.owner = owner
    request.owned = telltale.for(owner)
  })
}
