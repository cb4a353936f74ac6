import { createWriteStream } from 'node:fs'
import { mkdtemp, open, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { addAbortSignal, PassThrough } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { TimeoutError } from '@telltale/core'
import type { DumpedRow } from '@telltale/core/ports'

/**
 * Runs a reader of rows within a scope, such as a transaction, that gives it what it reads from. `left` aborts when nobody
 * takes the rows any more.
 */
export type Scope<Source> = (read: (source: Source) => Promise<void>, left: AbortSignal) => Promise<void>

/** The interval at which a stream checks whether somebody reads it. */
const checkMs = 5_000

/** The limits of a stream. */
export interface StreamLimits {
  /** Ends the stream with its reason, also while nobody takes rows. */
  readonly ending: AbortSignal
  /** The longest time that the reader may take over one row, before the stream ends. */
  readonly maxUnreadMs: number
}

/**
 * Streams rows while the transaction that reads them is open. It waits while nobody takes rows, for a limited time, and
 * ends when the consumer stops early.
 *
 * @param scope - runs the reader within a transaction.
 * @param read - reads the rows in batches.
 */
export async function* streamWithin<Source>(
  scope: Scope<Source>,
  read: (source: Source) => AsyncIterable<readonly DumpedRow[]>,
  { ending, maxUnreadMs }: StreamLimits,
): AsyncGenerator<DumpedRow, void> {
  const batches = addAbortSignal(ending, new PassThrough({ objectMode: true, highWaterMark: 1 }))
  const left = new AbortController()
  batches.once('close', () => left.abort())
  const failure = scope((source) => pipeline(read(source), batches), left.signal).then(
    () => undefined,
    (cause: unknown) => {
      batches.destroy()
      return { cause }
    },
  )
  let givenAt: number | undefined
  const watch = setInterval(() => {
    if (givenAt !== undefined && performance.now() - givenAt > maxUnreadMs) batches.destroy(unreadError())
  }, checkMs).unref()
  try {
    for await (const batch of batches as AsyncIterable<readonly DumpedRow[]>)
      for (const row of batch) {
        givenAt = performance.now()
        yield row
        givenAt = undefined
      }
  } catch (cause) {
    const failed = await failure
    throw ending.aborted ? ending.reason : (failed?.cause ?? cause)
  } finally {
    clearInterval(watch)
    batches.destroy()
    await failure
  }
}

const unreadError = () =>
  new TimeoutError(
    'nobody read on for 60 s, so the export gave its connection back; begin again, and read on faster',
  )

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
    { ending, maxUnreadMs: Number.POSITIVE_INFINITY },
  )
