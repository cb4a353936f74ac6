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

  write(chunk: Buffer): void {
    this.#feed(0, chunk)
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
      if (layer.isWorking) layer.waiting.append(chunk)
      else write(layer, chunk)
    }
  }

  #open(index: number, coding: string, first: Buffer): Layer {
    const stream = decoderStreams[coding]?.(first) as DecoderStream
    const layer: Layer = { stream, waiting: new BodyBuffer(), isWorking: false, isEnding: false }
    this.#layers[index] = layer
    const { host, onError } = this.#options
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
    const { host, maxBytes, mayTruncate, onEnd, onError } = this.#options
    const length = this.#body.length + chunk.length
    const maxPlausibleBytes = maxRatio * (this.#layers[0]?.stream.bytesWritten ?? length)
    if (length > maxBytes && !mayTruncate) onError(tooLong(host, maxBytes))
    else if (length <= maxBytes && length > Math.max(ratioExemptBytes, maxPlausibleBytes))
      onError(ratioTooHigh(host))
    else {
      this.#body.append(chunk)
      if (length > maxBytes) onEnd(this.#body.read().subarray(0, maxBytes), false)
    }
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
