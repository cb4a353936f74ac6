import type { IncomingHttpHeaders } from 'node:http'
import type { Dispatcher } from 'undici'
import { AdapterError, TelltaleError, TimeoutError } from '../../errors/index.js'
import { BodyBuffer, framingProblem } from '../../ports/index.js'
import { maxTimerMs } from '../../time/index.js'
import { afterConnectionRelease } from './after-connection-release.js'
import type { HttpCall } from './call.js'
import { connectionError } from './connection-error.js'
import { ContentDecoder, tooLong } from './content-decoder.js'
import type { MeteredOptions, Wire, WireObserver } from './metered-client.js'
import { redirectLocation } from './redirect.js'
import { callAborted } from './time-limit.js'

/** The response to one request. */
export interface ExchangeResponse {
  readonly status: number
  /** The headers by lower-case name; repeated ones are joined by a comma. */
  readonly headers: Readonly<Record<string, string>>
  /** The decompressed body. */
  readonly body: Buffer
}

/** The maximum body of a redirect that is read, so that its connection can be reused. A longer one closes it. */
const maxRedirectBodyBytes = 16_384

/** The maximum number of interim responses (1xx) before the final one. */
const maxInterimResponses = 20

const emptyBody = Buffer.alloc(0)

/**
 * Sends one request and reads its response, within the limits of the call. Resolves to `undefined` when the permit of the
 * call had expired before anything was sent; the connection stays open for the next try.
 */
export function exchange(
  dispatcher: Dispatcher,
  call: HttpCall,
  headers: Record<string, string>,
): Promise<ExchangeResponse | undefined> {
  const { url, method, body = null } = call
  return new Promise((resolve, reject) => {
    const handler = new Exchange(call, resolve, reject)
    if (handler.hasEnded) return
    const content = body instanceof Uint8Array ? Buffer.from(body.buffer, body.byteOffset, body.length) : body
    const path = `${url.pathname}${url.search}`
    const options: MeteredOptions = {
      origin: url.origin,
      path,
      method,
      headers,
      body: content,
      observer: handler,
    }
    dispatcher.dispatch(options, handler)
  })
}

/**
 * The handler of one request, which undici's parser calls directly. The stream, the promise per chunk and the abort signal
 * of undici's own `request` would cost about as much as the request itself.
 */
class Exchange implements Dispatcher.DispatchHandler, WireObserver {
  readonly #call: HttpCall
  readonly #resolve: (response: ExchangeResponse | undefined) => void
  readonly #reject: (error: TelltaleError) => void
  readonly #removeAbortListener: () => void
  #timer: NodeJS.Timeout | undefined
  #phase: 'connect' | 'firstByte' | 'betweenBytes' = 'connect'
  #phaseBeganAt = performance.now()
  #controller: Dispatcher.DispatchController | undefined
  #status = 0
  #headers: Record<string, string> = {}
  #interimCount = 0
  readonly #body = new BodyBuffer()
  /** The bytes of the body as they came, compressed or not, and the number of pieces. */
  #bodyBytes = 0
  #pieces = 0
  #wireBytesBefore = 0
  #isRedirect = false
  #decoder: ContentDecoder | undefined
  wire: Wire | undefined
  /** `true` once the promise of the exchange is settled. */
  hasEnded = false

  constructor(
    call: HttpCall,
    resolve: (response: ExchangeResponse | undefined) => void,
    reject: (error: TelltaleError) => void,
  ) {
    this.#call = call
    this.#resolve = resolve
    this.#reject = reject
    this.#removeAbortListener = call.time.onAbort(() => this.#fail(callAborted(call.url.host, call.time)))
    if (call.time.isAborted) this.#fail(callAborted(call.url.host, call.time))
    else this.#setTimer()
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller
    if (this.hasEnded) controller.abort(new Error('the call has ended'))
    else if (this.#call.permit?.tryAcquire() === false) this.#skipRequest()
    else this.#enterPhase('firstByte')
  }

  /** Throws, which keeps undici from writing the request. An abort would close the connection too. */
  #skipRequest(): never {
    this.#end()
    this.#resolve(undefined)
    throw new Error('the permit of the call has expired')
  }

