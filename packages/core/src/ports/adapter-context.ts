import type { Clock } from '../time/index.js'
import type { Cache } from './cache.js'
import type { Http } from './http.js'
import type { Logger } from './logger.js'
import type { Network } from './network.js'

/** The context of a call: everything an adapter may use. */
export interface AdapterContext {
  /** The HTTP client, with this adapter's budget, pacing, retries and cache. */
  readonly http: Http
  /** The network behind the same guard as `http`, for other protocols. */
  readonly network: Network
  /** The adapter's own cache. No other adapter sees it. */
  readonly cache: Pick<Cache, 'get' | 'set'>
  /** The clock of the host. */
  readonly clock: Clock
  /** The host's logger. It redacts the adapter's secrets. */
  readonly logger: Logger
  /** Fires when the call should end at once. */
  readonly signal: AbortSignal
}
