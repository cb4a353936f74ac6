import { z } from 'zod'
import { abortedBy, untilSignal } from '../async/index.js'
import { ValidationError } from '../errors/index.js'
import { type CallOptions, defined, type OptionsShape, parseOptions, signalOption } from '../options/index.js'
import type { DumpedRow } from '../ports/index.js'
import {
  type BackupSource,
  type BackupSummary,
  readBackup,
  refusedBackup,
} from '../runtime/backup-format/index.js'
import { type BackupOptions, exportRows, type Runtime, untilAborted } from '../runtime/index.js'
import { systemClock } from '../time/index.js'
import { createRowCheck, type RowConditions } from './check-rows.js'
import { findTakenIds } from './taken-ids.js'

/** Options of importing a backup. */
export interface BackupImportOptions extends CallOptions {
  /**
   * The only owner whose rows may be imported: for a file that a person brings, such as their own export. A row of anybody
   * else is refused. @default every owner
   */
  readonly ownerId?: string
}

/** Backups of the whole storage. */
export interface Backups {
  /**
   * Exports everything as of one moment, as a stream of NDJSON: for `pipeline` into a file or an HTTP response. A backup
   * holds the data of every owner, so protect it like the storage itself.
   *
   * @throws `ValidationError` when an option is wrong, and an error of code `ABORTED` when `signal` fires or Telltale
   * closes meanwhile.
   */
  export(options?: BackupOptions): AsyncIterable<Uint8Array>
  /**
   * Imports a backup, an owner's export or an archive, all or none. The source is first read to its end to verify it: its
   * seal, and each row by the checks that the services make when they store one. Rows that exist already are replaced, and
   * others stay. Imported monitors and products are scheduled. Resolves to a summary.
   *
   * @param source - opens the backup from the beginning; it is called twice.
   * @throws `ValidationError`, with nothing imported, when it is cut short, damaged, no backup, of a newer version, not
   *   sealed with `backup.key`, or holds a row that is not valid, with its line, table and field; `ConflictError` when a
   *   unique key is taken by another record: import into an empty storage.
   */
  import(source: BackupSource, options?: BackupImportOptions): Promise<BackupSummary>
  /** Verifies a backup as `import` does, without importing it. Resolves to a summary. */
  verify(source: BackupSource, options?: BackupImportOptions): Promise<BackupSummary>
}

const optionsSchema = z.strictObject({
  ownerId: z.string().exactOptional(),
  signal: signalOption.optional(),
} satisfies OptionsShape<BackupImportOptions>)

/** The parts that a backup service gets from the others. */
export interface BackupParts extends Pick<RowConditions, 'schemas'> {
  /** Returns the name of an owner, or throws when it is not one. */
  checkOwner(ownerId: string): string
  /** Schedules the records that were imported. */
  onImported(): Promise<void>
}

/** A backup to read, with the checked options. */
interface Reading extends Pick<BackupImportOptions, 'ownerId'> {
  readonly source: BackupSource
  readonly signal: AbortSignal
}

/** Makes the backup service. */
export function createBackups(runtime: Runtime, { schemas, checkOwner, onImported }: BackupParts): Backups {
  const { storage, clock, backupKey } = runtime
  const isOwner = (name: unknown): boolean => {
    try {
      return checkOwner(name as string) === name
    } catch {
      return false
    }
  }
  /** Reads a backup to its end, and checks each row. */
  const verify = async (
    { source, ownerId, signal }: Reading,
    each?: (dumped: DumpedRow) => Promise<void> | undefined,
  ): Promise<BackupSummary> => {
    // Places of the pace of shops are in the machine's time, whatever the host's clock is.
    const now = Math.max(clock.now(), systemClock.now())
    const check = createRowCheck({ schemas, isOwner, now, ...defined({ ownerId }) })
    const rows = readBackup(source, backupKey)
    try {
      for (let line = 2; ; line++) {
        const next = await rows.next()
        if (next.done) return next.value
        if (signal.aborted) throw abortedBy(signal)
        check(next.value, line)
        await each?.(next.value)
      }
    } finally {
      // Closes the source of a backup that is refused.
      await rows.return(undefined as never)
    }
  }
  const read = (
    source: BackupSource,
    options: BackupImportOptions,
    work: (reading: Reading) => Promise<BackupSummary>,
  ): Promise<BackupSummary> =>
    runtime.run(() => {
      checkSource(source)
      const { ownerId, signal: given } = parseOptions('telltale.backup', optionsSchema, options)
      if (ownerId !== undefined) checkOwner(ownerId)
      return runtime.abortable(given, (signal) => work({ source, signal, ...defined({ ownerId }) }))
    })
  return {
    export: (options = {}) => exportRows(runtime, 'telltale.backup.export', options),
    verify: (source, options = {}) =>
      read(source, options, (reading) => untilSignal(reading.signal, verify(reading))),
    import: (source, options = {}) =>
      read(source, options, async (reading) => {
        await storage.migrate()
        const taken = findTakenIds(runtime)
        const summary = await untilSignal(reading.signal, verify(reading, taken.add))
        await taken.end()
        await storage.load(untilAborted(sameRows(source, summary, backupKey), reading))
        await onImported()
        return summary
      }),
  }
}

function checkSource(source: unknown): void {
  if (typeof source === 'function') return
  const message = 'expected a function that opens the backup, such as () => createReadStream(file)'
  throw new ValidationError('telltale.backup', [{ path: 'source', message }])
}

/** Yields the rows of a backup that was verified before, and throws at the end when it has changed since. */
async function* sameRows(
  source: BackupSource,
  { sha256 }: BackupSummary,
  key: Runtime['backupKey'],
): AsyncGenerator<DumpedRow, void> {
  const found = yield* readBackup(source, key)
  if (found.sha256 !== sha256) throw refusedBackup('was changed while it was read')
}
