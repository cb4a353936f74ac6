import { TelltaleError } from '../../errors/index.js'
import { parseOptions } from '../../options/index.js'
import type { Http, HttpDefaults, HttpRequestOptions, HttpResponse, Network } from '../../ports/index.js'
import { AddressGuard } from '../guard/address-guard.js'
import { guardedNetwork } from '../guard/network.js'
import { guardedResolve } from '../guard/resolve.js'
import { Agents } from './agents.js'
import type { HttpAnswer, HttpCall, Send } from './call.js'
import { decodeText } from './charset.js'
import { type HttpOptions, httpSchema } from './http-options.js'
import { readCall } from './read-call.js'
import { composeSteps, inThisProcess, type StepParts } from './steps.js'
import { transport } from './transport.js'
import { webFetch } from './web-fetch.js'

/** An HTTP client that keeps connections open between calls. */
export interface HttpClient extends Http {
  /** The network behind the same guard. */
  readonly network: Network
  /**
   * The client that one adapter is handed: over the same connections, with the defaults that it declares, and counted
   * under its id. Made once for each source, so that its circuit and what it has under way are those of all its calls.
   */
  for(source: string, defaults?: HttpDefaults): Http
  /** Takes no further call, waits for those under way and closes every connection. May be called twice. */
  close(): Promise<void>
}

/**
 * Returns an HTTP client. Makes no connection and loads nothing; the first call does.
 *
 * It connects to addresses of the public network alone, unless `allow` or a call's `trust` says otherwise, and to no
 * address but the one that it checked, on every redirect. Proxies that the environment names are ignored; `proxy` names
 * one. What failed in passing is tried again, what the server allows to be kept is kept in memory, and with `polite` it
 * asks as a guest.
 *
 * @throws `ValidationError` when an option is not what it should be.
 * @example
 * ```ts
 * const http = createHttp()
 * const { status, text } = await http.get('https://shop.example/p/1', { timeoutMs: 5_000 })
 * await http.close()
 * ```
 */
export function createHttp(options: HttpOptions = {}): HttpClient {
  return openHttp(options)
}

/** Returns the client of a whole Telltale. @throws `ValidationError` */
export function openHttp(options: HttpOptions, parts: Partial<StepParts> = {}): HttpClient {
  const { userAgent, allow, lookup, politeness, ...connections } = parseOptions(
    'createHttp',
    httpSchema,
    options,
  )
  const resolve = guardedResolve(new AddressGuard(allow), lookup)
  const agents = new Agents(resolve, connections)
  const last = transport(agents, userAgent)
  const sendFor = composeSteps({ ...inThisProcess(), ...parts }, { ...politeness, userAgent }, last)
  return new Client(agents, guardedNetwork(resolve), sendFor)
}

class Client implements HttpClient {
  readonly #agents: Agents
  readonly #sendFor: (source: string | undefined) => Send
  readonly #underWay = new Set<Promise<unknown>>()
  readonly #own: Http
  readonly #ofSources = new Map<string, Http>()
  #closed: Promise<void> | undefined

  readonly network: Network

  constructor(agents: Agents, network: Network, sendFor: (source: string | undefined) => Send) {
    this.network = network
    this.#agents = agents
    this.#sendFor = sendFor
    this.#own = this.#clientOf(undefined, {})
  }

  readonly get: Http['get'] = (url, options) => this.#own.get(url, options)
  readonly request: Http['request'] = (url, options) => this.#own.request(url, options)
  readonly fetch: Http['fetch'] = (input, init) => this.#own.fetch(input, init)

  for(source: string, defaults: HttpDefaults = {}): Http {
    const made = this.#ofSources.get(source) ?? this.#clientOf(source, defaults)
    this.#ofSources.set(source, made)
    return made
  }

  close(): Promise<void> {
    this.#closed ??= this.#end()
    return this.#closed
  }

  async #end(): Promise<void> {
    await Promise.allSettled(this.#underWay)
    await this.#agents.close()
  }

  #clientOf(source: string | undefined, defaults: HttpDefaults): Http {
    const send = this.#sendFor(source)
    const given = source === undefined ? defaults : { ...defaults, source }
    const ask = (where: string, url: string, options: HttpRequestOptions) =>
      this.#track(() => readCall(where, url, options, given), send)
    return {
      get: async (url, options = {}) => readAnswer(await ask('http.get', url, options)),
      request: async (url, options = {}) => readAnswer(await ask('http.request', url, options)),
      fetch: webFetch((url, options) => ask('http.fetch', url, options)),
    }
  }

  async #track(read: () => HttpCall, send: Send): Promise<HttpAnswer> {
    if (this.#closed)
      throw new TelltaleError('the HTTP client is closed; make another one', { code: 'CLOSED', status: 503 })
    const call = read()
    const answer = send(call)
    this.#underWay.add(answer)
    try {
      return await answer
    } finally {
      this.#underWay.delete(answer)
      call.time.release()
    }
  }
}

const readAnswer = ({ url, status, headers, body }: HttpAnswer): HttpResponse => ({
  url,
  status,
  headers: { ...headers },
  text: decodeText(body, headers['content-type']),
})
