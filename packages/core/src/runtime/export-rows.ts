import { z } from 'zod'
import { abortedBy } from '../async/index.js'
import { TelltaleError } from '../errors/index.js'
import { type CallOptions, defined, type OptionsShape, parseOptions, signalOption } from '../options/index.js'
import type { DumpedRow, DumpOptions } from '../ports/index.js'
import { secretsTable } from '../records/secret-records.js'
import { gzipped, writeBackup } from './backup-format/index.js'
import type { Runtime } from './runtime.js'
import { timeSlices } from './time-slice.js'

/** Options of a backup or an owner's export. */
export interface BackupOptions extends CallOptions {
  /** `true` to compress it as gzip; reading knows both. @default false */
  readonly gzip?: boolean
}

const optionsSchema = z.strictObject({
  gzip: z.boolean().default(false),
  signal: signalOption.optional(),
} satisfies OptionsShape<BackupOptions>)

/**
 * Dumps rows of the storage in the format of a backup.
 *
 * @param call - the function that was called, which begins the message of an error.
 */
export async function* exportRows(
  runtime: Runtime,
  call: string,
  options: BackupOptions,
  which: DumpOptions = {},
): AsyncGenerator<Uint8Array, void> {
  const { gzip, signal } = parseOptions(call, optionsSchema, options)
  const { storage, clock, closing } = runtime
  await runtime.run(() => undefined)
  const about = { createdAt: clock.now(), ...which }
  const rows = untilAborted(withoutSecrets(storage.dump(which)), { closing, ...defined({ signal }) })
  const chunks = writeBackup(rows, about, runtime.backupKey)
  yield* gzip ? gzipped(chunks) : chunks
}

/** Leaves out the secrets: a backup lies about in places that were not made for them. */
async function* withoutSecrets(rows: AsyncIterable<DumpedRow>): AsyncGenerator<DumpedRow, void> {
  for await (const row of rows) if (row.name !== secretsTable.name) yield row
}

/** The signals that end a stream of rows. */
export interface RowsEnd extends CallOptions {
  /** Fires when Telltale begins to close. */
  readonly closing?: AbortSignal
}

/**
 * Passes rows on until a signal fires.
 *
 * @throws `TelltaleError` of code `ABORTED` at the first row after that.
 */
export async function* untilAborted(
  rows: AsyncIterable<DumpedRow>,
  { closing, signal }: RowsEnd,
): AsyncGenerator<DumpedRow, void> {
  const pause = timeSlices()
  for await (const row of rows) {
    await pause()
    if (signal?.aborted) throw abortedBy(signal)
    if (closing?.aborted)
      throw new TelltaleError('Telltale is closing, so what is taken out ends here; begin anew', {
        code: 'ABORTED',
        status: 503,
      })
    yield row
  }
}
