import { promisify, TextDecoder } from 'node:util'
import { brotliDecompress, gunzip, inflate, inflateRaw } from 'node:zlib'
import { CheckError } from '../probing/check-error.js'
import type { ProbeResponse } from './response.js'

type Decode = (body: Buffer, limits: { readonly maxOutputLength: number }) => Promise<Buffer>

const [fromGzip, fromZlib, fromDeflate, fromBrotli] = [
  promisify(gunzip),
  promisify(inflate),
  promisify(inflateRaw),
  promisify(brotliDecompress),
] as unknown as readonly [Decode, Decode, Decode, Decode]

/** The decoders of content codings (RFC 9110, section 8.4.1). Many servers send a `deflate` without its frame. */
const decoders: Readonly<Record<string, Decode | undefined>> = {
  gzip: fromGzip,
  'x-gzip': fromGzip,
  br: fromBrotli,
  deflate: (body, limits) => (hasZlibFrame(body) ? fromZlib(body, limits) : fromDeflate(body, limits)),
}

/** Checks for the frame of zlib (RFC 1950, section 2.2). */
const hasZlibFrame = (body: Buffer): boolean =>
  body.length > 1 && (body[0] ?? 0) % 16 === 8 && body.readUInt16BE(0) % 31 === 0

/** The maximum number of codings of one body. */
const maxCodings = 3

/**
 * Returns the body of a response as a text, whatever it was compressed with.
 *
 * @param maxBytes - the maximum size of the body, also when it is decompressed.
 * @throws {@link CheckError} when it is longer, or in a coding that is not known.
 */
export async function bodyText({ body, headers }: ProbeResponse, maxBytes: number): Promise<string> {
  const codings = (headers['content-encoding'] ?? '')
    .toLowerCase()
    .split(',')
    .map((coding) => coding.trim())
    .filter((coding) => coding !== '' && coding !== 'identity')
  let bytes = body
  for (const coding of codings.toReversed()) {
    const decode = codings.length <= maxCodings ? decoders[coding] : undefined
    if (!decode)
      throw new CheckError('assertion', `the body cannot be read: it is encoded as ${codings.join(', ')}`)
    bytes = bytes.length === 0 ? bytes : await decoded(bytes, coding, decode, maxBytes)
  }
  const [, charset = 'utf-8'] = /charset="?([\w-]+)/i.exec(headers['content-type'] ?? '') ?? []
  return decoderOf(charset).decode(bytes)
}

async function decoded(body: Buffer, coding: string, decode: Decode, maxBytes: number): Promise<Buffer> {
  try {
    return await decode(body, { maxOutputLength: maxBytes })
  } catch (cause) {
    if (isTooLong(cause))
      throw new CheckError('too-large', `the body is longer than ${maxBytes} bytes when decompressed`)
    throw new CheckError('protocol', `the body is not the ${coding} that it says it is`)
  }
}

const isTooLong = (cause: unknown): boolean =>
  cause instanceof Error && 'code' in cause && cause.code === 'ERR_BUFFER_TOO_LARGE'

function decoderOf(charset: string): TextDecoder {
  try {
    return new TextDecoder(charset)
  } catch {
    return new TextDecoder()
  }
}
