import { createWriteStream } from 'node:fs'
import { mkdtemp, open, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PassThrough } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { DumpedRow } from '@telltale/core/ports'

/** Runs a reader of rows within a scope, such as a transaction, that gives it what it reads from. */
export type Scope<Source> = (read: (source: Source) => Promise<void>) => Promise<void>

/**
 * Streams rows while the transaction that reads them is open. It waits while nobody takes rows, and ends when the
 * consumer stops early.
 *
 * @param scope - runs the reader within a transaction.
 * @param read - reads the rows in batches.
 * @param ending - ends the stream with its reason, also while nobody takes rows.
 */
export async function* streamWithin<Source>(
  scope: Scope<Source>,
  read: (source: Source) => AsyncIterable<readonly DumpedRow[]>,
  ending: AbortSignal,
): AsyncGenerator<DumpedRow, void> {
  const batches = new PassThrough({ objectMode: true, highWaterMark: 1 })
  const reading = scope((source) => pipeline(read(source), batches, { signal: ending }))
  const failure = reading.then(
    () => undefined,
    (cause: unknown) => {
      batches.destroy()
      return { cause }
    },
  )
  try {
    for await (const batch of batches as AsyncIterable<readonly DumpedRow[]>) yield* batch
  } catch (cause) {
    const failed = await failure
    throw ending.aborted ? ending.reason : (failed?.cause ?? cause)
  } finally {
    batches.destroy()
    await failure
  }
}

/** Escapes line separators that JSON leaves as they are, and that `readLines` would take for ends of lines. */
const escapeSeparators = (text: string): string =>
  text.replace(/[\u2028\u2029]/g, (end) => (end === '\u2028' ? '\\u2028' : '\\u2029'))

async function* linesOf(rows: AsyncIterable<DumpedRow> | Iterable<DumpedRow>): AsyncGenerator<string> {
  for await (const row of rows) yield `${escapeSeparators(JSON.stringify(row))}\n`
}

/**
 * Writes all rows to a temporary file, then calls `use` with a reader of that file. The source of the rows is finished by
 * then, and memory holds only a few of them.
 */
export async function withSpool<Result>(
  rows: AsyncIterable<DumpedRow> | Iterable<DumpedRow>,
  use: (rows: AsyncIterable<DumpedRow>) => Promise<Result>,
): Promise<Result> {
  const folder = await mkdtemp(join(tmpdir(), 'telltale-rows-'))
  try {
    const path = join(folder, 'rows.ndjson')
    await pipeline(linesOf(rows), createWriteStream(path, { mode: 0o600 }))
    return await use(readLines(path))
  } finally {
    await rm(folder, { recursive: true })
  }
}

async function* readLines(path: string): AsyncGenerator<DumpedRow, void> {
  const file = await open(path)
  try {
    for await (const line of file.readLines()) yield JSON.parse(line)
  } finally {
    await file.close()
  }
}

/** Returns rows by way of a temporary file, so that all of them are read before the first is given. */
export const spooled = (rows: AsyncIterable<DumpedRow>, ending: AbortSignal): AsyncIterable<DumpedRow> =>
  streamWithin<AsyncIterable<DumpedRow>>(
    (read) => withSpool(rows, read),
    async function* (lines) {
      for await (const row of lines) yield [row]
    },
    ending,
  )
