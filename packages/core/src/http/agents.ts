import { setMaxListeners } from 'node:events'
import type { Agent } from 'undici'
import type { Trust } from '../ports/index.js'
import { guardedConnector } from './guard/connector.js'
import type { Resolve } from './guard/resolve.js'

const connectTimeoutMs = 10_000

/**
 * The connections that are kept open, apart by trust: one that was opened for a URL of the host's own settings is not
 * used for a URL of a stranger. Nothing is loaded before the first call.
 */
export class Agents {
  readonly #resolve: Resolve
  readonly #maxHeaderBytes: number
  readonly #agents = new Map<Trust, Promise<Agent>>()
  readonly #closing = new AbortController()

  constructor(resolve: Resolve, maxHeaderBytes: number) {
    this.#resolve = resolve
    this.#maxHeaderBytes = maxHeaderBytes
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
  }

  /** The limits of each call rule; undici's own ones, which look at the time twice a second, are off. */
  async #open(trust: Trust): Promise<Agent> {
    const { Agent, buildConnector } = await import('undici')
    const options = { timeout: connectTimeoutMs, signal: this.#closing.signal }
    const connect = guardedConnector(buildConnector, this.#resolve, trust, options)
    return new Agent({ headersTimeout: 0, bodyTimeout: 0, maxHeaderSize: this.#maxHeaderBytes, connect })
  }
}
