import { connect } from 'node:net'
import { createHttp } from '../../http/index.js'
import type { Http, HttpRequestOptions, Network } from '../../ports/index.js'
import { loopbackServer } from '../loopback-server.js'
import { type RecordedAnswer, type RecordedRequest, readRequest, sendAnswer } from './recorded-api.js'

/**
 * The behaviour of a service in a case: it accepts, refuses for good, refuses for now, refuses since too much was sent, says
 * that the destination is gone, never answers, or breaks the connection.
 */
export type ServiceBehavior = 'accepting' | 'refusing' | 'busy' | 'limiting' | 'gone' | 'silent' | 'cutting'

/** The answers of an HTTP service to a delivery. */
export interface ChannelAnswers {
  /** It accepts. */
  readonly accepting: RecordedAnswer
  /** It refuses for good. */
  readonly refusing: RecordedAnswer
  /** It refuses for now. */
  readonly busy: RecordedAnswer
  /** It refuses since too much was sent. @default it has no such answer */
  readonly limiting?: RecordedAnswer
  /** The destination takes nothing any more. @default it has no such answer */
  readonly gone?: RecordedAnswer
}

/** A service on this machine, for as long as a case takes. */
export interface ChannelServer {
  /** The port. */
  readonly port: number
  /** The deliveries so far. A service that does not speak HTTP has the message as the body. */
  readonly requests: readonly RecordedRequest[]
  /** Breaks all connections and frees the port. */
  close(): Promise<void>
}

/** A service that does not speak HTTP. */
export interface OtherService {
  /** The ways in which it can behave; at least `accepting`. */
  readonly behaviors: readonly ServiceBehavior[]
  /** Starts it. */
  start(behavior: ServiceBehavior): Promise<ChannelServer>
}

/** The time that a silent service is waited for, in milliseconds. */
const silenceMs = 200

/** Returns an HTTP service. `preparation` answers requests that are no deliveries, such as for an access token. */
export function httpService(
  answers: ChannelAnswers,
  preparation: (request: RecordedRequest) => RecordedAnswer | undefined = () => undefined,
): OtherService {
  const answered = Object.keys(answers) as (keyof ChannelAnswers)[]
  return {
    behaviors: [...answered, 'silent', 'cutting'],
    start: async (behavior) => {
      const requests: RecordedRequest[] = []
      const server = await loopbackServer(async (message, response) => {
        const request = await readRequest(message)
        const prepared = preparation(request)
        if (prepared) return sendAnswer(response, prepared)
        requests.push(request)
        if (behavior === 'silent') return
        if (behavior === 'cutting') return void message.socket.destroy()
        sendAnswer(response, answers[behavior] ?? answers.refusing)
      })
      return { port: server.port, requests, close: server.close }
    },
  }
}

/** Clients that reach the service of a case, whatever address the adapter asks for. */
export interface RoutedClients {
  readonly http: Http
  readonly network: Network
  close(): Promise<void>
}

/** Makes clients that reach a port of this machine. */
export function routedClients(port: number, behavior: ServiceBehavior): RoutedClients {
  const client = createHttp({ allow: ['127.0.0.1'] })
  const routed = (url: string): string => {
    const { pathname, search } = new URL(url)
    return `http://127.0.0.1:${port}${pathname}${search}`
  }
  const hurried = <Options extends HttpRequestOptions>(options: Options): Options =>
    behavior === 'silent' ? { ...options, timeoutMs: silenceMs } : options
  const http: Http = {
    get: (url, options = {}) => client.get(routed(url), hurried(options)),
    request: (url, options = {}) => client.request(routed(url), hurried(options)),
    fetch: (input, init) => {
      const url = input instanceof Request ? input.url : String(input)
      return client.fetch(routed(url), init)
    },
  }
  const network: Network = {
    lookup: async () => [{ address: '127.0.0.1', family: 4 }],
    connect: ({ signal }) =>
      new Promise((resolve, reject) => {
        if (signal?.aborted) return reject(signal.reason)
        const socket = connect({ host: '127.0.0.1', port })
        socket.once('error', reject).once('connect', () => resolve(socket.off('error', reject)))
      }),
  }
  return { http, network, close: () => client.close() }
}
