import type { Telltale } from '@telltale/core'
import * as check from '@telltale/core/options'
import { Hono } from 'hono'
import { addErrors } from './add-errors.js'
import { answerOf } from './answer-route.js'
import type { Api, ApiOptions } from './api.js'
import { optionsCheck } from './api-options.js'
import { createEventStreams } from './events/event-stream.js'
import { addLiveEvents } from './events/live-events.js'
import { addLinkPages } from './link-pages.js'
import { describeApi } from './openapi/openapi.js'
import { allowOrigins } from './request/allow-origins.js'
import { identify } from './request/identify.js'
import { observe } from './request/observe.js'
import { limitAddresses } from './request/rate-limits.js'
import type { RequestContext, RequestVariables } from './request/request-context.js'
import { RequestError } from './request/request-error.js'
import { allRoutes } from './routes/all-routes.js'
import { addSystemRoutes } from './system-routes.js'
import { watchHealth } from './system-status.js'

/** Times that no host needs to change: proxies close a silent line after a minute or more. */
const streamTimes = { heartbeatMs: 15_000, stallMs: 30_000 }

/**
 * Makes the API of a Telltale. It does no I/O, and needs no closing: its streams end with the Telltale.
 *
 * @throws `ValidationError` naming each option that is wrong.
 * @example
 * ```ts
 * import { createApi } from '@telltale/api'
 *
 * const users = new Map([['secret-token', 'user_42']])
 * const api = createApi(telltale, {
 *   owner: (request) => users.get(request.headers.get('authorization')?.slice('Bearer '.length) ?? ''),
 * })
 * const response = await api.fetch(new Request('https://shop.example/api/monitors'))
 * ```
 */
export function createApi(telltale: Telltale, options: ApiOptions): Api {
  const given = check.checkOptions('createApi', optionsCheck, options)
  const { basePath, maxBodyBytes, onError, origins, version } = given
  const health = watchHealth(telltale, version)
  const document = describeApi(basePath, version)
  const app = new Hono<RequestVariables>({ strict: false }).basePath(basePath || '/')
  const callerOf = (context: RequestContext) => identify(telltale, given.owner, context)
  addErrors(app, onError)
  if (given.metrics) app.use(observe(given.metrics))
  if (origins.length > 0) app.use(allowOrigins(origins))
  if (given.addressLimit) app.use(limitAddresses(given.addressLimit))

  addSystemRoutes(app, { health, document, metrics: given.metrics })
  addLinkPages(app, telltale, given.addressLimit?.addressOf)
  addLiveEvents(app, { callerOf, origins, streams: createEventStreams(streamTimes) })
  const asked = { callerOf, maxBodyBytes, systemStatus: health.status }
  for (const each of allRoutes) app.on(each.method, each.path, answerOf(each, asked))
  for (const path of new Set(allRoutes.map((each) => each.path)))
    app.all(path, ({ req: { method } }) => {
      throw new RequestError(405, 'METHOD_NOT_ALLOWED', `${method} is not possible here`)
    })
  return { fetch: async (request, connection) => app.fetch(request, connection), openapi: () => document }
}
