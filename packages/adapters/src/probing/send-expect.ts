import type { Socket } from 'node:net'
import { BodyBuffer } from '@telltale/core/ports'
import { CheckError } from './check-error.js'
import type { AnswerCondition } from './condition.js'
import type { CheckRun } from './measure.js'
import { quote } from './quote.js'

/** The data to send over a connection, and the data to expect. */
export interface SendExpect {
  /** The text to send. */
  readonly send?: string | undefined
  /** The text that the response has to contain. */
  readonly expect?: string | undefined
  /** The conditions on the response. They are checked on the measurement, which keeps its text. */
  readonly answer?: readonly AnswerCondition[] | undefined
}

/** The maximum response that is searched for the expected text, in bytes. */
const maxResponseBytes = 65_536

/**
 * The silence after which a response counts as complete, in milliseconds. A piece that is lost on its way is sent again
 * after 200 ms on Linux, plus the time of the way.
 */
const quietMs = 500

/** The maximum text that a measurement keeps, in characters. */
const maxKeptChars = 4_096

/**
 * Sends the text, and resolves once the expected text arrives. Resolves at once when none is expected. A response without
 * it fails the check as soon as it is complete: when the connection ends, or when nothing more comes for half a second.
 */
export async function sendAndExpect(
  socket: Socket,
  { send, expect, answer }: SendExpect,
  run: CheckRun,
): Promise<void> {
  if (send !== undefined) socket.write(send)
  if (expect === undefined && answer === undefined) return
  run.enter('firstByteMs')
  run.stopwatch.markSent()
  const wanted = Buffer.from(expect ?? '')
  const isOver = () => answer !== undefined && (expect === undefined || response.includes(wanted))
  const response = new BodyBuffer()
  const missing = () =>
    new CheckError(
      'assertion',
      `expected an answer with ${quote(expect ?? '')}${response.length > 0 ? `, got ${quote(response.read())}` : ': the connection was closed without it'}`,
    )
  let quiet: NodeJS.Timeout | undefined
  try {
    await run.step<void>((resolve, reject) => {
      socket.on('data', (chunk: Buffer) => {
        if (response.length === 0) run.enter('downloadMs')
        run.stopwatch.markReceived()
        // The text may begin in an earlier piece.
        const searchFrom = Math.max(0, response.length - wanted.length)
        response.append(chunk)
        run.details.bytes = response.length
        clearTimeout(quiet)
        if (answer === undefined && response.includes(wanted, searchFrom)) resolve()
        else if (response.length > maxResponseBytes)
          reject(new CheckError('too-large', `the answer is longer than ${maxResponseBytes} bytes`))
        else quiet = whenQuiet(() => (isOver() ? resolve() : reject(missing())), response)
      })
      socket.once('end', () => (isOver() ? resolve() : reject(missing())))
      socket.on('error', reject)
    })
    if (answer !== undefined) run.details.answers = [response.read().toString('utf8').slice(0, maxKeptChars)]
  } finally {
    clearTimeout(quiet)
  }
}

/** Starts the wait for more. Bytes that arrived in time, but waited because this process was busy, are read first. */
function whenQuiet(end: () => void, response: BodyBuffer): NodeJS.Timeout {
  const { length } = response
  const endUnlessMore = () => {
    if (response.length === length) end()
  }
  return setTimeout(() => setImmediate(endUnlessMore), quietMs)
}
