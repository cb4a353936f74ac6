import { StorageError } from '../errors/index.js'
import type { DumpedRow } from '../ports/index.js'
import { gzipped, writeBackup } from './backup-format/index.js'
import { untilAborted } from './export-rows.js'
import type { Runtime } from './runtime.js'

/** The rows of a series that are older than a time. */
interface OldRows {
  /** The name of the series. */
  readonly table: string
  readonly before: number
  /** Ends the archive in an error. */
  readonly signal: AbortSignal
}

/**
 * Hands old rows to the host's archive writer, where there is a writer and there are rows.
 *
 * @throws `StorageError` when the writer did not read all of them, and whatever the writer rejects with.
 */
export async function archiveOldRows(runtime: Runtime, { table, before, signal }: OldRows): Promise<void> {
  const { archive } = runtime.retention
  if (!archive) return
  const rows = runtime.storage.dump({ series: { name: table, before } })[Symbol.asyncIterator]()
  const first = await rows.next()
  if (first.done) return
  let isRead = false
  const content = async function* () {
    const about = { createdAt: runtime.clock.now(), series: { name: table, before } }
    yield* gzipped(
      writeBackup(
        untilAborted(startedWith(first.value, rows), { closing: signal }),
        about,
        runtime.backupKey,
      ),
    )
    isRead = true
  }
  const name = `${table}-before-${new Date(before).toISOString().replace(/[:.]/g, '-')}.ndjson.gz`
  try {
    await archive({ name, table, before, content: content() })
  } finally {
    await rows.return?.()
  }
  if (!isRead)
    throw new StorageError(`the archive of ${table} was not read to its end, so nothing of it is dropped`)
}

/** Gives a row that was taken already, then the rest, and ends the iterator when the loop is left. */
async function* startedWith(
  first: DumpedRow,
  rest: AsyncIterator<DumpedRow>,
): AsyncGenerator<DumpedRow, void> {
  try {
    yield first
    for (let next = await rest.next(); !next.done; next = await rest.next()) yield next.value
  } finally {
    await rest.return?.()
  }
}
