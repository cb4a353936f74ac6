import type { Socket } from 'node:net'
import { CheckError } from './check-error.js'
import type { CheckRun } from './measure.js'

/** Returns the length of the message that some bytes begin with, or `undefined` while it is not complete. */
export type MessageLength = (received: Buffer) => number | undefined

/** The maximum length of a message, in bytes: that of DNS over TCP. */
const maxMessageBytes = 65_537

/** A conversation over a connection, one message after the other. The phase of each wait is `firstByteMs`. */
export class Conversation {
  readonly #socket: Socket
  readonly #run: CheckRun
  #received: Buffer = Buffer.alloc(0)
  #ending: { readonly error: unknown } | undefined
  /** Looks whether the message that is waited for is there. */
  #look = () => {}

  constructor(socket: Socket, run: CheckRun) {
    this.#socket = socket
    this.#run = run
    socket.on('data', this.#onData).on('end', this.#onEnd).on('error', this.#onError)
  }

  /** Sends a message, and resolves to the answer. */
  ask(message: string | Uint8Array, lengthOf: MessageLength): Promise<Buffer> {
    this.send(message)
    return this.receive(lengthOf)
  }

  /** Sends a message that nothing answers. */
  send(message: string | Uint8Array): void {
    this.#socket.write(message)
  }

  /** Resolves to the next message. */
  async receive(lengthOf: MessageLength): Promise<Buffer> {
    this.#run.enter('firstByteMs')
    this.#run.stopwatch.markSent()
    return this.#run.step<Buffer>((resolve, reject) => {
      this.#look = () => {
        const length = lengthOf(this.#received)
        if (length !== undefined && length <= this.#received.length) {
          this.#look = () => {}
          const message = this.#received.subarray(0, length)
          this.#received = this.#received.subarray(length)
          resolve(message)
        } else if (this.#received.length > maxMessageBytes || (length ?? 0) > maxMessageBytes)
          reject(new CheckError('too-large', `the answer is longer than ${maxMessageBytes} bytes`))
        else if (this.#ending) reject(this.#ending.error)
      }
      this.#look()
    })
  }

  /**
   * Ends the conversation, for another protocol on the same connection.
   *
   * @throws {@link CheckError} when more was received than was asked for: it may be from somebody in between.
   */
  end(): void {
    this.#socket.off('data', this.#onData).off('end', this.#onEnd).off('error', this.#onError)
    if (this.#received.length > 0)
      throw new CheckError('protocol', 'the server sent more than an answer before TLS began')
  }

  readonly #onData = (chunk: Buffer): void => {
    this.#run.stopwatch.markReceived()
    this.#run.details.bytes = (this.#run.details.bytes ?? 0) + chunk.length
    this.#received = this.#received.length === 0 ? chunk : Buffer.concat([this.#received, chunk])
    this.#look()
  }

  readonly #onEnd = (): void =>
    this.#onError(new CheckError('reset', 'the connection was closed before the answer was complete'))

  readonly #onError = (error: unknown): void => {
    this.#ending ??= { error }
    this.#look()
  }
}
