import { defined } from '@telltale/core/options'
import type { Envelope } from '../envelope.js'
import { ApiError } from './api-error.js'

/** Options of a client. */
export interface ClientOptions {
  /** The address of the API with its path, such as `https://shop.example/api`. */
  readonly baseUrl: string
  /** Returns the headers of each request, such as that of a token. @default none */
  readonly headers?: () => Promise<Readonly<Record<string, string>>> | Readonly<Record<string, string>>
  /** The function that requests. @default fetch */
  readonly fetch?: (url: string, init: RequestInit) => Promise<Response>
}

/** Options of a request of the client. */
export interface RequestOptions {
  /** Calls the request off. */
  readonly signal?: AbortSignal
  /** The key by which a POST may be sent again without being done twice, such as `crypto.randomUUID()`. @default none */
  readonly idempotencyKey?: string
  /** The version that the record of a change must still have. @default whatever it has */
  readonly ifVersion?: number
}

/** A request of the client. */
export interface ClientRequest {
  readonly method: string
  /** The path with its ids, below the base. */
  readonly path: string
  /** The query of a GET, the body of any other method. */
  readonly input?: object
  readonly signal?: AbortSignal
  readonly headers?: Readonly<Record<string, string>>
}

/** Sends a request. */
export async function send(options: ClientOptions, request: ClientRequest): Promise<Response> {
  const { method, path, input = {}, signal, headers } = request
  const isRead = method === 'GET'
  const members = Object.entries(input).filter(([, value]) => value !== undefined)
  const parameters = Object.fromEntries(members.map(([name, value]) => [name, String(value)]))
  const query = isRead ? String(new URLSearchParams(parameters)) : ''
  const body = isRead || request.input === undefined ? undefined : JSON.stringify(input)
  const init: RequestInit = {
    method,
    headers: {
      ...defined({ 'content-type': body && 'application/json' }),
      ...(await options.headers?.()),
      ...headers,
    },
  }
  if (body) init.body = body
  if (signal) init.signal = signal
  const url = options.baseUrl.replace(/\/$/, '') + path + (query && `?${query}`)
  return (options.fetch ?? fetch)(url, init)
}

/**
 * Reads `data` of an answer.
 *
 * @throws `ApiError` when there is none.
 */
export async function dataOf(response: Response): Promise<unknown> {
  const answer = (await response.json().catch(() => undefined)) as Partial<Envelope<unknown>> | undefined
  if (response.ok && answer?.success) return answer.data
  throw new ApiError(response.status, answer?.error ?? {})
}
