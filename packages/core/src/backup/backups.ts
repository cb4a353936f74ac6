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

/** Takes a whole storage out, and puts it into the same or another one. */
export interface Backups {
  /**
   * Gives everything as it stands at one moment, as NDJSON, some at a time: for `pipeline` into a file, or into an
   * answer. Everything there is means every owner's: keep it as you keep the storage itself.
   *
   * @throws `ValidationError` when an option is wrong, and an error of code `ABORTED` when Telltale closes meanwhile.
   */
  export(options?: BackupOptions): AsyncIterable<Uint8Array>
  /**
   * Reads a backup, an owner's export or an archive to its end, and then puts it in, all or none: what is there already
   * is replaced, what else there is stays. What was put in is watched from now on. Resolves to what it held.
   *
   * @param source - gives the bytes from the beginning, each of the two times it is called.
   * @throws `ValidationError`, with nothing put in, when it is cut short, damaged, no backup, or of a newer version;
   *   `ConflictError` when a unique key is taken by another record: import into an empty storage.
   */
  import(source: BackupSource): Promise<BackupSummary>
  /** Reads a backup to its end as `import` does, and puts nothing in. Resolves to what it holds. */
  verify(source: BackupSource): Promise<BackupSummary>
}

/** Makes the backups of a Telltale; `onImported` is told when records have come in that are to be watched. */
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

/** The rows of a backup, each of a table of Telltale's own as its definition has it. A host's tables know theirs. */
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

/** The rows of a backup that was read before; ends in an error when it is no longer the same. */
async function* sameRows(source: BackupSource, { sha256 }: BackupSummary): AsyncGenerator<DumpedRow, void> {
  const found = yield* readBackup(source)
  if (found.sha256 !== sha256) throw refusedBackup('was changed while it was read')
}
