import { setMaxListeners } from 'node:events'
import { setImmediate } from 'node:timers/promises'
import type { Agent, Dispatcher } from 'undici'
import { z } from 'zod'
import { AdapterError, TelltaleError, ValidationError } from '../errors/index.js'
import { type OptionsShape, parseOptions } from '../options/index.js'
import type { Http, HttpGetOptions, HttpResponse } from '../ports/index.js'
import { acceptedEncodings, readBody } from './body.js'
import { decodeText } from './charset.js'
import { connectionError } from './connection-error.js'
import { withDeadline } from './deadline.js'
import { type Hop, nextHop, redirectLocation } from './redirect.js'

/** Options of {@link createHttp}. */
export interface HttpOptions {
  /** How the client names itself. @default 'Telltale (+https://github.com/telltale-sdk/telltale)' */
  readonly userAgent?: string
}

/** An HTTP client that keeps connections open between calls. */
export interface HttpClient extends Http {
  /** Takes no further call, waits for those under way and closes every connection. May be called twice. */
  close(): Promise<void>
}

const optionsSchema = z.strictObject({
  userAgent: z
    .string()
    .regex(/^[\x21-\x7e]([\x20-\x7e]*[\x21-\x7e])?$/, 'expected printable ASCII characters')
    .default('Telltale (+https://github.com/telltale-sdk/telltale)'),
} satisfies OptionsShape<HttpOptions>)

const mostRedirects = 5
const connectTimeoutMs = 10_000

/**
 * Returns an HTTP client. Makes no connection and loads nothing; the first call does.
 *
 * There is no guard for private networks yet: a URL that leads to an address of the host's own network is fetched like
 * any other, so hand in no URLs of strangers where that matters. Nor does it read robots.txt, retry, pace or cache.
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
  return new UndiciHttp(parseOptions('createHttp', optionsSchema, options).userAgent)
}

class UndiciHttp implements HttpClient {
  readonly #userAgent: string
  readonly #underWay = new Set<Promise<unknown>>()
  readonly #closing = new AbortController()
  #agent: Promise<Agent> | undefined
  #closed: Promise<void> | undefined

  constructor(userAgent: string) {
    this.#userAgent = userAgent
  }

  async get(url: string, options: HttpGetOptions = {}): Promise<HttpResponse> {
    if (this.#closed)
      throw new TelltaleError('the HTTP client is closed; make another one', { code: 'CLOSED', status: 503 })
    const target = readUrl(url)
    const { timeoutMs = 10_000, maxBytes = 5 * 2 ** 20, headers = {}, signal } = options
    const first = { url: target, headers: lowerCaseNames(headers) }
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
    await (await this.#agent)?.destroy()
    this.#closing.abort()
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

  async #request({ url, headers }: Hop, signal: AbortSignal): Promise<Dispatcher.ResponseData> {
    this.#agent ??= makeAgent(this.#closing.signal)
    const dispatcher = await this.#agent
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

/**
 * The deadline of the whole call rules; undici's own ones for parts of it are off. `signal` ends connections that are
 * still being opened, for calls long given up, when the agent is no more.
 */
async function makeAgent(signal: AbortSignal): Promise<Agent> {
  const { Agent } = await import('undici')
  setMaxListeners(0, signal)
  return new Agent({ headersTimeout: 0, bodyTimeout: 0, connect: { timeout: connectTimeoutMs, signal } })
}

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
