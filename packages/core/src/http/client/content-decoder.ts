import type { Transform } from 'node:stream'
import zlib from 'node:zlib'
import { AdapterError } from '../../errors/index.js'
import { defined } from '../../options/index.js'
import { BodyBuffer } from '../../ports/index.js'

/** A decompressing stream that counts its input. */
type DecoderStream = Transform & { readonly bytesWritten: number }

/** One content coding of a body. */
interface Layer {
  readonly stream: DecoderStream
  /** The input that came while the stream worked, which it gets at once: each write has a price. */
  readonly waiting: BodyBuffer
  /** Is called when the stream has taken what waited. */
  readonly onTaken: () => void
  /** The number of bytes of input so far. */
  inputBytes: number
  isWorking: boolean
  isEnding: boolean
}

/** The zstd decoder of Node 22.15 and later. */
const { createZstdDecompress } = zlib as {
  createZstdDecompress?: (options: zlib.ZlibOptions) => DecoderStream
}

/** The content codings that {@link ContentDecoder} supports. */
export const acceptedEncodings = createZstdDecompress ? 'gzip, deflate, br, zstd' : 'gzip, deflate, br'

/** Options that accept a truncated stream, as browsers do: many servers omit the trailer. */
const lenient = { finishFlush: zlib.constants.Z_SYNC_FLUSH, chunkSize: 65_536 }
const lenientBrotli = { finishFlush: zlib.constants.BROTLI_OPERATION_FLUSH, chunkSize: 65_536 }

const decoderStreams: Readonly<Record<string, (first: Buffer) => DecoderStream>> = {
  gzip: () => zlib.createGunzip(lenient),
  'x-gzip': () => zlib.createGunzip(lenient),
  br: () => zlib.createBrotliDecompress(lenientBrotli),
  // The standard requires zlib's format (its first byte ends in 8), yet some servers send raw deflate.
  deflate: ([first = 8]) =>
    (first & 0x0f) === 8 ? zlib.createInflate(lenient) : zlib.createInflateRaw(lenient),
  ...defined({ zstd: createZstdDecompress ? () => createZstdDecompress({ chunkSize: 65_536 }) : undefined }),
}

/** The maximum number of nested content codings. */
const maxCodings = 3

/** The maximum ratio of decompressed to compressed length. */
const maxRatio = 200

/** The decompressed length up to which any ratio is accepted: short and repetitive bodies compress well. */
const ratioExemptBytes = 2 ** 20

/** The input that waits for a decoder, above which the connection is read no further. */
const maxWaitingBytes = 262_144

/** Options of {@link ContentDecoder}. */
export interface ContentDecoderOptions {
  /** The host of the response, for messages. */
  readonly host: string
  /** The `content-encoding` of the response. */
  readonly encoding: string
  /** The maximum length of the decompressed body. */
  readonly maxBytes: number
  /** `true` when a longer body is cut off at `maxBytes`; otherwise it is an error. */
  readonly mayTruncate: boolean
  /** Receives the body, once. `isWhole` is `false` when it was cut off. */
  onEnd(body: Buffer, isWhole: boolean): void
  onError(error: AdapterError): void
  /** Is called when more input may come, after {@link ContentDecoder.write} returned `false`. */
  onDrain(): void
}

/**
 * Decompresses a body while it arrives. Stops as soon as the body is too long, or much longer than its compressed form,
 * so that a decompression bomb costs a megabyte at most.
 */
export class ContentDecoder {
  readonly #options: ContentDecoderOptions
  /** The codings in the order in which they are decoded. */
  readonly #codings: readonly string[]
  readonly #layers: Layer[] = []
  readonly #body = new BodyBuffer()

  /** @throws `AdapterError` when the body has too many codings, or an unsupported one. */
  constructor(options: ContentDecoderOptions) {
    const { host, encoding } = options
    this.#options = options
    this.#codings = encoding
      .toLowerCase()
      .split(',')
      .map((name) => name.trim())
      .filter((name) => name !== '' && name !== 'identity')
      .reverse()
    const unknown = this.#codings.find((name) => !decoderStreams[name])
    const count = this.#codings.length
    if (count > maxCodings)
      throw new AdapterError(`the answer of ${host} is packed ${count} times, more than ${maxCodings}`)
    if (unknown !== undefined)
      throw new AdapterError(
        `${host} answers in the content coding '${unknown}'; only ${acceptedEncodings} were asked for`,
      )
  }

