import type { IncomingHttpHeaders } from 'node:http'
import type { Dispatcher } from 'undici'
import { AdapterError, TelltaleError, TimeoutError } from '../../errors/index.js'
import { tooLong, Unpacker } from './body.js'
import type { HttpCall } from './call.js'
import { connectionError } from './connection-error.js'
import { redirectLocation } from './redirect.js'
import { callAborted } from './time-limit.js'

/** An answer as it came over the wire. */
export interface RawAnswer {
  readonly status: number
  /** By lower-case name; repeated ones are joined by a comma. */
  readonly headers: Readonly<Record<string, string>>
  /** Unpacked. */
  readonly body: Buffer
}

/** What of a redirect's body is read, so that its connection can be used again; a longer one is cut off. */
const redirectBodyBytes = 16_384

/** The longest that a timer of Node can be set for. */
const longestTimerMs = 2 ** 31 - 1

const noBody = Buffer.alloc(0)

/**
 * Sends one request and reads its answer, within the limits of the call. Resolves to `undefined` where the call's turn was
 * over before anything was sent; the connection that was opened for it is there for the next try.
 */
export function exchange(
  dispatcher: Dispatcher,
  call: HttpCall,
  headers: Record<string, string>,
): Promise<RawAnswer | undefined> {
  const { url, method, body = null } = call
  return new Promise((resolve, reject) => {
    const handler = new Exchange(call, resolve, reject)
    if (handler.ended) return
    const sent = body instanceof Uint8Array ? Buffer.from(body.buffer, body.byteOffset, body.length) : body
    dispatcher.dispatch(
      { origin: url.origin, path: `${url.pathname}${url.search}`, method, headers, body: sent },
      handler,
    )
  })
}

/**
 * Reads the answer as undici's parser gives it. A stream, a promise for each piece and a signal for each call, as
 * undici's `request` has them, would cost about as much as the request itself.
 */
class Exchange implements Dispatcher.DispatchHandler {
  readonly #call: HttpCall
  readonly #resolve: (answer: RawAnswer | undefined) => void
  readonly #reject: (error: TelltaleError) => void
  readonly #forget: () => void
  #timer: NodeJS.Timeout | undefined
  #phase: 'connect' | 'firstByte' | 'betweenBytes' = 'connect'
  #phaseBeganAt = performance.now()
  #controller: Dispatcher.DispatchController | undefined
  #status = 0
  #headers: Record<string, string> = {}
  #chunks: Buffer[] = []
  #length = 0
  #isRedirect = false
  #unpacker: Unpacker | undefined
  /** Whether the caller has its answer, or its error. */
  ended = false

  constructor(
    call: HttpCall,
    resolve: (answer: RawAnswer | undefined) => void,
    reject: (error: TelltaleError) => void,
  ) {
    this.#call = call
    this.#resolve = resolve
    this.#reject = reject
    this.#forget = call.time.onAbort(() => this.#fail(callAborted(call.url.host, call.time)))
    if (call.time.isAborted) this.#fail(callAborted(call.url.host, call.time))
    else this.#arm()
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller
    if (this.ended) controller.abort(new Error('the call has ended'))
    else if (this.#call.turn?.take() === false) this.#missTurn()
    else this.#enter('firstByte')
  }

  /** What is thrown here keeps undici from writing the request; an abort would close the connection too. */
  #missTurn(): never {
    this.#end()
    this.#resolve(undefined)
    throw new Error('the turn of the call is over')
  }

