import type { CacheKind } from './cache.js'
import type { Trust } from './network.js'

/** The time limits of the phases of a request. `timeoutMs` limits each of them too. */
export interface HttpPhases {
  /** The time until the connection is open, TLS included. @default 10000 */
  readonly connectMs?: number
  /** The time from the open connection to the first byte of the response. @default timeoutMs */
  readonly firstByteMs?: number
  /** The time between two chunks of the body. @default timeoutMs */
  readonly betweenBytesMs?: number
}

/** The defaults of an adapter for all its calls. A call's own options come first. */
export interface HttpDefaults {
  /**
   * The time limit of a whole call in milliseconds, with redirects, retries and the body, without waits for a rate limit.
   * @default 10000, or 30000 where the call is `polite`
   */
  readonly timeoutMs?: number
  /** The time limits of its phases. */
  readonly phases?: HttpPhases
  /** The maximum length of the body after decompression, in bytes. @default 5242880 (5 MiB) */
  readonly maxBytes?: number
  /**
   * `true` to obey robots.txt and the rate limits of the site and the host. For pages that are made for people; an API
   * states its own limits. @default false
   */
  readonly polite?: boolean
}

/** Options of a GET request. */
export interface HttpGetOptions extends HttpDefaults {
  /**
   * The trust level of the URL. A `configured` one may lead into the host's own network. After a redirect to another
   * origin, the call is `untrusted`. @default 'untrusted'
   */
  readonly trust?: Trust
  /** The request headers, in addition to the engine's `user-agent` and `accept-encoding`. @default {} */
  readonly headers?: Readonly<Record<string, string>>
  /** The cost of the call in US dollars. @default `costPerCallUsd` of the adapter's budget */
  readonly costUsd?: number
  /**
   * The lookup that the call belongs to: an object that the adapter makes for each. All calls with it, and their retries,
   * count as one lookup on the budget. @default a lookup of its own
   */
  readonly lookup?: object
  /** The kind under which a response of status 200 is cached. @default not cached */
  readonly cacheFor?: CacheKind
  /** Aborts the call. */
  readonly signal?: AbortSignal
}

/** Options of any other request. */
export interface HttpRequestOptions extends HttpGetOptions {
  /** The request method. @default 'POST' with a body, else 'GET' */
  readonly method?: string
  /** A body that is sent as `application/json`. At most one of `json`, `form` and `body` may be set. */
  readonly json?: unknown
  /** A body that is sent as `application/x-www-form-urlencoded`. */
  readonly form?: Readonly<Record<string, string>>
  /** A body that is sent as it is. Set its `content-type` in `headers`. */
  readonly body?: string | Uint8Array
  /**
   * The `Idempotency-Key` header, by which the server recognizes a repetition. A POST is retried only with one.
   */
  readonly idempotencyKey?: string
  /** The handling of redirects. @default 'follow' */
  readonly redirect?: 'follow' | 'manual' | 'error'
}

/** A response whose body is read to its end. */
export interface HttpResponse {
  /** The URL of the last request, after redirects. */
  readonly url: string
  /** The status code. */
  readonly status: number
  /** The headers by lower-case name; repeated ones are joined by a comma. */
  readonly headers: Readonly<Record<string, string>>
  /** The body, decoded by the character set of the response, or UTF-8. */
  readonly text: string
}

/** The web's `fetch` with some additional options. */
export type HttpFetch = (
  input: string | URL | Request,
  init?: RequestInit & Pick<HttpRequestOptions, 'trust' | 'timeoutMs' | 'maxBytes' | 'idempotencyKey'>,
) => Promise<Response>

/** The HTTP client of adapters. */
export interface Http {
  /**
   * Fetches a page, follows at most five redirects, and resolves with any status.
   *
   * Rejects with a `TimeoutError` when it takes too long, with an `AdapterError` when the connection fails or the body
   * is too long, with a `ForbiddenError` when a URL or a redirect leads to a forbidden address or robots.txt forbids a
   * polite call, and with a `TelltaleError` of code `ABORTED` when `signal` fires.
   */
  get(url: string, options?: HttpGetOptions): Promise<HttpResponse>
  /** Sends any request, and rejects as {@link Http.get} does. */
  request(url: string, options?: HttpRequestOptions): Promise<HttpResponse>
  /**
   * Sends a request in the form of the web's `fetch`, for clients that accept a `fetch`. Resolves once the body is read,
   * and rejects as {@link Http.get} does.
   */
  readonly fetch: HttpFetch
}

/** One host that a source calls. */
export interface SourceHost {
  /** The id of the adapter. */
  readonly source: string
  /** The host name, with its port where that is not the default of the scheme. */
  readonly host: string
}
