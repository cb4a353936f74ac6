import { type ClientRequest, request as httpRequest, type IncomingMessage, STATUS_CODES } from 'node:http'
import type { Socket } from 'node:net'
import { BodyBuffer, framingProblem } from '@telltale/core/ports'
import { CheckError, maxHeaderBytes } from '../probing/check-error.js'
import type { CheckRun } from '../probing/measure.js'
import { quote } from '../probing/quote.js'
import type { ProbeRequest } from './request.js'
import type { ProbeResponse } from './response.js'
import type { ProbeSettings } from './settings.js'

/** The maximum number of interim responses (1xx) before the final one. */
const maxInterimResponses = 20

const noBody = Buffer.alloc(0)

const redirectStatuses = new Set([301, 302, 303, 307, 308])

/**
 * Sends a request over a connected socket. Resolves once an accepted response is read to its end, or once the headers of
 * a redirect are read; rejects on any other response.
 */
export function sendRequest(
  socket: Socket,
  request: ProbeRequest,
  settings: ProbeSettings,
  run: CheckRun,
): Promise<ProbeResponse> {
  return run.step<ProbeResponse>((resolve, reject) => {
    const sent = startRequest(socket, request, settings)
    trackPhases(sent, socket, run)
    limitInterimResponses(sent, reject)
    refuseUpgrade(sent, run, reject)
    sent.once('response', (response) => {
      const { headers, statusCode: status = 0 } = response
      run.details.httpStatus = status
      run.details.protocol = `HTTP/${response.httpVersion}`
      if (isAccepted(status, settings.acceptStatus)) {
        const body = readBody(response, settings, run.details, reject)
        const stopMetering = meterFraming(socket, body, reject)
        response.once('end', () => {
          stopMetering()
          // A response without a stated length ends when the connection does.
          if (socket.readableEnded) run.stopwatch.clearReceived()
          resolve({ status, headers, body: body.content.read(), isReusable: sent.shouldKeepAlive })
        })
      } else if (redirectStatuses.has(status) && headers.location !== undefined)
        resolve({ status, headers, body: noBody, location: headers.location, isReusable: false })
      else reject(statusError(status, settings.acceptStatus))
    })
    rejectErrors(sent, settings, reject)
  })
}

/** Rejects with the errors of a request. To a lenient parser, bytes after a complete response are none. */
function rejectErrors(
  sent: ClientRequest,
  { lenient }: ProbeSettings,
  reject: (error: unknown) => void,
): void {
  let response: IncomingMessage | undefined
  sent.once('response', (message) => {
    response = message
  })
  sent.on('error', (error) => {
    if (!lenient || !response?.complete) reject(error)
  })
}

function startRequest(
  socket: Socket,
  { url, method, headers, body }: ProbeRequest,
  settings: ProbeSettings,
): ClientRequest {
  const lines: string[] = []
  for (const name of Object.keys(headers)) lines.push(name, headers[name] ?? '')
  if (body !== undefined) lines.push('content-length', String(Buffer.byteLength(body)))
  lines.push('connection', settings.connections ? 'keep-alive' : 'close')
  const sent = httpRequest({
    createConnection: () => socket,
    method,
    path: `${url.pathname}${url.search}`,
    headers: lines,
    maxHeaderSize: maxHeaderBytes,
    insecureHTTPParser: settings.lenient,
  })
  // Node leaves a connection open after the response only for an agent of its own, unless it is told to.
  if (settings.connections) sent.shouldKeepAlive = true
  sent.end(body)
  return sent
}

/** Tells the stopwatch when the request is sent, and when the response begins. */
function trackPhases(sent: ClientRequest, socket: Socket, run: CheckRun): void {
  // Not earlier: a listener for data sets the socket flowing, and the parser must listen by then.
  sent.once('socket', () => {
    socket.prependListener('data', () => {
      if (run.stopwatch.phase !== 'downloadMs') run.enter('downloadMs')
      run.stopwatch.markReceived()
    })
    run.stopwatch.resume()
  })
  sent.once('finish', () => {
    if (run.stopwatch.phase === 'firstByteMs') run.stopwatch.markSent()
  })
}

const isAccepted = (status: number, accepted: ProbeSettings['acceptStatus']): boolean =>
  accepted.some((range) =>
    typeof range === 'number' ? status === range : status >= range[0] && status <= range[1],
  )

function statusError(status: number, accepted: ProbeSettings['acceptStatus']): CheckError {
  const answered = `answered ${status} ${STATUS_CODES[status] ?? ''}`.trim()
  if (redirectStatuses.has(status)) return new CheckError('redirect', `${answered} without saying where to`)
  const ranges = accepted.map((range) => (typeof range === 'number' ? range : range.join('-')))
  return new CheckError('status', `${answered}; accepted are ${ranges.join(', ')}`)
}

/** A body on its way. */
interface IncomingBody {
  /** The bytes so far; none unless an assertion needs them. */
  readonly content: BodyBuffer
  bytes: number
  pieces: number
}

/** Reads the body. Returns what has come of it, to which it adds. */
function readBody(
  response: IncomingMessage,
  { maxBytes, needsBody }: ProbeSettings,
  details: CheckRun['details'],
  reject: (error: unknown) => void,
): IncomingBody {
  const body: IncomingBody = { content: new BodyBuffer(), bytes: 0, pieces: 0 }
  details.bytes = 0
  response.on('data', (chunk: Buffer) => {
    body.bytes += chunk.length
    body.pieces += 1
    details.bytes = body.bytes
    if (body.bytes > maxBytes)
      reject(new CheckError('too-large', `the body is longer than ${maxBytes} bytes`))
    else if (needsBody) body.content.append(chunk)
  })
  response.once('error', reject)
  return body
}

/** Fails the check when a body costs far more on the wire than it is long. Returns a function that ends the watch. */
function meterFraming(socket: Socket, body: IncomingBody, reject: (error: unknown) => void): () => void {
  const before = socket.bytesRead
  const onData = () => {
    const { bytes: bodyBytes, pieces } = body
    const problem = framingProblem({ wireBytes: socket.bytesRead - before, bodyBytes, pieces })
    if (problem !== undefined) reject(new CheckError('protocol', `the body ${problem}`))
  }
  socket.on('data', onData)
  return () => void socket.removeListener('data', onData)
}

/** Ends the check when the server goes over to another protocol, of which no further answer will come. */
function refuseUpgrade(sent: ClientRequest, { details }: CheckRun, reject: (error: unknown) => void): void {
  const refuse = (protocol: string | undefined) => {
    details.httpStatus = 101
    const message = `answered 101 Switching Protocols${protocol ? `, to ${quote(protocol)}` : ''}, unasked`
    reject(new CheckError('protocol', message))
  }
  sent.once('upgrade', ({ headers }) => refuse(headers.upgrade))
  sent.on('information', ({ statusCode, headers }) => {
    if (statusCode === 101) refuse(headers.upgrade)
  })
}

function limitInterimResponses(sent: ClientRequest, reject: (error: unknown) => void): void {
  let count = 0
  sent.on('information', () => {
    count += 1
    if (count > maxInterimResponses)
      reject(new CheckError('protocol', `more than ${maxInterimResponses} interim answers (1xx) came`))
  })
}
