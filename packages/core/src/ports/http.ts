import type { CacheKind } from './cache.js'
import type { Trust } from './network.js'

/** How a page is asked for. */
export interface HttpGetOptions {
  /**
   * How far the URL is trusted. One that is `configured` may lead into the host's own network, on its own origin; where
   * it redirects to another origin, that is `untrusted`. @default 'untrusted'
   */
  readonly trust?: Trust
  /** Sent as they are, beside the engine's own `user-agent` and `accept-encoding`. */
  readonly headers?: Readonly<Record<string, string>>
  /** How long the whole call may take, redirects and body included. @default 10000 */
  readonly timeoutMs?: number
  /** The longest body that is read, in bytes after decompression. @default 5242880 (5 MiB) */
  readonly maxBytes?: number
  /** What the call costs, in US dollars. @default what the adapter's budget says */
  readonly costUsd?: number
  /** Keeps an answer of status 200 for the time of this kind, and gives the kept one meanwhile. @default not kept */
  readonly cacheFor?: CacheKind
  readonly signal?: AbortSignal
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

/** The one HTTP client that every adapter speaks through. */
export interface Http {
  /**
   * Fetches a page, follows at most five redirects, and resolves whatever the status is.
   *
   * Rejects with a `TimeoutError` when it takes too long, with an `AdapterError` when the connection fails or the body
   * is too long, with a `ForbiddenError` when it leads to where it may not, on whichever hop, and with a `TelltaleError` of code `ABORTED` when `signal` fires.
   */
  get(url: string, options?: HttpGetOptions): Promise<HttpResponse>
}
