import type { Duration } from '@telltale/core'
import { durationOption, type OptionsShape, parseOptions, type Storage } from '@telltale/core/ports'
import { z } from 'zod'
import { noKeeper } from './keeper.js'
import { createStorage } from './storage.js'

/** How a memory storage outlives its process. */
export interface MemoryStorageOptions {
  /** The file that a snapshot is kept in; its folder must exist. @default none: what is stored ends with the process */
  readonly file?: string
  /** The least time between two snapshots, and so the most that a crash can lose. @default '1s' */
  readonly snapshotEvery?: Duration
}

const optionsSchema = z.strictObject({
  file: z.string().min(1).optional(),
  snapshotEvery: durationOption().prefault('1s'),
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
  parseOptions('memoryStorage', optionsSchema, options)
  return createStorage(noKeeper)
}
