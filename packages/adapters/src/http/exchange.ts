import { request as httpRequest, type IncomingMessage, STATUS_CODES } from 'node:http'
import type { Socket } from 'node:net'
import { unescape as percentDecode } from 'node:querystring'
import { Fault, maxHeaderBytes } from './fault.js'
import type { Run, Settings } from './run.js'

const redirectStatuses = new Set([301, 302, 303, 307, 308])

/**
 * Asks once, over a connected socket. Resolves to the place that the answer redirects to, or to `undefined` once an
 * accepted answer is read to its end; rejects with whatever else comes.
 */
export function exchange(
  socket: Socket,
  url: URL,
  headers: Readonly<Record<string, string>>,
  { settings, facts, watch }: Run,
): Promise<string | undefined> {
  return new Promise((resolve, reject) => {
    const request = httpRequest({
      createConnection: () => socket,
      method: settings.method,
      path: `${url.pathname}${url.search}`,
      headers: { host: url.host, accept: '*/*', 'user-agent': settings.userAgent, ...headers },
      maxHeaderSize: maxHeaderBytes,
      ...(url.username && { auth: `${percentDecode(url.username)}:${percentDecode(url.password)}` }),
    })
    // Not earlier: a listener for data sets the socket flowing, and the parser must listen by then.
    request.once('socket', () => socket.prependOnceListener('data', () => watch.enter('downloadMs')))
    request.once('response', (response) => {
      facts.httpStatus = response.statusCode ?? 0
      facts.protocol = `HTTP/${response.httpVersion}`
      if (isAccepted(facts.httpStatus, settings.acceptStatus))
        readToEnd(response, settings.maxBytes, facts).then(() => resolve(undefined), reject)
      else if (redirectStatuses.has(facts.httpStatus) && response.headers.location !== undefined)
        resolve(response.headers.location)
      else reject(statusFault(facts.httpStatus, settings.acceptStatus))
    })
    request.on('error', reject)
    request.end()
  })
}

const isAccepted = (status: number, accepted: Settings['acceptStatus']): boolean =>
  accepted.some((range) =>
    typeof range === 'number' ? status === range : status >= range[0] && status <= range[1],
  )

function statusFault(status: number, accepted: Settings['acceptStatus']): Fault {
  const answered = `answered ${status} ${STATUS_CODES[status] ?? ''}`.trim()
  if (redirectStatuses.has(status)) return new Fault('redirect', `${answered} without saying where to`)
  const ranges = accepted.map((range) => (typeof range === 'number' ? range : range.join('-')))
  return new Fault('status', `${answered}; accepted are ${ranges.join(', ')}`)
}

/** Resolves at the last byte of the body; what it holds is of no interest. */
function readToEnd(response: IncomingMessage, maxBytes: number, facts: Run['facts']): Promise<void> {
  return new Promise((resolve, reject) => {
    let bytes = 0
    facts.bytes = 0
    response.on('data', (chunk: Buffer) => {
      bytes += chunk.length
      facts.bytes = bytes
      if (bytes > maxBytes) reject(new Fault('too-large', `the body is longer than ${maxBytes} bytes`))
    })
    response.once('end', resolve)
    response.once('error', reject)
  })
}
