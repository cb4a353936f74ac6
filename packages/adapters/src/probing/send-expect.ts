import type { Socket } from 'node:net'
import { CheckError } from './check-error.js'
import type { CheckRun } from './measure.js'

/** What is said over a connection, where a connection alone is not enough. */
export interface SendExpect {
  readonly send?: string | undefined
  readonly expect?: string | undefined
}

/** How much of an answer is read in search of what is expected. */
const maxAnswerBytes = 65_536

/** Says what is to be sent, and resolves once what is expected came. Without anything to be expected it resolves at once. */
export async function sendAndExpect(
  socket: Socket,
  { send, expect }: SendExpect,
  run: CheckRun,
): Promise<void> {
  if (send !== undefined) socket.write(send)
  if (expect === undefined) return
  run.enter('firstByteMs')
  run.stopwatch.markSent()
  // Byte by byte, so that a text of any character set is found across the pieces it comes in.
  const wanted = Buffer.from(expect).toString('latin1')
  const missing = (why: string) =>
    new CheckError('assertion', `expected an answer with ${JSON.stringify(expect)}: ${why}`)
  let answer = ''
  await run.step<void>((resolve, reject) => {
    socket.on('data', (chunk: Buffer) => {
      if (answer === '') run.enter('downloadMs')
      run.stopwatch.markReceived()
      answer += chunk.toString('latin1')
      run.details.bytes = answer.length
      if (answer.includes(wanted)) resolve()
      else if (answer.length > maxAnswerBytes)
        reject(new CheckError('too-large', `the answer is longer than ${maxAnswerBytes} bytes`))
    })
    socket.once('end', () => reject(missing('the connection was closed without it')))
    socket.on('error', reject)
  })
}