  onResponseStart(_: Dispatcher.DispatchController, status: number, headers: IncomingHttpHeaders): void {
    if (status < 200) return
    this.#status = status
    this.#headers = joinRepeated(headers)
    this.#isRedirect =
      this.#call.redirect === 'follow' && redirectLocation(status, this.#headers) !== undefined
    this.#enter('betweenBytes')
    if (!this.#isRedirect) this.#expectBody()
  }

  #expectBody(): void {
    const { url, method, maxBytes, beginningOnly = false } = this.#call
    const { 'content-length': announced, 'content-encoding': encoding } = this.#headers
    if (method !== 'HEAD' && !beginningOnly && Number(announced) > maxBytes)
      this.#fail(tooLong(url.host, maxBytes))
    if (encoding === undefined || this.ended) return
    try {
      this.#unpacker = new Unpacker({
        host: url.host,
        encoding,
        maxBytes,
        beginningOnly,
        onEnd: (body, isWhole) => {
          if (isWhole) this.#answer(body)
          else this.#cutOff(body)
        },
        onError: (error) => {
          if (!this.ended) this.#fail(error)
        },
      })
    } catch (error) {
      this.#fail(error as AdapterError)
    }
  }

  onResponseData(_: Dispatcher.DispatchController, chunk: Buffer): void {
    if (this.ended) return
    this.#phaseBeganAt = performance.now()
    this.#length += chunk.length
    const { maxBytes, url, beginningOnly } = this.#call
    if (this.#isRedirect) {
      if (this.#length > redirectBodyBytes) this.#cutOff(noBody)
    } else if (this.#length > maxBytes && !beginningOnly) this.#fail(tooLong(url.host, maxBytes))
    else if (this.#unpacker) this.#unpacker.write(chunk)
    else {
      this.#chunks.push(chunk)
      if (this.#length > maxBytes) this.#cutOff(Buffer.concat(this.#chunks, maxBytes))
    }
  }

  onResponseEnd(): void {
    if (this.ended) return
    if (this.#unpacker) {
      this.#unpacker.end()
      return
    }
    this.#end()
    const [first = noBody, ...rest] = this.#chunks
    const body = rest.length === 0 ? first : Buffer.concat(this.#chunks, this.#length)
    onceConnectionIsFree(() => this.#resolve({ status: this.#status, headers: this.#headers, body }))
  }

  onResponseError(_: Dispatcher.DispatchController | undefined, cause: Error): void {
    if (this.ended) return
    this.#fail(TelltaleError.is(cause) ? cause : connectionError(this.#call.url.host, cause))
  }

  #enter(phase: 'firstByte' | 'betweenBytes'): void {
    this.#phase = phase
    this.#phaseBeganAt = performance.now()
    const { phases, timeoutMs } = this.#call.time
    if (phases[`${phase}Ms`] < timeoutMs) this.#arm()
  }

  /** Sets the one timer of the call for whatever ends first. It may come early, and then looks again. */
  #arm(): void {
    clearTimeout(this.#timer)
    const leftMs = this.#dueAt() - performance.now()
    this.#timer = setTimeout(() => this.#onTimer(), Math.min(Math.max(Math.ceil(leftMs), 0), longestTimerMs))
  }

  #dueAt(): number {
    const { endsAt, phases } = this.#call.time
    return Math.min(endsAt, this.#phaseBeganAt + phases[`${this.#phase}Ms`])
  }

  #onTimer(): void {
    if (performance.now() < this.#dueAt()) this.#arm()
    else this.#fail(this.#lateError())
  }

  #lateError(): TimeoutError {
    const { url, time } = this.#call
    if (performance.now() >= time.endsAt)
      return new TimeoutError(`the request to ${url.host} took longer than ${time.timeoutMs} ms`)
    const { connectMs, firstByteMs, betweenBytesMs } = time.phases
    const words = {
      connect: `could not reach ${url.host}: no connection within ${connectMs} ms`,
      firstByte: `no answer from ${url.host} within ${firstByteMs} ms of asking`,
      betweenBytes: `no whole answer from ${url.host}: nothing came for ${betweenBytesMs} ms`,
    }
    return new TimeoutError(words[this.#phase])
  }

  #fail(error: TelltaleError): void {
    this.#end()
    this.#controller?.abort(error)
    this.#reject(error)
  }

  #answer(body: Buffer): void {
    this.#end()
    this.#resolve({ status: this.#status, headers: this.#headers, body })
  }

  #cutOff(body: Buffer): void {
    this.#answer(body)
    this.#controller?.abort(new AdapterError('the rest of the answer is not read'))
  }

  #end(): void {
    this.ended = true
    clearTimeout(this.#timer)
    this.#forget()
    this.#unpacker?.destroy()
  }
}

let waiting: (() => void)[] = []

/**
 * undici takes a connection back one turn of the event loop after the body's end; an earlier call would open another
 * one. The answers of one turn wait for it together, behind what undici itself has set for the turn's end.
 */
function onceConnectionIsFree(then: () => void): void {
  waiting.push(then)
  if (waiting.length > 1) return
  queueMicrotask(() => {
    const free = waiting
    waiting = []
    setImmediate(() => {
      for (const goOn of free) goOn()
    })
  })
}

function joinRepeated(headers: IncomingHttpHeaders): Record<string, string> {
  const joined: Record<string, string> = {}
  for (const name in headers) {
    const value = headers[name]
    if (value !== undefined) joined[name] = typeof value === 'string' ? value : value.join(', ')
  }
  return joined
}
