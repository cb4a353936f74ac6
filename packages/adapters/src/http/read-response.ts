import { type IncomingHttpHeaders, STATUS_CODES } from 'node:http'
import type { Readable } from 'node:stream'
import { BodyBuffer, framingProblem } from '@telltale/core/ports'
import { CheckError } from '../probing/check-error.js'
import type { CheckRun } from '../probing/measure.js'
import type { ProbeResponse } from './response.js'
import type { ProbeSettings } from './settings.js'

/** The maximum number of interim responses (1xx) before the final one. */
const maxInterimResponses = 20

const noBody = Buffer.alloc(0)

const redirectStatuses = new Set([301, 302, 303, 307, 308])

/** The head of a response. */
export interface ResponseHead {
  readonly status: number
  readonly headers: IncomingHttpHeaders
}

/** The end of a response: one of the two is called. */
export interface ResponseEnd {
  readonly resolve: (response: ProbeResponse) => void
  readonly reject: (error: unknown) => void
}

/**
 * Resolves with the head of a redirect, and rejects a status that is not accepted. Returns `true` when neither is the case,
 * and the body is to be read.
 */
export function needsBody(
  { status, headers }: ResponseHead,
  { acceptStatus }: ProbeSettings,
  { resolve, reject }: ResponseEnd,
): boolean {
  if (isAccepted(status, acceptStatus)) return true
  const { location } = headers
  if (redirectStatuses.has(status) && location !== undefined)
    resolve({ status, headers, body: noBody, location, isReusable: false })
  else reject(statusError(status, acceptStatus))
  return false
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
export interface IncomingBody {
  /** The bytes so far; none unless an assertion needs them. */
  readonly content: BodyBuffer
  bytes: number
  pieces: number
}

/** Reads the body. Returns what has come of it, to which it adds. */
export function readBody(
  response: Readable,
  { maxBytes, needsBody: isKept }: ProbeSettings,
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
    else if (isKept) body.content.append(chunk)
  })
  response.once('error', reject)
  return body
}

/** Rejects when a body has cost far more on the wire than it is long. */
export function checkFraming(
  { bytes: bodyBytes, pieces }: IncomingBody,
  wireBytes: number,
  reject: (error: unknown) => void,
): void {
  const problem = framingProblem({ wireBytes, bodyBytes, pieces })
  if (problem !== undefined) reject(new CheckError('protocol', `the body ${problem}`))
}

/** Returns a function that counts an interim response, and rejects when there are too many. */
export function interimCounter(reject: (error: unknown) => void): () => void {
  let count = 0
  return () => {
    count += 1
    if (count > maxInterimResponses)
      reject(new CheckError('protocol', `more than ${maxInterimResponses} interim answers (1xx) came`))
  }
}
