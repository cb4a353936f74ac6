import type { CacheKind } from './cache.js'
import type { Trust } from './network.js'

/** How long the parts of a call may take; each is also bound by `timeoutMs`. */
export interface HttpPhases {
  /** Until there is a connection, TLS included. @default 10000 */
  readonly connectMs?: number
  /** From the connection to the first byte of the answer. @default timeoutMs */
  readonly firstByteMs?: number
  /** Between two pieces of the body. @default timeoutMs */
  readonly betweenBytesMs?: number
}

/** What an adapter may set for all its calls; a call's own options come first. */
export interface HttpDefaults {
  /**
   * How long a whole call may take: redirects, retries and the body included, the wait for a polite moment not.
   * @default 10000, or 30000 where the call is `polite`
   */
  readonly timeoutMs?: number
  /** How long its parts may take. */
  readonly phases?: HttpPhases
  /** The longest body that is read, in bytes after decompression. @default 5242880 (5 MiB) */
  readonly maxBytes?: number
  /**
   * Whether to ask as a guest: as robots.txt allows, and no faster than the site and the host's settings say. For pages
   * that were made for people; an API that the host has a key of says its limits itself. @default false
   */
  readonly polite?: boolean
}

/** How a page is asked for. */
export interface HttpGetOptions extends HttpDefaults {
  /**
   * How far the URL is trusted. One that is `configured` may lead into the host's own network, on its own origin; where
   * it redirects to another origin, that is `untrusted`. @default 'untrusted'
   */
  readonly trust?: Trust
  /** Sent as they are, beside the engine's own `user-agent` and `accept-encoding`. */
  readonly headers?: Readonly<Record<string, string>>
  /** What the call costs, in US dollars. @default what the adapter's budget says */
  readonly costUsd?: number
  /** Keeps an answer of status 200 for the time of this kind, and gives the kept one meanwhile. @default not kept */
  readonly cacheFor?: CacheKind
  /** Ends the call at once. */
  readonly signal?: AbortSignal
}

/** How any other request is made. */
export interface HttpRequestOptions extends HttpGetOptions {
  /** @default 'POST' where there is something to send, else 'GET' */
  readonly method?: string
  /** Sent as `application/json`. Of `json`, `form` and `body` there is one at most. */
  readonly json?: unknown
  /** Sent as `application/x-www-form-urlencoded`. */
  readonly form?: Readonly<Record<string, string>>
  /** Sent as it is; name its type in `headers`. */
  readonly body?: string | Uint8Array
  /**
   * Sent as `Idempotency-Key`, by which the server knows a repetition. With one, a POST is tried again where it failed;
   * without one it never is.
   */
  readonly idempotencyKey?: string
  /** What becomes of a redirect. @default 'follow' */
  readonly redirect?: 'follow' | 'manual' | 'error'
}

/** An answer, read to its end. */
export interface HttpResponse {
  /** Where it came from in the end, after redirects. */
  readonly url: string
  readonly status: number
  /** By lower-case name; repeated ones are joined by a comma. */
  readonly headers: Readonly<Record<string, string>>
  /** The body, decoded by the character set that the answer names, or UTF-8. */
  readonly text: string
}

/** The web's `fetch`, with some of our options beside its own. */
export type HttpFetch = (
  input: string | URL | Request,
  init?: RequestInit & Pick<HttpRequestOptions, 'trust' | 'timeoutMs' | 'maxBytes' | 'idempotencyKey'>,
) => Promise<Response>

/** The one HTTP client that every adapter speaks through. */
export interface Http {
  /**
   * Fetches a page, follows at most five redirects, and resolves whatever the status is.
   *
   * Rejects with a `TimeoutError` when it takes too long, with an `AdapterError` when the connection fails or the body
   * is too long, with a `ForbiddenError` when it leads to where it may not, on whichever hop, or robots.txt says no to a
   * polite call, and with a `TelltaleError` of code `ABORTED` when `signal` fires.
   */
  get(url: string, options?: HttpGetOptions): Promise<HttpResponse>
  /** Makes any request, as {@link Http.get} does. */
  request(url: string, options?: HttpRequestOptions): Promise<HttpResponse>
  /**
   * The same in the shape of the web's `fetch`, for clients that bring their own ways and take a `fetch`. It rejects as
   * {@link Http.get} does. The body is read before it resolves.
   */
  readonly fetch: HttpFetch
}

/** One host of a source, where something is the matter. */
export interface SourceHost {
  /** The id of the adapter. */
  readonly source: string
  /** With its port, where that is not the usual one. */
  readonly host: string
}
