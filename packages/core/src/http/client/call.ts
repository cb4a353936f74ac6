import type { TelltaleError } from '../../errors/index.js'
import type { CacheKind, Trust } from '../../ports/index.js'
import type { TimeLimit } from './time-limit.js'

/** One checked call with its defaults filled in, as the middleware sees it. */
export interface HttpCall {
  /** The id of the adapter that makes the call. Absent for the host's own calls. */
  readonly source?: string
  /** The owner whose quotas the call counts on. @default nobody's */
  readonly ownerId?: string
  /** Is told what each attempt costs in US dollars, and what is taken back as less than 0. @default nobody is told */
  readonly onSpent?: (usd: number) => void
  /** The method in upper case. */
  readonly method: string
  readonly url: URL
  /** The caller's headers, by lower-case name. */
  readonly headers: Readonly<Record<string, string>>
  readonly body?: string | Uint8Array
  /** The trust level of the URL. */
  readonly trust: Trust
  readonly time: TimeLimit
  /** The maximum length of the response body after decompression, in bytes. */
  readonly maxBytes: number
  /** `true` when a longer body is cut off at `maxBytes`; otherwise it is an error. @default false */
  readonly mayTruncate?: boolean
  /** `true` when the call obeys robots.txt and the rate limit of its site. */
  readonly polite: boolean
  /** The handling of a redirect. */
  readonly redirect: 'follow' | 'manual' | 'error'
  /** `true` when the server takes a repetition for the same call, so that a retry is safe. */
  readonly isIdempotent: boolean
  /** The cost in US dollars, where it differs from the adapter's budget. */
  readonly costUsd?: number
  /** The lookup that the call belongs to. */
  readonly lookup?: object
  /** The cache kind whose time to live the response gets. */
  readonly cacheFor?: CacheKind
  /** The maximum time that the response may be cached, whatever the server allows. */
  readonly maxCacheMs?: number
  /** The permit that a rate-limited call needs before its request is written. */
  readonly permit?: SendPermit
  /** The error of the attempt to open a connection ahead of time. A call with one is not sent. */
  readonly connectError?: TelltaleError
}

/** The permission to write the request of a rate-limited call. */
export interface SendPermit {
  /**
   * Returns `true` when the request may be written now, and then counts it as sent. Is called right before the write,
   * since the process may stall between the end of the wait and the write.
   */
  tryAcquire(): boolean
  /** Waits for the next slot after a missed one. */
  renew(): Promise<void>
}

/** A response whose body is read to its end and decompressed. */
export interface BufferedResponse {
  /** The URL of the last request, after redirects. */
  readonly url: string
  readonly status: number
  /** The headers by lower-case name; repeated ones are joined by a comma. */
  readonly headers: Readonly<Record<string, string>>
  /** The body. Several callers may share it, so it is never written to. */
  readonly body: Buffer
}

/** A function that turns a call into its response. */
export type CallHandler = (call: HttpCall) => Promise<BufferedResponse>

/** A layer around a handler. It may respond by itself, change the call, or pass it to `next`. */
export type Middleware = (call: HttpCall, next: CallHandler) => Promise<BufferedResponse>

/** The middleware of one source, by how often it runs. Each list begins with the outermost. */
export interface SourceMiddleware {
  /** Runs once for each call. */
  readonly perCall: readonly Middleware[]
  /** Runs for each attempt of a call. A cached response needs no attempt. */
  readonly perAttempt: readonly Middleware[]
  /** Runs for each request, redirects included, after the wait for the rate limit. */
  readonly perRequest: readonly Middleware[]
}

/** Returns a handler that passes a call through the middleware, outermost first, and then to `handler`. */
export const compose = (middleware: readonly Middleware[], handler: CallHandler): CallHandler =>
  middleware.reduceRight<CallHandler>((next, layer) => (call) => layer(call, next), handler)

const localRejections = new WeakSet<Error>()

/** Marks and returns the error of a call that was rejected before anything was sent. It is no failure of the source. */
export function markRejectedLocally<Rejection extends Error>(error: Rejection): Rejection {
  localRejections.add(error)
  return error
}

/** Returns `true` when the call was rejected before anything was sent. */
export const isRejectedLocally = (error: unknown): boolean =>
  error instanceof Error && localRejections.has(error)
