import { createHash, createHmac } from 'node:crypto'
import { pipeline } from 'node:stream/promises'
import { createGzip } from 'node:zlib'
import { StorageError } from '../../errors/index.js'
import { defined } from '../../options/index.js'
import type { DumpedRow } from '../../ports/index.js'
import type { SecretKey } from '../../secrets/index.js'
import { maxLineBytes } from './backup-lines.js'
import { canonicalJson } from './canonical-json.js'

/** The start of a backup's first line. */
export const backupFormat = { format: 'telltale-backup', version: 1 } as const

/** The name of the seal of a backup that is sealed with the host's key, in its first line. */
export const keyedSeal = 'hmac-sha256'

/** A summary of a backup, as its last line says. */
export interface BackupSummary {
  /** The number of records, rows and counters. */
  readonly rows: number
  /** The number of rows by table. */
  readonly tables: Readonly<Record<string, number>>
  /** The SHA-256 of all rows, in hexadecimal. Storages of equal content have equal hashes, whatever their kind. */
  readonly sha256: string
}

/** The length at which a chunk is written: small enough not to block, large enough for few writes. */
const minChunkChars = 65_536

/**
 * Writes rows as a backup in NDJSON: a header line, a line for each row, and a line with their number and hash. The keys
 * of each line are sorted, so that equal rows are equal lines.
 *
 * @param about - further members of the header.
 * @param key - the key that seals it; a plain hash does when absent.
 */
export async function* writeBackup(
  rows: AsyncIterable<DumpedRow>,
  about: Readonly<Record<string, unknown>>,
  key?: SecretKey,
): AsyncGenerator<Uint8Array, void> {
  const hash = createHash('sha256')
  const tables: Record<string, number> = {}
  const header = JSON.stringify({ ...backupFormat, ...about, ...defined({ seal: key && keyedSeal }) })
  let chunk = ''
  let count = 0
  yield Buffer.from(`${header}\n`)
  for await (const { kind, name, row } of rows) {
    chunk += `${lineOf({ kind, name, row })}\n`
    tables[name] = (tables[name] ?? 0) + 1
    count++
    if (chunk.length < minChunkChars) continue
    const bytes = Buffer.from(chunk)
    hash.update(bytes)
    yield bytes
    chunk = ''
  }
  hash.update(chunk)
  const summary: BackupSummary = { rows: count, tables, sha256: hash.digest('hex') }
  yield Buffer.from(`${chunk}${lastLine(header, summary, key)}\n`)
}

function lineOf(dumped: DumpedRow): string {
  const line = canonicalJson(dumped)
  if (line.length * 3 > maxLineBytes && Buffer.byteLength(line) > maxLineBytes)
    throw new StorageError(
      `a row of ${dumped.name} is longer than the ${maxLineBytes} bytes of a backup's line`,
    )
  return line
}

/**
 * Returns the last line of a backup: its summary, and a seal of the summary and the header, so that no byte can change. With
 * a key nobody else can make the seal.
 */
export function lastLine(header: string, summary: BackupSummary, key?: SecretKey): string {
  const sealing = key === undefined ? createHash('sha256') : createHmac('sha256', key)
  const seal = sealing.update(`${header}\n${JSON.stringify(summary)}`).digest('hex')
  return JSON.stringify({ ...summary, seal })
}

/** Compresses chunks as gzip. */
export async function* gzipped(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array, void> {
  const gzip = createGzip()
  const piping = pipeline(chunks, gzip)
  // The loop throws the same error.
  piping.catch(() => undefined)
  for await (const chunk of gzip) yield chunk
  await piping
}
