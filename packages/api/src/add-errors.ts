import { NotFoundError } from '@telltale/core/errors'
import type { Hono } from 'hono'
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import type { ApiOptions } from './api.js'
import { type Envelope, failureOf } from './envelope.js'
import { setRateLimitHeaders } from './request/rate-limits.js'
import type { CountedRequest, RequestContext, RequestVariables } from './request/request-context.js'

/** Gives each request an id, and answers each error by its status. */
export function addErrors(app: Hono<RequestVariables>, onError: NonNullable<ApiOptions['onError']>): void {
  app.use(async (context, next) => {
    const requestId = crypto.randomUUID()
    const counted: CountedRequest[] = []
    context.set('requestId', requestId)
    context.set('counted', counted)
    await next()
    context.res.headers.set('x-request-id', requestId)
    setRateLimitHeaders(context.res.headers, counted)
  })
  app.onError((error, context) => answerError(error, context, onError))
  app.notFound((context) => {
    const { method, path } = context.req
    return answerError(
      new NotFoundError(`there is no ${method} ${path.slice(0, 200)} here`),
      context,
      onError,
    )
  })
}

function answerError(
  error: unknown,
  context: RequestContext,
  onError: NonNullable<ApiOptions['onError']>,
): Response {
  const requestId = context.get('requestId') ?? crypto.randomUUID()
  const { status, failure, isOurs, retryAfter } = failureOf(error, requestId)
  if (isOurs) tell(onError, error, context)
  if (retryAfter !== undefined) context.header('retry-after', String(retryAfter))
  const body: Envelope<never> = { success: false, data: null, error: failure }
  return context.json(body, status as ContentfulStatusCode)
}

/** Tells the host an error. One that it throws itself changes nothing of the answer. */
function tell(onError: NonNullable<ApiOptions['onError']>, error: unknown, context: RequestContext): void {
  const { method, path } = context.req
  try {
    onError(error, { requestId: context.get('requestId') ?? '', method, path })
  } catch {
    // Nobody is left to tell.
  }
}
