import { resolve } from 'node:path'
import type { Duration } from '@telltale/core'
import { durationOption, type OptionsShape, parseOptions, type Storage } from '@telltale/core/ports'
import { z } from 'zod'
import { FilePersistence } from './file-persistence.js'
import { noPersistence } from './persistence.js'
import { createStorage } from './storage.js'

/** The snapshot file of a memory storage. */
export interface MemoryStorageOptions {
  /**
   * The path of the snapshot file, which belongs to this storage alone. Its folder must exist. It is read at the first
   * use. A damaged file is refused with a `StorageError` of code `STORAGE_DAMAGED`.
   * @default none: the content is lost with the process
   */
  readonly file?: string
  /**
   * The time from a change to the beginning of its snapshot, at most a day. A crash can lose the changes of that time
   * and of the time that writing takes. @default '1s'
   */
  readonly snapshotEvery?: Duration
}

const optionsSchema = z.strictObject({
  file: z.string().min(1).optional(),
  snapshotEvery: durationOption({ maxMs: 86_400_000 }).prefault('1s'),
} satisfies OptionsShape<MemoryStorageOptions>)

/**
 * Makes a storage in memory, with an optional snapshot file.
 *
 * @throws `ValidationError` when an option is wrong.
 * @example
 * ```ts
 * import { createTelltale } from '@telltale/core'
 * import { memoryStorage } from '@telltale/storage-memory'
 *
 * const telltale = createTelltale({ storage: memoryStorage({ file: 'telltale.ndjson' }), adapters: [] })
 * ```
 */
export function memoryStorage(options: MemoryStorageOptions = {}): Storage {
  const { file, snapshotEvery } = parseOptions('memoryStorage', optionsSchema, options)
  return createStorage(file === undefined ? noPersistence : new FilePersistence(resolve(file), snapshotEvery))
}
