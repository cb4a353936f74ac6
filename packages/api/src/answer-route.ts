import { ValidationError } from '@telltale/core/errors'
import { dataOf, succeeded } from './envelope.js'
import type { Caller } from './request/identify.js'
import { readBody } from './request/read-body.js'
import { readQuery } from './request/read-query.js'
import { readTimes } from './request/read-times.js'
import type { RequestContext } from './request/request-context.js'
import type { NamedRoute } from './routes/all-routes.js'
import type { AnyRoute, RouteRequest } from './routes/route.js'

/** The parts that all routes share. */
export interface RouteParts extends Pick<RouteRequest<unknown>, 'systemStatus'> {
  /** Finds the owner of a request. */
  readonly callerOf: (context: RequestContext) => Promise<Caller>
  /** The maximum length of a body in bytes. */
  readonly maxBodyBytes: number
}

/** Makes the function that answers the requests of a route. */
export function answerOf(
  { route, method }: NamedRoute,
  { callerOf, maxBodyBytes, systemStatus }: RouteParts,
) {
  const readInput = async (request: Request): Promise<unknown> => {
    if (method === 'GET') return readQuery(queryOf(request.url), route.query ?? {})
    return route.body && bodyFor(route, await readBody(request, maxBodyBytes))
  }
  return async (context: RequestContext): Promise<Response> => {
    const request = context.req.raw
    const { ownerId, services } = await callerOf(context)
    const result = await route.call({
      services,
      ownerId,
      id: context.req.param('id') ?? '',
      productId: context.req.param('productId') ?? '',
      input: await readInput(request),
      signal: request.signal,
      systemStatus,
    })
    const tag = method === 'GET' ? tagOf(result) : undefined
    if (tag !== undefined) {
      context.header('etag', tag)
      if (isNamed(context.req.header('if-none-match'), tag)) return context.body(null, 304)
    }
    return context.json(succeeded(dataOf(route, result)), route.status ?? 200)
  }
}

const none = new URLSearchParams()

function queryOf(url: string): URLSearchParams {
  const start = url.indexOf('?')
  return start < 0 ? none : new URLSearchParams(url.slice(start))
}

/** Checks that a body is what a service takes at all, an object, and converts its times. */
function bodyFor({ isBodyOptional = false, times }: AnyRoute, body: unknown): unknown {
  if (body === undefined && isBodyOptional) return undefined
  if (typeof body !== 'object' || body === null || Array.isArray(body))
    throw new ValidationError('the body', [{ path: '', message: 'expected an object of JSON' }])
  return times ? readTimes(body, times) : body
}

/** Returns the entity tag of a record: its version. */
function tagOf(result: unknown): string | undefined {
  const { version } = Object(result) as { readonly version?: unknown }
  return typeof version === 'number' ? `"${version}"` : undefined
}

/** Checks whether a list of entity tags has one of them. */
function isNamed(list: string | undefined, tag: string): boolean {
  if (list === undefined) return false
  return list.split(',').some((each) => ['*', tag].includes(each.trim().replace(/^W\//, '')))
}
