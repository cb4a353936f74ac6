import { setMaxListeners } from 'node:events'
import type { Agent } from 'undici'
import type { Trust } from '../../ports/index.js'
import { guardedConnector, tunnellingConnector } from '../guard/connector.js'
import type { Resolve } from '../guard/resolve.js'
import { SocketTracker, trackedBuilder } from '../guard/socket-tracker.js'
import { openProxy, type ProxyConnections } from '../guard/tunnel.js'
import { meteredPools } from './metered-client.js'

const connectTimeoutMs = 10_000
/**
 * The time for which an idle connection is kept, and with it the pool of its origin, of several kilobytes. A server may
 * ask for less, and not for more: a crawler that meets thousands of origins would keep them all.
 */
const maxIdleMs = 15_000

/** Options of {@link Agents}. */
export interface AgentOptions {
  /** The maximum length of all headers of a response together. */
  readonly maxHeaderBytes: number
  /** The proxy that every connection goes through. */
  readonly proxy?: URL
}

/**
 * The connection pools, one for each trust level: a connection that was opened for a URL of the host's settings is not
 * used for an untrusted URL. The first call loads undici.
 */
export class Agents {
  readonly #resolve: Resolve
  readonly #options: AgentOptions
  #proxy?: ProxyConnections
  readonly #agents = new Map<Trust, Promise<Agent>>()
  readonly #closing = new AbortController()
  readonly #sockets = new SocketTracker()

  constructor(resolve: Resolve, options: AgentOptions) {
    this.#resolve = resolve
    this.#options = options
    setMaxListeners(0, this.#closing.signal)
  }

  get(trust: Trust): Promise<Agent> {
    const agent = this.#agents.get(trust) ?? this.#open(trust)
    this.#agents.set(trust, agent)
    return agent
  }

  /** Closes every connection, also those that are still being opened for calls that have timed out. */
  async close(): Promise<void> {
    for (const agent of this.#agents.values()) await (await agent).destroy()
    this.#closing.abort()
    this.#sockets.close()
    await this.#proxy?.pool.destroy()
  }

  /** Opens a pool. Each call has its own time limits, so undici's, whose timers tick twice a second, are off. */
  async #open(trust: Trust): Promise<Agent> {
    const { Agent, Client, Pool, buildConnector } = await import('undici')
    const { maxHeaderBytes: maxHeaderSize, proxy: url } = this.#options
    const options = { timeout: connectTimeoutMs }
    const build = trackedBuilder(buildConnector, this.#sockets)
    if (url) this.#proxy ??= openProxy(Pool, url, connectTimeoutMs)
    const proxy = this.#proxy
    const connect = proxy
      ? tunnellingConnector(build, this.#resolve, trust, { ...options, proxy, signal: this.#closing.signal })
      : guardedConnector(build, this.#resolve, trust, options)
    const factory = meteredPools({ Client, Pool })
    return new Agent({
      headersTimeout: 0,
      bodyTimeout: 0,
      maxHeaderSize,
      connect,
      factory,
      keepAliveMaxTimeout: maxIdleMs,
    })
  }
}
