import { StorageError } from '../errors/index.js'
import type { DumpedRow } from '../ports/index.js'
import type { Runtime } from '../runtime/index.js'
import { untilAborted } from './backups.js'
import { gzipped, writeBackup } from './write-backup.js'

/** Which rows are archived, and when that is called off. */
interface OldRows {
  readonly table: string
  readonly before: number
  readonly signal: AbortSignal
}

/**
 * Hands rows of a series that are older than a time to the host's writer, where there is one and there are any.
 *
 * @throws `StorageError` when the writer did not read them all; whatever the writer rejects with.
 */
export async function archiveOlder(runtime: Runtime, { table, before, signal }: OldRows): Promise<void> {
  const { archive } = runtime.retention
  if (!archive) return
  const rows = runtime.storage.dump({ series: { name: table, before } })[Symbol.asyncIterator]()
  const first = await rows.next()
  if (first.done) return
  let isWhole = false
  const all = async function* (): AsyncGenerator<DumpedRow, void> {
    try {
      yield first.value
      for (let next = await rows.next(); !next.done; next = await rows.next()) yield next.value
    } finally {
      await rows.return?.()
    }
  }
  const content = async function* () {
    const about = { createdAt: runtime.clock.now(), series: { name: table, before } }
    yield* gzipped(writeBackup(untilAborted(all(), signal), about))
    isWhole = true
  }
  const name = `${table}-before-${new Date(before).toISOString().replace(/[:.]/g, '-')}.ndjson.gz`
  try {
    await archive({ name, table, before, content: content() })
  } finally {
    await rows.return?.()
  }
  if (!isWhole)
    throw new StorageError(`the archive of ${table} was not read to its end, so nothing of it is dropped`)
}