  onResponseStart(_: Dispatcher.DispatchController, status: number, headers: IncomingHttpHeaders): void {
    if (status < 200) {
      this.#interimCount += 1
      if (this.#interimCount > maxInterimResponses && !this.hasEnded)
        this.#fail(tooManyInterim(this.#call.url.host))
      return
    }
    this.#status = status
    this.#wireBytesBefore = this.wire?.bytesRead ?? 0
    this.#headers = joinRepeated(headers)
    this.#isRedirect =
      this.#call.redirect === 'follow' && redirectLocation(status, this.#headers) !== undefined
    this.#enterPhase('betweenBytes')
    if (!this.#isRedirect) this.#expectBody()
  }

  #expectBody(): void {
    const { url, method, maxBytes, mayTruncate = false } = this.#call
    const { 'content-length': contentLength, 'content-encoding': encoding } = this.#headers
    if (method !== 'HEAD' && !mayTruncate && Number(contentLength) > maxBytes)
      this.#fail(tooLong(url.host, maxBytes))
    if (encoding === undefined || this.hasEnded) return
    try {
      this.#decoder = new ContentDecoder({
        host: url.host,
        encoding,
        maxBytes,
        mayTruncate,
        onEnd: (body, isWhole) => {
          if (isWhole) this.#succeed(body)
          else this.#succeedTruncated(body)
        },
        onError: (error) => {
          if (!this.hasEnded) this.#fail(error)
        },
        onDrain: () => this.#controller?.resume(),
      })
    } catch (error) {
      this.#fail(error as AdapterError)
    }
  }

  onResponseData(_: Dispatcher.DispatchController, chunk: Buffer): void {
    if (this.hasEnded) return
    this.#phaseBeganAt = performance.now()
    this.#bodyBytes += chunk.length
    this.#pieces += 1
    const { maxBytes, url, mayTruncate } = this.#call
    if (this.#isRedirect) {
      if (this.#bodyBytes > maxRedirectBodyBytes) this.#succeedTruncated(emptyBody)
    } else if (this.#bodyBytes > maxBytes && !mayTruncate) this.#fail(tooLong(url.host, maxBytes))
    else if (this.#decoder) {
      if (!this.#decoder.write(chunk)) this.#controller?.pause()
    } else {
      this.#body.append(chunk)
      if (this.#bodyBytes > maxBytes) this.#succeedTruncated(this.#body.read().subarray(0, maxBytes))
    }
  }

  onWireData(): void {
    if (this.hasEnded || !this.wire || this.#status === 0) return
    const wireBytes = this.wire.bytesRead - this.#wireBytesBefore
    const problem = framingProblem({ wireBytes, bodyBytes: this.#bodyBytes, pieces: this.#pieces })
    if (problem !== undefined) this.#fail(new AdapterError(`the answer of ${this.#call.url.host} ${problem}`))
  }

  onResponseEnd(): void {
    if (this.hasEnded) return
    if (this.#decoder) {
      this.#decoder.end()
      return
    }
    this.#end()
    const body = this.#body.read()
    afterConnectionRelease(() => this.#resolve({ status: this.#status, headers: this.#headers, body }))
  }

  onResponseError(_: Dispatcher.DispatchController | undefined, cause: Error): void {
    if (this.hasEnded) return
    this.#fail(TelltaleError.is(cause) ? cause : connectionError(this.#call.url.host, cause))
  }

  #enterPhase(phase: 'firstByte' | 'betweenBytes'): void {
    this.#phase = phase
    this.#phaseBeganAt = performance.now()
    const { phases, timeoutMs } = this.#call.time
    if (phases[`${phase}Ms`] < timeoutMs) this.#setTimer()
  }

  /** Sets the only timer of the exchange to the earliest deadline. When it fires early, it is set again. */
  #setTimer(): void {
    clearTimeout(this.#timer)
    const leftMs = this.#deadline() - performance.now()
    this.#timer = setTimeout(() => this.#onTimer(), Math.min(Math.max(Math.ceil(leftMs), 0), maxTimerMs))
  }

  #deadline(): number {
    const { endsAt, phases } = this.#call.time
    return Math.min(endsAt, this.#phaseBeganAt + phases[`${this.#phase}Ms`])
  }

  #onTimer(): void {
    if (performance.now() < this.#deadline()) this.#setTimer()
    else this.#fail(this.#timeoutError())
  }

  #timeoutError(): TimeoutError {
    const { url, time } = this.#call
    if (performance.now() >= time.endsAt)
      return new TimeoutError(`the request to ${url.host} took longer than ${time.timeoutMs} ms`)
    const { connectMs, firstByteMs, betweenBytesMs } = time.phases
    const messages = {
      connect: `could not reach ${url.host}: no connection within ${connectMs} ms`,
      firstByte: `no answer from ${url.host} within ${firstByteMs} ms of asking`,
      betweenBytes: `no whole answer from ${url.host}: nothing came for ${betweenBytesMs} ms`,
    }
    return new TimeoutError(messages[this.#phase])
  }

  #fail(error: TelltaleError): void {
    this.#end()
    this.#controller?.abort(error)
    this.#reject(error)
  }

  #succeed(body: Buffer): void {
    this.#end()
    this.#resolve({ status: this.#status, headers: this.#headers, body })
  }

  #succeedTruncated(body: Buffer): void {
    this.#succeed(body)
    this.#controller?.abort(new AdapterError('the rest of the answer is not read'))
  }

  #end(): void {
    this.hasEnded = true
    clearTimeout(this.#timer)
    this.#removeAbortListener()
    this.#decoder?.destroy()
  }
}

const tooManyInterim = (host: string): AdapterError =>
  new AdapterError(`${host} sends more than ${maxInterimResponses} interim answers (1xx) before its own`)

function joinRepeated(headers: IncomingHttpHeaders): Record<string, string> {
  const joined: Record<string, string> = {}
  for (const name in headers) {
    const value = headers[name]
    if (value !== undefined) joined[name] = typeof value === 'string' ? value : value.join(', ')
  }
  return joined
}
