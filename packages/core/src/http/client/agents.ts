import { setMaxListeners } from 'node:events'
import type { Agent } from 'undici'
import type { Trust } from '../../ports/index.js'
import { guardedConnector, tunnellingConnector } from '../guard/connector.js'
import type { Resolve } from '../guard/resolve.js'
import { openProxy, type ProxyConnections } from '../guard/tunnel.js'

const connectTimeoutMs = 10_000

/** What connections are opened by. */
export interface AgentOptions {
  readonly maxHeaderBytes: number
  /** A proxy that every connection leads through. */
  readonly proxy?: URL
}

/**
 * The connections that are kept open, apart by trust: one that was opened for a URL of the host's own settings is not
 * used for a URL of a stranger. Nothing is loaded before the first call.
 */
export class Agents {
  readonly #resolve: Resolve
  readonly #options: AgentOptions
  #proxy?: ProxyConnections
  readonly #agents = new Map<Trust, Promise<Agent>>()
  readonly #closing = new AbortController()

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

  /** Closes every connection, and those that are still being opened for calls long given up. */
  async close(): Promise<void> {
    for (const agent of this.#agents.values()) await (await agent).destroy()
    this.#closing.abort()
    await this.#proxy?.pool.destroy()
  }

  /** The limits of each call rule; undici's own ones, which look at the time twice a second, are off. */
  async #open(trust: Trust): Promise<Agent> {
    const { Agent, Pool, buildConnector } = await import('undici')
    const { maxHeaderBytes: maxHeaderSize, proxy: url } = this.#options
    const options = { timeout: connectTimeoutMs, signal: this.#closing.signal }
    if (url) this.#proxy ??= openProxy(Pool, url, connectTimeoutMs)
    const proxy = this.#proxy
    const connect = proxy
      ? tunnellingConnector(buildConnector, this.#resolve, trust, { ...options, proxy })
      : guardedConnector(buildConnector, this.#resolve, trust, options)
    return new Agent({ headersTimeout: 0, bodyTimeout: 0, maxHeaderSize, connect })
  }
}
