import type { Telltale } from '@telltale/core'
import fastify, { type FastifyInstance } from 'fastify'
import { apiRoutes } from './api-routes.js'
import { pageRoutes } from './page-routes.js'
import type { StoredToken } from './tokens.js'

/** The options of the server. */
export interface ServerOptions {
  /** The instance whose services are offered. The caller starts and closes it. */
  readonly telltale: Telltale
  /** The tokens that are accepted. For this example only: a real host asks its own user database. */
  readonly tokens: readonly StoredToken[]
  /** The requests to the API of one address a minute, before anyone is known. @default 600 */
  readonly requestsPerAddress?: number
  /** The origins whose pages may call the API from a browser, beside its own. @default none */
  readonly origins?: readonly string[]
  /** The token that may read `/api/metrics`. @default there are no metrics */
  readonly metricsToken?: StoredToken
  /** `true` when the server stands behind a proxy, whose `X-Forwarded-For` it trusts. @default false */
  readonly trustProxy?: boolean
  /** `true` when Fastify logs each request. @default false */
  readonly logger?: boolean
}

/** The headers of every answer, unless its route sets others. */
const protectingHeaders = new Headers({
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-resource-policy': 'same-origin',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'cache-control': 'no-store',
})

/** The time that a client has to send its request, in milliseconds. */
const requestTimeoutMs = 15_000

/** Builds the server. Start it by `listen()`. */
export function buildApp(options: ServerOptions): FastifyInstance {
  const { logger = false, trustProxy = false } = options
  const app = fastify({ logger, trustProxy, requestTimeout: requestTimeoutMs })
  app.addHook('onRequest', async (_request, reply) => {
    reply.raw.setHeaders(protectingHeaders)
  })
  app.register(apiRoutes, options)
  app.register(pageRoutes)
  return app
}
