import type { IncomingMessage } from 'node:http'
import { createHttp } from '../../http/index.js'
import type { Http } from '../../ports/index.js'
import { loopbackServer } from '../loopback-server.js'

/** What an adapter asked. */
export interface RecordedRequest {
  readonly method: string
  readonly path: string
  readonly query: URLSearchParams
  /** By lower-case name. */
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  readonly body: string
}

/** What an API answers: JSON, or a text as it is. */
export interface RecordedAnswer {
  /** @default 200 */
  readonly status?: number
  readonly headers?: Readonly<Record<string, string>>
  readonly json?: unknown
  readonly text?: string
}

/** An API on this machine, and the client that reaches it. */
export interface RecordedApi {
  /** Such as `http://127.0.0.1:49152`: what an adapter's `baseUrl` is set to. */
  readonly origin: string
  readonly http: Http
  /** What was asked, in order. */
  readonly requests: readonly RecordedRequest[]
  close(): Promise<void>
}

/**
 * Starts an API that answers as it is told, for the tests of an adapter. What it has no answer for gets status 501.
 *
 * @example
 * ```ts
 * const api = await recordedApi(({ path }) => (path === '/cars/1' ? { json: { hp: 240 } } : undefined))
 * ```
 */
export async function recordedApi(
  answer: (request: RecordedRequest) => RecordedAnswer | undefined,
): Promise<RecordedApi> {
  const requests: RecordedRequest[] = []
  const server = await loopbackServer(async (message, response) => {
    const request = await readRequest(message)
    requests.push(request)
    const {
      status = 200,
      headers = {},
      json,
      text = JSON.stringify(json),
    } = answer(request) ?? {
      status: 501,
      text: `no answer is recorded for ${request.method} ${request.path}`,
    }
    const type = json === undefined ? 'text/plain' : 'application/json'
    response.writeHead(status, { 'content-type': type, ...headers }).end(text)
  })
  const http = createHttp({ allow: ['127.0.0.1'] })
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

async function readRequest(message: IncomingMessage): Promise<RecordedRequest> {
  const { pathname: path, searchParams: query } = new URL(message.url ?? '/', 'http://recorded.invalid')
  let body = ''
  for await (const chunk of message.setEncoding('utf8')) body += chunk
  return { method: message.method ?? 'GET', path, query, headers: message.headers, body }
}
