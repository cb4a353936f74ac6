import { TelltaleError } from '../../errors/index.js'
import { parseOptions } from '../../options/index.js'
import type {
  Http,
  HttpDefaults,
  HttpRequestOptions,
  HttpResponse,
  Logger,
  Network,
} from '../../ports/index.js'
import { AddressGuard } from '../guard/address-guard.js'
import { guardedNetwork } from '../guard/network.js'
import { guardedResolve } from '../guard/resolve.js'
import { Agents } from './agents.js'
import type { BufferedResponse, CallHandler, HttpCall } from './call.js'
import { decodeText } from './charset.js'
import { type HttpOptions, httpSchema } from './http-options.js'
import { type CallAccount, type CallDefaults, parseCall } from './parse-call.js'
import { createPipeline, localDependencies, type PipelineDependencies, silent } from './pipeline.js'
import { transport } from './transport.js'
import { webFetch } from './web-fetch.js'

/** An HTTP client that keeps connections open between calls. */
export interface HttpClient extends Http {
  /** The network behind the same address guard. */
  readonly network: Network
  /**
   * Returns the client of one adapter, which uses the same connections, the adapter's defaults and its id. There is one
   * for each source, so that all its calls share the circuit breaker and the requests under way.
   *
   * @param account - the account of its calls. @default nobody's
   */
  for(source: string, defaults?: HttpDefaults, account?: CallAccount): Http
  /** Rejects further calls, waits for those under way and closes every connection. May be called twice. */
  close(): Promise<void>
}

/**
 * Makes an HTTP client. The first call opens connections and loads modules, not this function.
 *
 * The client connects to public addresses only, unless `allow` or a call's `trust` says otherwise, and only to addresses
 * that it has checked, on every redirect. It ignores proxies of the environment; `proxy` sets one. It retries temporary
 * failures, caches responses in memory as the server allows, and crawls politely where `polite` is set.
 *
 * @throws `ValidationError` when an option is invalid.
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

/**
 * Makes an HTTP client with the dependencies of a whole Telltale.
 *
 * @throws `ValidationError` when an option is invalid.
 */
export function openHttp(
  options: HttpOptions,
  { logger = silent, ...dependencies }: Partial<PipelineDependencies> & { readonly logger?: Logger } = {},
): HttpClient {
  const { userAgent, allow, lookup, politeness, ...connections } = parseOptions(
    'createHttp',
    httpSchema,
    options,
  )
  const resolve = guardedResolve(new AddressGuard(allow), lookup, logger)
  const agents = new Agents(resolve, connections)
  const handlerFor = createPipeline(
    { ...localDependencies(), ...dependencies },
    { ...politeness, userAgent },
    transport(agents, userAgent),
  )
  return new Client(agents, guardedNetwork(resolve), handlerFor)
}

class Client implements HttpClient {
  readonly #agents: Agents
  readonly #handlerFor: (source: string | undefined) => CallHandler
  readonly #underWay = new Set<Promise<unknown>>()
  readonly #hostClient: Http
  readonly #handlers = new Map<string, CallHandler>()
  #closed: Promise<void> | undefined

  readonly network: Network

  constructor(agents: Agents, network: Network, handlerFor: (source: string | undefined) => CallHandler) {
    this.network = network
    this.#agents = agents
    this.#handlerFor = handlerFor
    this.#hostClient = this.#createClient(handlerFor(undefined), {})
  }

  readonly get: Http['get'] = (url, options) => this.#hostClient.get(url, options)
  readonly request: Http['request'] = (url, options) => this.#hostClient.request(url, options)
  readonly fetch: Http['fetch'] = (input, init) => this.#hostClient.fetch(input, init)

  for(source: string, defaults: HttpDefaults = {}, account: CallAccount = {}): Http {
    const handler = this.#handlers.get(source) ?? this.#handlerFor(source)
    this.#handlers.set(source, handler)
    return this.#createClient(handler, { ...defaults, ...account, source })
  }

  close(): Promise<void> {
    this.#closed ??= this.#shutDown()
    return this.#closed
  }

  async #shutDown(): Promise<void> {
    await Promise.allSettled(this.#underWay)
    await this.#agents.close()
  }

  #createClient(handler: CallHandler, defaults: CallDefaults): Http {
    const send = (where: string, url: string, options: HttpRequestOptions) =>
      this.#track(() => parseCall(where, url, options, defaults), handler)
    return {
      get: async (url, options = {}) => toHttpResponse(await send('http.get', url, options)),
      request: async (url, options = {}) => toHttpResponse(await send('http.request', url, options)),
      fetch: webFetch((url, options) => send('http.fetch', url, options)),
    }
  }

  async #track(parse: () => HttpCall, handler: CallHandler): Promise<BufferedResponse> {
    if (this.#closed)
      throw new TelltaleError('the HTTP client is closed; make another one', { code: 'CLOSED', status: 503 })
    const call = parse()
    const response = handler(call)
    this.#underWay.add(response)
    try {
      return await response
    } finally {
      this.#underWay.delete(response)
      call.time.release()
    }
  }
}

const toHttpResponse = ({ url, status, headers, body }: BufferedResponse): HttpResponse => ({
  url,
  status,
  headers: { ...headers },
  text: decodeText(body, headers['content-type']),
})
