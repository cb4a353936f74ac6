import { TelltaleError, ValidationError } from '@telltale/core/errors'
import { defined } from '@telltale/core/options'
import { dataOf, succeeded } from './envelope.js'
import { expectedVersion, versionChanged } from './request/expected-version.js'
import { answerOnce, type KeptResponse } from './request/idempotent.js'
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
export function answerOf({ route, method, path }: NamedRoute, parts: RouteParts) {
  const readInput = async (request: Request): Promise<unknown> => {
    if (method === 'GET') return readQuery(queryOf(request.url), route.query ?? {})
    return route.body && bodyFor(route, await readBody(request, parts.maxBodyBytes))
  }
  return async (context: RequestContext): Promise<Response> => {
    context.set('route', path)
    const caller = await parts.callerOf(context)
    const input = await readInput(context.req.raw)
    const work = () => callRoute(route, context, { caller, input, systemStatus: parts.systemStatus })
    const key = method === 'POST' ? context.req.header('idempotency-key') : undefined
    if (key === undefined) return respond(context, await work())
    const operation = `${method} ${context.req.path}`
    const requestId = context.get('requestId')
    const { answer, isReplayed } = await answerOnce({ caller, requestId, key, operation, input }, work)
    if (isReplayed) context.header('idempotency-replayed', 'true')
    return respond(context, answer)
  }
}

/** A request whose owner and input are known. */
interface ReadRequest extends Pick<RouteParts, 'systemStatus'> {
  readonly caller: Caller
  readonly input: unknown
}

/** Does what a route is for, and makes its answer. */
async function callRoute(
  route: AnyRoute,
  { req }: RequestContext,
  { caller: { ownerId, services }, input, systemStatus }: ReadRequest,
): Promise<KeptResponse> {
  const expected = req.method === 'GET' ? undefined : req.header('if-match')
  if (expected !== undefined && !route.isVersioned)
    throw new ValidationError('the request', [{ path: 'If-Match', message: 'is not possible here' }])
  try {
    const result = await route.call({
      services,
      ownerId,
      id: req.param('id') ?? '',
      productId: req.param('productId') ?? '',
      input,
      change: defined({ version: expectedVersion(expected) }),
      signal: req.raw.signal,
      systemStatus,
    })
    const body = succeeded(dataOf(route, result))
    return { status: route.status ?? 200, body, ...defined({ etag: tagOf(result) }) }
  } catch (error) {
    const { currentVersion } = Object(error) as { readonly currentVersion?: unknown }
    const isChanged = TelltaleError.is(error) && currentVersion !== undefined
    throw isChanged && expected !== undefined ? versionChanged(error.message) : error
  }
}

/** Sends an answer; to whoever has this version of a record, only that it is the same. */
function respond(context: RequestContext, { status, body, etag }: KeptResponse): Response {
  if (etag !== undefined) {
    context.header('etag', etag)
    if (context.req.method === 'GET' && isNamed(context.req.header('if-none-match'), etag))
      return context.body(null, 304)
  }
  return context.json(body as never, status as 200)
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
