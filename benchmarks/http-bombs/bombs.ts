import { brotliCompressSync, constants, deflateSync, gzipSync } from 'node:zlib'

/** A body that unpacks to far more than it is. */
export interface Bomb {
  readonly encoding: string
  readonly bytes: Buffer
}

const packers: Record<string, (bytes: Buffer) => Buffer> = {
  gzip: (bytes) => gzipSync(bytes, { level: 9 }),
  deflate: (bytes) => deflateSync(bytes, { level: 9 }),
  // A low quality packs nothing but zeros as well, and a hundred times as fast.
  br: (bytes) => brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 2 } }),
}

/** Nothing, so often packed by gzip as there are megabytes: members that stand one after the other are one file. */
function zeros(megabytes: number): Buffer {
  const member = gzipSync(Buffer.alloc(2 ** 20), { level: 9 })
  return Buffer.concat(Array.from({ length: megabytes }, () => member))
}

/** Packs so many megabytes of nothing by gzip, and then by each of the other codings in turn. */
export function gzipBomb(megabytes: number, ...codings: readonly string[]): Bomb {
  const bytes = codings.reduce((packed, coding) => packers[coding]?.(packed) ?? packed, zeros(megabytes))
  return { encoding: ['gzip', ...codings].join(', '), bytes }
}

/** Packs so many megabytes of nothing by one coding. */
export const plainBomb = (megabytes: number, coding: string): Bomb => ({
  encoding: coding,
  bytes: packers[coding]?.(Buffer.alloc(megabytes * 2 ** 20)) ?? Buffer.alloc(0),
})
