import { type ClientRequest, request as httpRequest, type IncomingMessage } from 'node:http'
import type { Socket } from 'node:net'
import { CheckError, maxHeaderBytes } from '../probing/check-error.js'
import type { CheckRun } from '../probing/measure.js'
import { quote } from '../probing/quote.js'
import { checkFraming, type IncomingBody, interimCounter, needsBody, readBody } from './read-response.js'
import type { ProbeRequest } from './request.js'
import type { ProbeResponse } from './response.js'
import type { ProbeSettings } from './settings.js'

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
    sent.on('information', interimCounter(reject))
    refuseUpgrade(sent, run, reject)
    sent.once('response', (response) => {
      const { headers, statusCode: status = 0 } = response
      run.details.httpStatus = status
      run.details.protocol = `HTTP/${response.httpVersion}`
      if (!needsBody({ status, headers }, settings, { resolve, reject })) return
      const body = readBody(response, settings, run.details, reject)
      const stopMetering = meterFraming(socket, body, reject)
      response.once('end', () => {
        stopMetering()
        // A response without a stated length ends when the connection does.
        if (socket.readableEnded) run.stopwatch.clearReceived()
        resolve({ status, headers, body: body.content.read(), isReusable: sent.shouldKeepAlive })
      })
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

/** Watches what a body costs on the wire. Returns a function that ends the watch. */
function meterFraming(socket: Socket, body: IncomingBody, reject: (error: unknown) => void): () => void {
  const before = socket.bytesRead
  const onData = () => checkFraming(body, socket.bytesRead - before, reject)
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
