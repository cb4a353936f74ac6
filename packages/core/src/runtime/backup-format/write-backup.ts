import { createHash } from 'node:crypto'
import { pipeline } from 'node:stream/promises'
import { createGzip } from 'node:zlib'
import type { DumpedRow } from '../../ports/index.js'
import { canonicalJson } from './canonical-json.js'

/** What the first line of every backup says. */
export const backupFormat = { format: 'telltale-backup', version: 1 } as const

/** What a backup holds, as its last line says. */
export interface BackupSummary {
  /** How many records, rows and counters. */
  readonly rows: number
  /** How many of each table, by its name. */
  readonly tables: Readonly<Record<string, number>>
  /** The SHA-256 of all rows, in hexadecimal: storages that hold the same have the same, whatever they are built on. */
  readonly sha256: string
}

/** Small enough that making one holds nobody up, large enough that a backup takes few writes. */
const chunkLength = 65_536

/**
 * Writes rows as a backup: a line that says what it is, a line for each row, and a line with their number and hash. The
 * keys of each line are in order, so that equal rows are equal lines.
 *
 * @param about - what else the first line says.
 */
export async function* writeBackup(
  rows: AsyncIterable<DumpedRow>,
  about: Readonly<Record<string, unknown>>,
): AsyncGenerator<Uint8Array, void> {
  const hash = createHash('sha256')
  const tables: Record<string, number> = {}
  const header = JSON.stringify({ ...backupFormat, ...about })
  let chunk = ''
  let count = 0
  yield Buffer.from(`${header}\n`)
  for await (const { kind, name, row } of rows) {
    chunk += `${canonicalJson({ kind, name, row })}\n`
    tables[name] = (tables[name] ?? 0) + 1
    count++
    if (chunk.length < chunkLength) continue
    const bytes = Buffer.from(chunk)
    hash.update(bytes)
    yield bytes
    chunk = ''
  }
  hash.update(chunk)
  const summary: BackupSummary = { rows: count, tables, sha256: hash.digest('hex') }
  yield Buffer.from(`${chunk}${lastLine(header, summary)}\n`)
}

/** The last line of a backup: what it holds, and a hash of that and of the first line, so that no byte can change. */
export function lastLine(header: string, summary: BackupSummary): string {
  const seal = createHash('sha256')
    .update(`${header}\n${JSON.stringify(summary)}`)
    .digest('hex')
  return JSON.stringify({ ...summary, seal })
}

/** Compresses what is written, as gzip. */
export async function* gzipped(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array, void> {
  const gzip = createGzip()
  const piping = pipeline(chunks, gzip)
  // What fails there comes out of the loop as well.
  piping.catch(() => undefined)
  for await (const chunk of gzip) yield chunk
  await piping
}
