import type { Hono } from 'hono'
import type { ApiMetrics } from './api.js'
import { succeeded } from './envelope.js'
import { pageResponse } from './openapi/browsable-page.js'
import type { OpenApiDocument } from './openapi/openapi.js'
import type { RequestVariables } from './request/request-context.js'
import { RequestError } from './request/request-error.js'
import type { SystemHealth } from './system-status.js'

/** The parts that the routes without an owner need. */
export interface SystemParts {
  readonly health: SystemHealth
  readonly document: OpenApiDocument
  readonly metrics: ApiMetrics | undefined
}

/** Adds the routes that need no owner: the state of the process, its metrics, and the description of the API. */
export function addSystemRoutes(
  app: Hono<RequestVariables>,
  { health, document, metrics }: SystemParts,
): void {
  app.get('/health', (context) => {
    context.set('route', '/health')
    return context.json(succeeded({ status: 'alive' }))
  })
  app.get('/ready', async (context) => {
    context.set('route', '/ready')
    const failing = await health.failing()
    if (failing.length > 0) throw new RequestError(503, 'NOT_READY', `not ready: ${failing.join(', ')}`)
    return context.json(succeeded({ status: 'ready' }))
  })
  app.get('/openapi.json', (context) => {
    context.set('route', '/openapi.json')
    return context.json(document)
  })
  app.get('/docs', (context) => {
    context.set('route', '/docs')
    return pageResponse(document)
  })
  if (!metrics) return
  app.get('/metrics', async (context) => {
    context.set('route', '/metrics')
    if (!(await metrics.allow(context.req.raw)))
      throw new RequestError(401, 'METRICS_REFUSED', 'send the token of the scraper')
    const { text, contentType } = await metrics.read()
    return new Response(text, { headers: { 'content-type': contentType } })
  })
}