  /** Decompresses a piece. Returns `false` when the next one should wait for `onDrain`. */
  write(chunk: Buffer): boolean {
    this.#feed(0, chunk)
    return (this.#layers[0]?.waiting.length ?? 0) <= maxWaitingBytes
  }

  /** Ends the input. `onEnd` follows once it is decompressed. */
  end(): void {
    this.#finish(0)
  }

  /** Releases all resources. Nothing is called afterwards. */
  destroy(): void {
    for (const { stream } of this.#layers)
      stream.removeAllListeners('data').removeAllListeners('end').destroy()
  }

  #feed(index: number, chunk: Buffer): void {
    const coding = this.#codings[index]
    if (coding === undefined) this.#append(chunk)
    else {
      const layer = this.#layers[index] ?? this.#open(index, coding, chunk)
      layer.inputBytes += chunk.length
      const problem = index === 0 ? undefined : this.#lengthProblem(layer.inputBytes)
      if (problem) this.#options.onError(problem)
      else if (layer.isWorking) layer.waiting.append(chunk)
      else write(layer, chunk)
    }
  }

  #open(index: number, coding: string, first: Buffer): Layer {
    const stream = decoderStreams[coding]?.(first) as DecoderStream
    const { host, onError, onDrain } = this.#options
    const layer: Layer = {
      stream,
      waiting: new BodyBuffer(),
      onTaken: index === 0 ? onDrain : () => {},
      inputBytes: 0,
      isWorking: false,
      isEnding: false,
    }
    this.#layers[index] = layer
    stream
      .on('data', (chunk: Buffer) => this.#feed(index + 1, chunk))
      .on('end', () => this.#finish(index + 1))
      .on('error', (cause) => {
        onError(new AdapterError(`the answer of ${host} says it is ${coding}, and is not`, { cause }))
      })
    return layer
  }

  /** Ends a layer. An empty body has none. */
  #finish(index: number): void {
    const layer = this.#layers[index]
    if (layer) {
      layer.isEnding = true
      work(layer)
    } else this.#options.onEnd(this.#body.read(), true)
  }

  #append(chunk: Buffer): void {
    const { maxBytes, mayTruncate, onEnd, onError } = this.#options
    const length = this.#body.length + chunk.length
    const isCut = mayTruncate && length > maxBytes
    const problem = isCut ? undefined : this.#lengthProblem(length)
    if (problem) onError(problem)
    else this.#body.append(chunk)
    if (isCut) onEnd(this.#body.read().subarray(0, maxBytes), false)
  }

  /** Returns the error of a body that is too long once it is decompressed, or halfway there. */
  #lengthProblem(length: number): AdapterError | undefined {
    const { host, maxBytes } = this.#options
    if (length > maxBytes) return tooLong(host, maxBytes)
    const maxPlausibleBytes = maxRatio * (this.#layers[0]?.stream.bytesWritten ?? length)
    return length > Math.max(ratioExemptBytes, maxPlausibleBytes) ? ratioTooHigh(host) : undefined
  }
}

/** Gives a layer its waiting input, unless it is at work. */
function work(layer: Layer): void {
  const { stream, waiting, isWorking, isEnding } = layer
  if (isWorking) return
  if (waiting.length === 0) {
    if (isEnding) stream.end()
    return
  }
  write(layer, waiting.take())
  layer.onTaken()
}

function write(layer: Layer, input: Buffer): void {
  layer.isWorking = true
  layer.stream.write(input, () => {
    layer.isWorking = false
    work(layer)
  })
}

const ratioTooHigh = (host: string): AdapterError =>
  new AdapterError(`the answer of ${host} unpacks to more than ${maxRatio} times its size`)

/** Returns the error for a body that is too long. */
export const tooLong = (host: string, maxBytes: number): AdapterError =>
  new AdapterError(`the answer of ${host} is longer than ${maxBytes} bytes`)
