import type { Transform } from 'node:stream'
import zlib from 'node:zlib'
import { AdapterError } from '../../errors/index.js'
import { defined } from '../../options/index.js'

/** A stream that unpacks, and counts what it has taken in so far. */
type Unpacking = Transform & { readonly bytesWritten: number }

/** zstd, where this Node has it: from 22.15 on. */
const { createZstdDecompress } = zlib as { createZstdDecompress?: (options: zlib.ZlibOptions) => Unpacking }

/** The content codings that {@link Unpacker} understands. */
export const acceptedEncodings = createZstdDecompress ? 'gzip, deflate, br, zstd' : 'gzip, deflate, br'

/** As browsers do, what can be read of a stream that lacks its end is taken: many a server forgets the trailer. */
const lenient = { finishFlush: zlib.constants.Z_SYNC_FLUSH, chunkSize: 65_536 }
const lenientBrotli = { finishFlush: zlib.constants.BROTLI_OPERATION_FLUSH, chunkSize: 65_536 }

const unpackers: Readonly<Record<string, (first: Buffer) => Unpacking>> = {
  gzip: () => zlib.createGunzip(lenient),
  'x-gzip': () => zlib.createGunzip(lenient),
  br: () => zlib.createBrotliDecompress(lenientBrotli),
  // The standard means zlib's format (its first byte ends in 8), yet some servers send the bare stream.
  deflate: ([first = 8]) =>
    (first & 0x0f) === 8 ? zlib.createInflate(lenient) : zlib.createInflateRaw(lenient),
  ...defined({ zstd: createZstdDecompress ? () => createZstdDecompress({ chunkSize: 65_536 }) : undefined }),
}

/** How often a body may be packed one inside the other. */
const mostCodings = 3

/** How many times its size on the wire a body may unpack to. */
const mostRatio = 200

/** What is unpacked whatever the ratio is: short and repetitive bodies pack well without meaning harm. */
const alwaysBelievedBytes = 2 ** 20

/** What an {@link Unpacker} is made of. */
export interface UnpackerOptions {
  /** Whom the body comes from, for messages. */
  readonly host: string
  /** The `content-encoding` of the answer. */
  readonly encoding: string
  /** The most bytes that the body may unpack to. */
  readonly maxBytes: number
  /** Of a longer body, whether the beginning will do. */
  readonly beginningOnly: boolean
  /** Called once; `isWhole` unless the beginning is all that is read. */
  onEnd(body: Buffer, isWhole: boolean): void
  onError(error: AdapterError): void
}

/**
 * Unpacks a body while it comes. Stops as soon as it is too long, or much longer than what it was unpacked from, so that
 * a small one that unpacks into gigabytes costs a megabyte.
 */
export class Unpacker {
  readonly #options: UnpackerOptions
  /** The names of the codings, the one that was applied last first. */
  readonly #codings: readonly string[]
  readonly #streams: Unpacking[] = []
  readonly #chunks: Buffer[] = []
  #length = 0

  /** @throws `AdapterError` when the body is packed too often, or in a way that nobody asked for. */
  constructor(options: UnpackerOptions) {
    const { host, encoding } = options
    this.#options = options
    this.#codings = encoding
      .toLowerCase()
      .split(',')
      .map((name) => name.trim())
      .filter((name) => name !== '' && name !== 'identity')
      .reverse()
    const unknown = this.#codings.find((name) => !unpackers[name])
    const count = this.#codings.length
    if (count > mostCodings)
      throw new AdapterError(`the answer of ${host} is packed ${count} times, more than ${mostCodings}`)
    if (unknown !== undefined)
      throw new AdapterError(
        `${host} answers in the content coding '${unknown}'; only ${acceptedEncodings} were asked for`,
      )
  }

  write(chunk: Buffer): void {
    this.#feed(0, chunk)
  }

  /** Says that all of it has come; `onEnd` follows once it is unpacked. */
  end(): void {
    this.#finish(0)
  }

  /** Lets go of everything; nothing is called after it. */
  destroy(): void {
    for (const stream of this.#streams) stream.removeAllListeners('data').removeAllListeners('end').destroy()
  }

  #feed(layer: number, chunk: Buffer): void {
    const coding = this.#codings[layer]
    if (coding === undefined) this.#keep(chunk)
    else (this.#streams[layer] ?? this.#open(layer, coding, chunk)).write(chunk)
  }

  #open(layer: number, coding: string, first: Buffer): Unpacking {
    const stream = unpackers[coding]?.(first) as Unpacking
    this.#streams[layer] = stream
    const { host, onError } = this.#options
    return stream
      .on('data', (chunk: Buffer) => this.#feed(layer + 1, chunk))
      .on('end', () => this.#finish(layer + 1))
      .on('error', (cause) => {
        onError(new AdapterError(`the answer of ${host} says it is ${coding}, and is not`, { cause }))
      })
  }

  /** An empty body has nothing to unpack. */
  #finish(layer: number): void {
    const stream = this.#streams[layer]
    if (stream) stream.end()
    else this.#options.onEnd(Buffer.concat(this.#chunks, this.#length), true)
  }

  #keep(chunk: Buffer): void {
    const { host, maxBytes, beginningOnly, onEnd, onError } = this.#options
    this.#length += chunk.length
    const believableBytes = mostRatio * (this.#streams[0]?.bytesWritten ?? this.#length)
    if (this.#length > maxBytes && beginningOnly)
      onEnd(Buffer.concat([...this.#chunks, chunk], maxBytes), false)
    else if (this.#length > maxBytes) onError(tooLong(host, maxBytes))
    else if (this.#length > Math.max(alwaysBelievedBytes, believableBytes)) onError(tooDense(host))
    else this.#chunks.push(chunk)
  }
}

const tooDense = (host: string): AdapterError =>
  new AdapterError(`the answer of ${host} unpacks to more than ${mostRatio} times its size`)

/** Returns the error of a body that is longer than it may be. */
export const tooLong = (host: string, maxBytes: number): AdapterError =>
  new AdapterError(`the answer of ${host} is longer than ${maxBytes} bytes`)
