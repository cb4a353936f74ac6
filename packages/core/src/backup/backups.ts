import { ValidationError } from '../errors/index.js'
import {
  type Columns,
  type DumpedRow,
  readRecord,
  readRow,
  recordColumns,
  rowColumns,
} from '../ports/index.js'
import { telltaleTables } from '../records/tables.js'
import {
  type BackupSource,
  type BackupSummary,
  readBackup,
  refusedBackup,
} from '../runtime/backup-format/index.js'
import { type BackupOptions, exportRows, type Runtime } from '../runtime/index.js'

/** Backups of the whole storage. */
export interface Backups {
  /**
   * Exports everything as of one moment, as a stream of NDJSON: for `pipeline` into a file or an HTTP response. A backup
   * holds the data of every owner, so protect it like the storage itself.
   *
   * @throws `ValidationError` when an option is wrong, and an error of code `ABORTED` when Telltale closes meanwhile.
   */
  export(options?: BackupOptions): AsyncIterable<Uint8Array>
  /**
   * Imports a backup, an owner's export or an archive, all or none. The source is first read to its end to verify it. Rows
   * that exist already are replaced, and others stay. Imported monitors and products are scheduled. Resolves to a summary.
   *
   * @param source - opens the backup from the beginning; it is called twice.
   * @throws `ValidationError`, with nothing imported, when it is cut short, damaged, no backup, or of a newer version;
   *   `ConflictError` when a unique key is taken by another record: import into an empty storage.
   */
  import(source: BackupSource): Promise<BackupSummary>
  /** Verifies a backup as `import` does, without importing it. Resolves to a summary. */
  verify(source: BackupSource): Promise<BackupSummary>
}

/** Makes the backup service; `onImported` is called after records were imported, to schedule them. */
export function createBackups(runtime: Runtime, onImported: () => Promise<void>): Backups {
  const verify = async (source: BackupSource): Promise<BackupSummary> => {
    if (typeof source !== 'function')
      throw new ValidationError('telltale.backup', [
        {
          path: 'source',
          message: 'expected a function that opens the backup, such as () => createReadStream(file)',
        },
      ])
    const rows = checkedRows(source)
    for (let next = await rows.next(); ; next = await rows.next()) if (next.done) return next.value
  }
  return {
    export: (options = {}) => exportRows(runtime, 'telltale.backup.export', options),
    verify: (source) => runtime.run(() => verify(source)),
    import: (source) =>
      runtime.run(async () => {
        const summary = await verify(source)
        await runtime.storage.migrate()
        await runtime.storage.load(sameRows(source, summary))
        await onImported()
        return summary
      }),
  }
}

/** Yields the rows of a backup, and checks those of Telltale's own tables against their definitions. */
async function* checkedRows(source: BackupSource): AsyncGenerator<DumpedRow, BackupSummary> {
  const { collections, series } = telltaleTables
  const known = new Map<string, { readonly read: typeof readRow; readonly columns: Columns }>([
    ...collections.map(
      (shape) => [`collection ${shape.name}`, { read: readRecord, columns: recordColumns(shape) }] as const,
    ),
    ...series.map(
      (shape) => [`series ${shape.name}`, { read: readRow, columns: rowColumns(shape) }] as const,
    ),
  ])
  const rows = readBackup(source)
  for (let next = await rows.next(); ; next = await rows.next()) {
    if (next.done) return next.value
    const { kind, name, row } = next.value
    const table = known.get(`${kind} ${name}`)
    try {
      table?.read(name, table.columns, row)
    } catch (cause) {
      throw refusedBackup(
        `holds what this version of Telltale does not know (${(cause as Error).message})`,
        cause,
      )
    }
    yield next.value
  }
}

/** Yields the rows of a backup that was verified before, and throws at the end when it has changed since. */
async function* sameRows(source: BackupSource, { sha256 }: BackupSummary): AsyncGenerator<DumpedRow, void> {
  const found = yield* readBackup(source)
  if (found.sha256 !== sha256) throw refusedBackup('was changed while it was read')
}
