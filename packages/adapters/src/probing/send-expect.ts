import type { Socket } from 'node:net'
import { BodyBuffer } from '@telltale/core/ports'
import { CheckError } from './check-error.js'
import type { CheckRun } from './measure.js'
import { quote } from './quote.js'

/** The data to send over a connection, and the data to expect. */
export interface SendExpect {
  /** The text to send. */
  readonly send?: string | undefined
  /** The text that the response has to contain. */
  readonly expect?: string | undefined
}

/** The maximum response that is searched for the expected text, in bytes. */
const maxResponseBytes = 65_536

/**
 * The silence after which a response counts as complete, in milliseconds. A piece that is lost on its way is sent again
 * after 200 ms on Linux, plus the time of the way.
 */
const quietMs = 500

/**
 * Sends the text, and resolves once the expected text arrives. Resolves at once when none is expected. A response without
 * it fails the check as soon as it is complete: when the connection ends, or when nothing more comes for half a second.
 */
export async function sendAndExpect(
  socket: Socket,
  { send, expect }: SendExpect,
  run: CheckRun,
): Promise<void> {
  if (send !== undefined) socket.write(send)
  if (expect === undefined) return
  run.enter('firstByteMs')
  run.stopwatch.markSent()
  const wanted = Buffer.from(expect)
  const response = new BodyBuffer()
  const missing = () =>
    new CheckError(
      'assertion',
      `expected an answer with ${quote(expect)}${response.length > 0 ? `, got ${quote(response.read())}` : ': the connection was closed without it'}`,
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
        if (response.includes(wanted, searchFrom)) resolve()
        else if (response.length > maxResponseBytes)
          reject(new CheckError('too-large', `the answer is longer than ${maxResponseBytes} bytes`))
        else quiet = rejectWhenQuiet(() => reject(missing()), response)
      })
      socket.once('end', () => reject(missing()))
      socket.on('error', reject)
    })
  } finally {
    clearTimeout(quiet)
  }
}

/** Starts the wait for more. Bytes that arrived in time, but waited because this process was busy, are read first. */
function rejectWhenQuiet(reject: () => void, response: BodyBuffer): NodeJS.Timeout {
  const { length } = response
  const rejectUnlessMore = () => {
    if (response.length === length) reject()
  }
  return setTimeout(() => setImmediate(rejectUnlessMore), quietMs)
}
