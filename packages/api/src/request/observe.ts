import type { MiddlewareHandler } from 'hono'
import type { ApiMetrics } from '../api.js'
import type { RequestVariables } from './request-context.js'

const methods = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'])

/** Makes the middleware that tells the metrics of each answer. Their labels are few, whatever callers send. */
export const observe =
  (metrics: ApiMetrics): MiddlewareHandler<RequestVariables> =>
  async (context, next) => {
    const startedAt = performance.now()
    await next()
    const { method } = context.req
    metrics.observe({
      method: methods.has(method) ? method : 'OTHER',
      route: context.get('route') ?? 'none',
      status: context.res.status,
      seconds: (performance.now() - startedAt) / 1_000,
    })
  }
