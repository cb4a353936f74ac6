import { type ClientHttp2Stream, type OutgoingHttpHeaders, connect as openHttp2 } from 'node:http2'
import type { Socket } from 'node:net'
import { CheckError, maxHeaderBytes } from './check-error.js'
import type { CheckRun } from './measure.js'

/** A request over HTTP/2. */
export interface Http2Request {
  /** The origin of the server, such as `https://api.example`. */
  readonly origin: string
  readonly headers: OutgoingHttpHeaders
  readonly body?: string | Uint8Array | undefined
}

/** Reads the answer from a stream, and calls one of the two when it is done. */
type ReadAnswer<Answer> = (
  stream: ClientHttp2Stream,
  resolve: (answer: Answer) => void,
  reject: (error: unknown) => void,
) => void

/**
 * Sends a request over a connected socket by HTTP/2, with prior knowledge (RFC 9113, section 3.3), and resolves to what is
 * read of the answer. The caller destroys the socket.
 */
export async function requestOverHttp2<Answer>(
  socket: Socket,
  { origin, headers, body }: Http2Request,
  run: CheckRun,
  readAnswer: ReadAnswer<Answer>,
): Promise<Answer> {
  const session = openHttp2(origin, {
    createConnection: () => socket,
    settings: { enablePush: false, maxHeaderListSize: maxHeaderBytes },
  })
  try {
    return await run.step<Answer>((resolve, reject) => {
      const fail = (error: Error) => reject(toCheckError(error))
      session.on('error', fail)
      session.on('close', () => reject(cutOff()))
      const stream = session.request(headers)
      stream.on('error', fail)
      // A response without headers is a connection that broke: its own event says how.
      stream.once('response', () => run.stopwatch.markReceived())
      stream.on('data', () => run.stopwatch.markReceived())
      readAnswer(stream, resolve, reject)
      stream.end(body)
      run.stopwatch.markSent()
    })
  } finally {
    session.on('error', () => {})
    session.destroy()
  }
}

function toCheckError(error: Error & { readonly code?: string }): Error {
  if (error.code === 'ERR_HTTP2_STREAM_CANCEL') return cutOff()
  return error.code?.startsWith('ERR_HTTP2')
    ? new CheckError('protocol', `the answer is not valid HTTP/2: ${error.message}`)
    : error
}

const cutOff = (): CheckError =>
  new CheckError('reset', 'the connection was closed before the answer was complete')
