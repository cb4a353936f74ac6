import { resolve } from 'node:path'
import type { Duration } from '@telltale/core'
import { durationOption, type OptionsShape, parseOptions, type Storage } from '@telltale/core/ports'
import { z } from 'zod'
import { fileKeeper } from './file-persistence.js'
import { noKeeper } from './persistence.js'
import { createStorage } from './storage.js'

/** How a memory storage outlives its process. */
export interface MemoryStorageOptions {
  /**
   * The file that a snapshot is kept in, for this storage alone; its folder must exist. It is read at the first use, and
   * refused with a `StorageError` of code `STORAGE_DAMAGED` unless it is whole. @default none: all ends with the process
   */
  readonly file?: string
  /**
   * How long after a change a snapshot is begun, at most a day: what a crash can lose, beside the time that writing one
   * takes. @default '1s'
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
  return createStorage(file === undefined ? noKeeper : fileKeeper(resolve(file), snapshotEvery))
}
