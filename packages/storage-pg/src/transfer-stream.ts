import { createWriteStream } from 'node:fs'
import { mkdtemp, open, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PassThrough } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { DumpedRow } from '@telltale/core/ports'

/** Reads batches of rows where only `session` can, and hands them on until that is done. */
export type ReadWithin<Session> = (read: (session: Session) => Promise<void>) => Promise<void>

/**
 * Gives rows while the transaction that reads them goes on: it waits whenever nobody takes them, and ends when they are
 * left.
 *
 * @param within - runs the reading in a transaction.
 * @param ending - ends it with its reason, also while nobody takes any more.
 */
export async function* streamWithin<Session>(
  within: ReadWithin<Session>,
  read: (session: Session) => AsyncIterable<readonly DumpedRow[]>,
  ending: AbortSignal,
): AsyncGenerator<DumpedRow, void> {
  const batches = new PassThrough({ objectMode: true, highWaterMark: 1 })
  const reading = within((session) => pipeline(read(session), batches, { signal: ending }))
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

/** Line ends that JSON leaves as they are in texts, and that would end a line here. */
const escaped = (text: string): string =>
  text.replace(/[\u2028\u2029]/g, (end) => (end === '\u2028' ? '\\u2028' : '\\u2029'))

async function* linesOf(rows: AsyncIterable<DumpedRow> | Iterable<DumpedRow>): AsyncGenerator<string> {
  for await (const row of rows) yield `${escaped(JSON.stringify(row))}\n`
}

/**
 * Puts rows into a temporary file, and hands `use` what reads them from there: whoever makes them is done by then, and
 * memory holds only some.
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

/** Gives rows once all of them were read, from a temporary file. */
export const spooled = (rows: AsyncIterable<DumpedRow>, ending: AbortSignal): AsyncIterable<DumpedRow> =>
  streamWithin<AsyncIterable<DumpedRow>>(
    (read) => withSpool(rows, read),
    async function* (lines) {
      for await (const row of lines) yield [row]
    },
    ending,
  )
