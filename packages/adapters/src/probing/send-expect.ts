import type { Socket } from 'node:net'
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
  // One character for each byte, so that a text of any character set is found across chunks.
  const wanted = Buffer.from(expect).toString('latin1')
  const missing = (why: string) =>
    new CheckError('assertion', `expected an answer with ${JSON.stringify(expect)}: ${why}`)
  let response = ''
  await run.step<void>((resolve, reject) => {
    socket.on('data', (chunk: Buffer) => {
      if (response === '') run.enter('downloadMs')
      run.stopwatch.markReceived()
      response += chunk.toString('latin1')
      run.details.bytes = response.length
      if (response.includes(wanted)) resolve()
      else if (response.length > maxResponseBytes)
        reject(new CheckError('too-large', `the answer is longer than ${maxResponseBytes} bytes`))
    })
    socket.once('end', () => reject(missing('the connection was closed without it')))
    socket.on('error', reject)
  })
}
