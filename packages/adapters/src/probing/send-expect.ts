import type { Socket } from 'node:net'
import { BodyBuffer } from '@telltale/core/ports'
import { CheckError } from './check-error.js'
import type { CheckRun } from './measure.js'

/** The data to send over a connection, and the data to expect. */
export interface SendExpect {
  /** The text to send. */
  readonly send?: string | undefined
  /** The text that the response has to contain. */
  readonly expect?: string | undefined
}

/** The maximum response that is searched for the expected text, in bytes. */
const maxResponseBytes = 65_536

/** Sends the text, and resolves once the expected text arrives. Resolves at once when none is expected. */
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
  const missing = (why: string) =>
    new CheckError('assertion', `expected an answer with ${JSON.stringify(expect)}: ${why}`)
  const response = new BodyBuffer()
  await run.step<void>((resolve, reject) => {
    socket.on('data', (chunk: Buffer) => {
      if (response.length === 0) run.enter('downloadMs')
      run.stopwatch.markReceived()
      // The text may begin in an earlier piece.
      const searchFrom = Math.max(0, response.length - wanted.length)
      response.append(chunk)
      run.details.bytes = response.length
      if (response.includes(wanted, searchFrom)) resolve()
      else if (response.length > maxResponseBytes)
        reject(new CheckError('too-large', `the answer is longer than ${maxResponseBytes} bytes`))
    })
    socket.once('end', () => reject(missing('the connection was closed without it')))
    socket.on('error', reject)
  })
}
