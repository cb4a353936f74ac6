import { setImmediate } from 'node:timers/promises'
import type { Dispatcher } from 'undici'
import { z } from 'zod'
import { AdapterError, TelltaleError, ValidationError } from '../errors/index.js'
import { type OptionsShape, parseOptions } from '../options/index.js'
import type { Http, HttpGetOptions, HttpResponse, Lookup, Network } from '../ports/index.js'
import { Agents } from './agents.js'
import { acceptedEncodings, readBody } from './body.js'
import { decodeText } from './charset.js'
import { connectionError } from './connection-error.js'
import { withDeadline } from './deadline.js'
import { AddressGuard, allowHint, readAllowed } from './guard/address-guard.js'
import { guardedNetwork } from './guard/network.js'
import { guardedResolve, machineLookup } from './guard/resolve.js'
import { type Hop, nextHop, redirectLocation } from './redirect.js'

/** Options of {@link createHttp}. */
export interface HttpOptions {
  /** How the client names itself. @default 'Telltale (+https://github.com/telltale-sdk/telltale)' */
  readonly userAgent?: string
  /**
   * What of the host's own network URLs of users and pages may lead to: blocks such as `'10.0.0.0/8'`, addresses, and
   * host names such as `'db.internal'`. Cloud metadata services stay closed whatever stands here. @default []
   */
  readonly allow?: readonly string[]
  /** Finds the addresses of a host name. @default the machine's resolver, its hosts file included */
  readonly lookup?: Lookup
}

/** An HTTP client that keeps connections open between calls. */
export interface HttpClient extends Http {
  /** The network behind the same guard. */
  readonly network: Network
  /** Takes no further call, waits for those under way and closes every connection. May be called twice. */
  close(): Promise<void>
}

const allowedEntry = z.string().transform((entry, context) => {
  const allowed = readAllowed(entry)
  if (allowed !== undefined) return allowed
  context.addIssue({ code: 'custom', message: `${allowHint}, got ${JSON.stringify(entry)}` })
  return z.NEVER
})

const optionsSchema = z.strictObject({
  userAgent: z
    .string()
    .regex(/^[\x21-\x7e]([\x20-\x7e]*[\x21-\x7e])?$/, 'expected printable ASCII characters')
    .default('Telltale (+https://github.com/telltale-sdk/telltale)'),
  allow: z.array(allowedEntry).default([]),
  lookup: z
    .custom<Lookup>((value) => typeof value === 'function', 'expected a function')
    .default(() => machineLookup),
} satisfies OptionsShape<HttpOptions>)

const mostRedirects = 5

/**
 * Returns an HTTP client. Makes no connection and loads nothing; the first call does.
 *
 * It connects to addresses of the public network alone, unless `allow` or a call's `trust` says otherwise, and to no
 * address but the one that it checked, on every redirect. Proxies that the environment names are ignored. It does not
 * read robots.txt yet, nor retry, pace or cache.
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
  const { userAgent, allow, lookup } = parseOptions('createHttp', optionsSchema, options)
  const resolve = guardedResolve(new AddressGuard(allow), lookup)
  return new UndiciHttp(userAgent, new Agents(resolve), guardedNetwork(resolve))
}

class UndiciHttp implements HttpClient {
  readonly #userAgent: string
  readonly #underWay = new Set<Promise<unknown>>()
  readonly #agents: Agents
  #closed: Promise<void> | undefined

  readonly network: Network

  constructor(userAgent: string, agents: Agents, network: Network) {
    this.network = network
    this.#userAgent = userAgent
    this.#agents = agents
  }

  async get(url: string, options: HttpGetOptions = {}): Promise<HttpResponse> {
    if (this.#closed)
      throw new TelltaleError('the HTTP client is closed; make another one', { code: 'CLOSED', status: 503 })
    const target = readUrl(url)
    const { timeoutMs = 10_000, maxBytes = 5 * 2 ** 20, headers = {}, trust = 'untrusted', signal } = options
    const first = { url: target, headers: lowerCaseNames(headers), trust }
    const answer = withDeadline({ what: `the request to ${target.host}`, timeoutMs, signal }, (ending) =>
      this.#follow(first, maxBytes, ending),
    )
    this.#underWay.add(answer)
    try {
      return await answer
    } finally {
      this.#underWay.delete(answer)
    }
  }

  close(): Promise<void> {
    this.#closed ??= this.#end()
    return this.#closed
  }

  async #end(): Promise<void> {
    await Promise.allSettled(this.#underWay)
    await this.#agents.close()
  }

  async #follow(first: Hop, maxBytes: number, signal: AbortSignal): Promise<HttpResponse> {
    let hop = first
    for (let redirects = 0; redirects <= mostRedirects; redirects++) {
      const answer = await this.#ask(hop, maxBytes, signal).catch((cause) => {
        throw TelltaleError.is(cause) ? cause : connectionError(hop.url.host, cause)
      })
      if ('url' in answer) return answer
      hop = nextHop(hop, answer.location)
    }
    throw new AdapterError(`${first.url.host} redirects more than ${mostRedirects} times`)
  }

  /** Asks once; resolves to the answer, or to where it leads on to. */
  async #ask(hop: Hop, maxBytes: number, signal: AbortSignal): Promise<HttpResponse | { location: string }> {
    const { url } = hop
    const { statusCode: status, headers: raw, body } = await this.#request(hop, signal)
    const headers = joinRepeated(raw)
    const location = redirectLocation(status, headers)
    if (location !== undefined) {
      await body.dump({ limit: 16_384, signal })
      await connectionFreed()
      return { location }
    }
    const bytes = await readBody(body, { host: url.host, encoding: headers['content-encoding'], maxBytes })
    await connectionFreed()
    return { url: url.href, status, headers, text: decodeText(bytes, headers['content-type']) }
  }

  async #request({ url, headers, trust }: Hop, signal: AbortSignal): Promise<Dispatcher.ResponseData> {
    const dispatcher = await this.#agents.get(trust)
    return dispatcher.request({
      origin: url.origin,
      path: `${url.pathname}${url.search}`,
      method: 'GET',
      headers: {
        accept: '*/*',
        ...headers,
        'user-agent': this.#userAgent,
        'accept-encoding': acceptedEncodings,
      },
      signal,
    })
  }
}

/** undici takes a connection back one turn of the event loop after the body's end; an earlier call opens another one. */
const connectionFreed = (): Promise<void> => setImmediate()

function readUrl(text: string): URL {
  const refuse = (message: string) => new ValidationError('http.get', [{ path: 'url', message }])
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (!url || !/^https?:$/.test(url.protocol))
    throw refuse(`expected a URL that begins with http:// or https://, got ${JSON.stringify(text)}`)
  if (url.username || url.password)
    throw refuse(`expected a URL without a user name and password; send an 'authorization' header`)
  return url
}

const lowerCaseNames = (headers: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]))

function joinRepeated(headers: Dispatcher.ResponseData['headers']): Record<string, string> {
  const entries = Object.entries(headers).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, typeof value === 'string' ? value : value.join(', ')]],
  )
  return Object.fromEntries(entries)
}
