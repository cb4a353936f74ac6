import type { OpenApiDocument } from './openapi/openapi.js'
import type { AddressLimit } from './request/address-limit.js'
import type { Connection } from './request/connection.js'

/** Options of the API. */
export interface ApiOptions {
  /**
   * Returns the id of the owner whose request it is, by the host's own session or token; `undefined` or `null` for somebody
   * unknown, who gets 401. What it throws is answered by its status when it is a `TelltaleError`, and else with 500.
   */
  readonly owner: (request: Request) => Promise<string | null | undefined> | string | null | undefined
  /** The path that all others begin with, such as `/api`; `''` for none. @default '/api' */
  readonly basePath?: string
  /** The maximum length of a body in bytes, from 1,024 to 100,000,000. @default 262144 */
  readonly maxBodyBytes?: number
  /**
   * The limit of requests from one address, before `owner` is asked. That of an owner is `requestsPerMinute` of their plan,
   * among the `quotas` of `createTelltale`. @default none
   */
  readonly addressLimit?: AddressLimit
  /** The origins, such as `https://app.example`, whose pages may call the API from a browser. @default none but its own */
  readonly origins?: readonly string[]
  /** The metrics that `GET /metrics` shows, such as `prometheusMetrics()` of `@telltale/api/metrics`. @default none */
  readonly metrics?: ApiMetrics
  /** The version of the host, which `/status` and the OpenAPI tell. @default '1' */
  readonly version?: string
  /** Is told each error that is none of the caller's, with the id that the caller was given. @default nothing is told */
  readonly onError?: (error: unknown, request: FailedRequest) => void
}

/** A request that was answered. */
export interface ObservedRequest {
  /** The method; `OTHER` for one that HTTP does not name. */
  readonly method: string
  /** The pattern of the path, such as `/monitors/:id`; `none` where no route has it. */
  readonly route: string
  /** The status of the answer. */
  readonly status: number
  /** The time to the head of the answer, in seconds. */
  readonly seconds: number
}

/** Metrics of the API, such as those of `@telltale/api/metrics`. */
export interface ApiMetrics {
  /** Checks whether a request may read them. */
  readonly allow: (request: Request) => Promise<boolean> | boolean
  /** Counts a request. */
  readonly observe: (request: ObservedRequest) => void
  /** Reads them all. */
  readonly read: () => Promise<{ readonly contentType: string; readonly text: string }>
}

/** A request that failed on our side. */
export interface FailedRequest {
  /** The id of the request, which is in its answer, and in its header `x-request-id`. */
  readonly requestId: string
  /** The method. */
  readonly method: string
  /** The path, without the query. */
  readonly path: string
}

/** The API of a Telltale: one handler that any server mounts. */
export interface Api {
  /** Answers a request. It never rejects. */
  readonly fetch: (request: Request, connection?: Connection) => Promise<Response>
  /** Describes the API by OpenAPI 3.1. */
  readonly openapi: () => OpenApiDocument
}
