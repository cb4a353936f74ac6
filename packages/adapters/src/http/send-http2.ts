import type { OutgoingHttpHeaders } from 'node:http2'
import type { Socket } from 'node:net'
import { defined } from '@telltale/core/ports'
import { requestOverHttp2 } from '../probing/http2-stream.js'
import type { CheckRun } from '../probing/measure.js'
import { checkFraming, interimCounter, needsBody, readBody } from './read-response.js'
import type { ProbeRequest } from './request.js'
import type { ProbeResponse } from './response.js'
import type { ProbeSettings } from './settings.js'

/** The size of the head of a frame, in bytes (RFC 9113, section 4.1). */
const frameHeadBytes = 9

/** The headers that are about a connection of HTTP/1.1 (RFC 9113, section 8.2.2). `host` becomes `:authority`. */
const foreignHeaders =
  /^(connection|host|http2-settings|keep-alive|proxy-connection|te|transfer-encoding|upgrade)$/

/** Does what `sendRequest` does, by HTTP/2. The connection carries no other request. */
export function sendHttp2(
  socket: Socket,
  request: ProbeRequest,
  settings: ProbeSettings,
  run: CheckRun,
): Promise<ProbeResponse> {
  const { url, body } = request
  run.stopwatch.resume()
  run.details.protocol = 'HTTP/2'
  const sent = { origin: url.origin, headers: headersOf(request), body }
  return requestOverHttp2<ProbeResponse>(socket, sent, run, (stream, resolve, reject) => {
    stream.on('headers', interimCounter(reject))
    stream.once('response', ({ ':status': status = 0, ...headers }) => {
      run.enter('downloadMs')
      run.stopwatch.markReceived()
      run.details.httpStatus = status
      if (!needsBody({ status, headers }, settings, { resolve, reject })) return
      const incoming = readBody(stream, settings, run.details, reject)
      stream.on('data', () =>
        checkFraming(incoming, incoming.bytes + frameHeadBytes * incoming.pieces, reject),
      )
      stream.once('end', () => resolve({ status, headers, body: incoming.content.read(), isReusable: false }))
    })
  })
}

function headersOf({ url, method, headers, body }: ProbeRequest): OutgoingHttpHeaders {
  const kept = Object.entries(headers).filter(([name]) => !foreignHeaders.test(name))
  return {
    ':method': method,
    ':authority': headers.host ?? url.host,
    ':path': `${url.pathname}${url.search}`,
    ...Object.fromEntries(kept),
    ...defined({ 'content-length': body === undefined ? undefined : Buffer.byteLength(body) }),
  }
}
