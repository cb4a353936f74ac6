export { type Api, type ApiOptions, createApi, type FailedRequest } from './create-api.js'
export type { Envelope, Failure } from './envelope.js'
export type { JsonSchema } from './openapi/json-schema.js'
export type { OpenApiDocument } from './openapi/openapi.js'
