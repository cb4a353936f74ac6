import { defined } from '@telltale/core/options'
import type { QueryType, QueryTypes } from '../request/read-query.js'
import { allRoutes, type NamedRoute } from '../routes/all-routes.js'
import type { AnyRoute } from '../routes/route.js'
import {
  boolean,
  integer,
  type JsonSchema,
  listOf,
  nullable,
  number,
  object,
  objectOf,
  text,
} from './json-schema.js'
import { recordSchemas } from './record-schemas.js'

/** A description of an API by OpenAPI 3.1, as plain JSON. */
export interface OpenApiDocument {
  /** The version of OpenAPI. */
  readonly openapi: '3.1.0'
  /** The title and the version of the API. */
  readonly info: { readonly title: string; readonly version: string; readonly description: string }
  /** The path that all others begin with. */
  readonly servers: readonly { readonly url: string }[]
  /** The operations, by path and method. */
  readonly paths: Readonly<Record<string, Readonly<Record<string, JsonSchema>>>>
  /** The schemas that operations refer to. */
  readonly components: { readonly schemas: Readonly<Record<string, JsonSchema>> }
}

const parameterSchemas: Readonly<Record<QueryType, JsonSchema>> = {
  text,
  integer,
  number,
  boolean,
  time: { type: 'string', description: 'A time of ISO 8601, or epoch milliseconds.' },
}

const issue = objectOf({ path: text, message: text }, 'path', 'message')

const failureSchema = objectOf(
  {
    success: { const: false },
    data: { type: 'null' },
    error: objectOf(
      { code: text, message: text, requestId: text, issues: listOf(issue), existingId: text, quota: object },
      'code',
      'message',
      'requestId',
    ),
  },
  'success',
  'data',
  'error',
)

const reference = (name: string): JsonSchema => ({ $ref: `#/components/schemas/${name}` })
const json = (schema: JsonSchema) => ({ 'application/json': { schema } })
const failed = { description: 'Not done: `error` tells why.', content: json(reference('failure')) }

const envelopeOf = (data: JsonSchema): JsonSchema =>
  objectOf({ success: { const: true }, data, error: { type: 'null' } }, 'success', 'data', 'error')

/** Makes the schema of `data`. */
function dataSchema({ returns, data, many, query = {}, isNullable = false }: AnyRoute): JsonSchema {
  const one = data ?? (returns && returns in recordSchemas ? reference(returns) : object)
  const counted = 'total' in query ? { total: integer } : {}
  const whole = many ? objectOf({ items: listOf(one), next: text, ...counted }, 'items') : one
  return isNullable ? nullable(whole) : whole
}

/** Returns the names of the ids in a path such as `/monitors/:id`. */
const pathNames = (path: string): readonly string[] =>
  [...path.matchAll(/:(\w+)/g)].map(([, name = '']) => name)

function parametersOf(path: string, query: QueryTypes = {}): readonly JsonSchema[] {
  return [
    ...pathNames(path).map((name) => ({ name, in: 'path', required: true, schema: text })),
    ...Object.entries(query).map(([name, type]) => ({ name, in: 'query', schema: parameterSchemas[type] })),
  ]
}

/** Makes the parameters in headers: of a POST the key by which it may be sent again, of a change the expected version. */
const headersOf = (method: string, { isVersioned = false }: AnyRoute): readonly JsonSchema[] => [
  ...(method === 'POST' ? [{ name: 'Idempotency-Key', in: 'header', schema: text }] : []),
  ...(isVersioned ? [{ name: 'If-Match', in: 'header', schema: text }] : []),
]

function operationOf({ name, service, method, path, route }: NamedRoute): JsonSchema {
  const { summary, status = 200, query, body, isBodyOptional = false } = route
  const requestBody = body && { required: !isBodyOptional, content: json(body) }
  return {
    operationId: name,
    tags: [service],
    summary,
    parameters: [...parametersOf(path, query), ...headersOf(method, route)],
    ...defined({ requestBody }),
    responses: {
      [status]: { description: 'Done.', content: json(envelopeOf(dataSchema(route))) },
      default: failed,
    },
  }
}

const publicOperation = (operationId: string, summary: string, content: object): JsonSchema => ({
  operationId,
  tags: ['system'],
  summary,
  security: [],
  responses: { 200: { description: 'Done.', content }, default: failed },
})

const live: JsonSchema = {
  operationId: 'events.live',
  tags: ['events'],
  summary: 'Streams the events from now on, or after `Last-Event-ID`, as server-sent events.',
  parameters: [
    { name: 'Last-Event-ID', in: 'header', schema: { type: 'string' } },
    { name: 'after', in: 'query', schema: integer },
  ],
  responses: {
    200: { description: 'The stream.', content: { 'text/event-stream': { schema: text } } },
    default: failed,
  },
}

/** Describes the API by OpenAPI 3.1. */
export function describeApi(basePath: string, version: string): OpenApiDocument {
  const paths: Record<string, Record<string, JsonSchema>> = {
    '/health': {
      get: publicOperation('system.health', 'Tells that the process lives.', json(envelopeOf(object))),
    },
    '/ready': {
      get: publicOperation(
        'system.ready',
        'Tells whether it can serve; 503 if not.',
        json(envelopeOf(object)),
      ),
    },
    '/openapi.json': { get: publicOperation('system.openapi', 'Returns this description.', json(object)) },
    '/docs': {
      get: publicOperation('system.docs', 'Shows this description in a browser.', {
        'text/html': { schema: text },
      }),
    },
    '/events/live': { get: live },
  }
  for (const each of allRoutes) {
    const { method, path } = each
    const template = path.replace(/:(\w+)/g, '{$1}')
    paths[template] = { ...paths[template], [method.toLowerCase()]: operationOf(each) }
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Telltale',
      version,
      description: 'Monitors, comparisons of cars, and prices of products, of the owner who asks.',
    },
    servers: [{ url: basePath === '' ? '/' : basePath }],
    paths,
    components: { schemas: { failure: failureSchema, ...recordSchemas } },
  }
}
