import { promisify } from 'node:util'
import zlib from 'node:zlib'
import { AdapterError } from '../errors/index.js'

type Decompress = (bytes: Buffer, options: zlib.ZlibOptions) => Promise<Buffer>

/** zstd, where this Node has it: from 22.15 on. */
const { zstdDecompress } = zlib as { zstdDecompress?: typeof zlib.gunzip }
const unzstd: Decompress | undefined = zstdDecompress && promisify(zstdDecompress)

/** The content codings that {@link unpackBody} understands. */
export const acceptedEncodings = unzstd ? 'gzip, deflate, br, zstd' : 'gzip, deflate, br'

const [gunzip, inflate, inflateRaw] = [
  promisify(zlib.gunzip),
  promisify(zlib.inflate),
  promisify(zlib.inflateRaw),
]
const unbrotli = promisify(zlib.brotliDecompress)

type Decode = (bytes: Buffer, limits: { readonly maxOutputLength: number }) => Promise<Buffer>

/** As browsers do, what can be read of a stream that lacks its end is taken: many a server forgets the trailer. */
const lenient = { finishFlush: zlib.constants.Z_SYNC_FLUSH, chunkSize: 65_536 }
const lenientBrotli = { finishFlush: zlib.constants.BROTLI_OPERATION_FLUSH, chunkSize: 65_536 }

const decodeGzip: Decode = (bytes, limits) => gunzip(bytes, { ...lenient, ...limits })

const decoders: Readonly<Record<string, Decode>> = {
  gzip: decodeGzip,
  'x-gzip': decodeGzip,
  br: (bytes, limits) => unbrotli(bytes, { ...lenientBrotli, ...limits }),
  // The standard means zlib's format (its first byte ends in 8), yet some servers send the bare stream.
  deflate: (bytes, limits) =>
    ((bytes[0] ?? 8) & 0x0f) === 8
      ? inflate(bytes, { ...lenient, ...limits })
      : inflateRaw(bytes, { ...lenient, ...limits }),
  ...(unzstd && { zstd: (bytes, limits) => unzstd(bytes, { chunkSize: 65_536, ...limits }) }),
}

/** How often a body may be packed one inside the other. */
const mostCodings = 3

/** How many times its size on the wire a body may unpack to. */
const mostRatio = 200

/** What is unpacked whatever the ratio is: short and repetitive bodies pack well without meaning harm. */
const alwaysBelievedBytes = 2 ** 20

/** How a body is unpacked. */
export interface BodyOptions {
  /** Whom the body comes from, for messages. */
  readonly host: string
  /** The `content-encoding` of the answer. */
  readonly encoding: string | undefined
  /** The most bytes that it may unpack to. */
  readonly maxBytes: number
}

/**
 * Returns a body, decompressed. Stops as soon as it is too long, so that a small one that unpacks into a large one
 * costs no more memory than twice `maxBytes`.
 *
 * @throws `AdapterError` when the body is too long, unpacks to far more than it was, is packed too often, or is not what its content coding says.
 */
export async function unpackBody(packed: Buffer, options: BodyOptions): Promise<Buffer> {
  const { host, encoding = '', maxBytes } = options
  if (encoding === '' || packed.length === 0) return packed
  const codings = encoding
    .toLowerCase()
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '' && name !== 'identity')
  if (codings.length > mostCodings)
    throw new AdapterError(
      `the answer of ${host} is packed ${codings.length} times, more than ${mostCodings}`,
    )
  let bytes = packed
  const believableBytes = Math.max(alwaysBelievedBytes, mostRatio * packed.length)
  const maxOutputLength = Math.min(maxBytes, believableBytes)
  for (const coding of codings.reverse()) {
    bytes = await decoderOf(coding, host)(bytes, { maxOutputLength }).catch(
      (cause: NodeJS.ErrnoException) => {
        if (cause.code === 'ERR_BUFFER_TOO_LARGE')
          throw maxBytes <= believableBytes ? tooLong(host, maxBytes) : tooDense(host)
        throw new AdapterError(`the answer of ${host} says it is ${coding}, and is not`, { cause })
      },
    )
  }
  return bytes
}

function decoderOf(name: string, host: string): Decode {
  const decode = decoders[name]
  if (decode) return decode
  throw new AdapterError(
    `${host} answers in the content coding '${name}'; only ${acceptedEncodings} were asked for`,
  )
}

const tooDense = (host: string): AdapterError =>
  new AdapterError(`the answer of ${host} unpacks to more than ${mostRatio} times its size`)

/** Returns the error of a body that is longer than it may be. */
export const tooLong = (host: string, maxBytes: number): AdapterError =>
  new AdapterError(`the answer of ${host} is longer than ${maxBytes} bytes`)
