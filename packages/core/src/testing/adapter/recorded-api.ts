import type { IncomingMessage, ServerResponse } from 'node:http'
import { buffer } from 'node:stream/consumers'
import { createHttp, type HttpOptions } from '../../http/index.js'
import type { Http } from '../../ports/index.js'
import { loopbackServer } from '../loopback-server.js'

/** A request that an adapter made. */
export interface RecordedRequest {
  /** The HTTP method. */
  readonly method: string
  /** The path of the URL. */
  readonly path: string
  /** The query of the URL. */
  readonly query: URLSearchParams
  /** The headers by lower-case name. */
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  /** The body as text; empty without one. */
  readonly body: string
  /** The body as it was sent; absent where the service does not speak HTTP. */
  readonly bytes?: Uint8Array
}

/** The answer of an API: JSON, or a text as it is. */
export interface RecordedAnswer {
  /** The HTTP status. @default 200 */
  readonly status?: number
  /** Headers beside `content-type`. @default none */
  readonly headers?: Readonly<Record<string, string>>
  /** The body as JSON. @default `text` is the body */
  readonly json?: unknown
  /** The body as text. @default `json` as text */
  readonly text?: string
}

/** An API on this machine, and a client that reaches it. */
export interface RecordedApi {
  /** The origin, such as `http://127.0.0.1:49152`, for an adapter's `baseUrl`. */
  readonly origin: string
  /** A client that may reach this machine. */
  readonly http: Http
  /** The requests so far, in order. */
  readonly requests: readonly RecordedRequest[]
  /** Closes the client and the server. */
  close(): Promise<void>
}

/**
 * Starts an API with recorded answers, for the tests of an adapter. A request without an answer gets status 501.
 *
 * @param options - the options of the client. `{ politeness: { gap: '1ms' } }` sends polite calls without a pause.
 * @example
 * ```ts
 * const api = await recordedApi(({ path }) => (path === '/cars/1' ? { json: { hp: 240 } } : undefined))
 * ```
 */
export async function recordedApi(
  answer: (request: RecordedRequest) => RecordedAnswer | undefined,
  options: HttpOptions = {},
): Promise<RecordedApi> {
  const requests: RecordedRequest[] = []
  const server = await loopbackServer(async (message, response) => {
    const request = await readRequest(message)
    requests.push(request)
    sendAnswer(
      response,
      answer(request) ?? { status: 501, text: `no answer is recorded for ${request.method} ${request.path}` },
    )
  })
  const http = createHttp({ allow: ['127.0.0.1'], ...options })
  return {
    origin: server.origin,
    http,
    requests,
    close: async () => {
      await http.close()
      await server.close()
    },
  }
}

/** Reads a request to its end. */
export async function readRequest(message: IncomingMessage): Promise<RecordedRequest> {
  const { pathname: path, searchParams: query } = new URL(message.url ?? '/', 'http://recorded.invalid')
  const bytes = await buffer(message)
  const body = bytes.toString('utf8')
  return { method: message.method ?? 'GET', path, query, headers: message.headers, body, bytes }
}

/** Sends an answer. */
export function sendAnswer(
  response: ServerResponse,
  { status = 200, headers = {}, json, text = JSON.stringify(json) }: RecordedAnswer,
): void {
  const type = json === undefined ? 'text/plain' : 'application/json'
  response.writeHead(status, { 'content-type': type, ...headers }).end(text)
}
