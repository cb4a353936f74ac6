import { mkdir, realpath } from 'node:fs/promises'
import { type HeldLock, takeLock } from '@telltale/core/ports'
import { packageMissing } from './open-once.js'
import type { PgliteLike } from './pglite-driver.js'

/** A database of PGlite that this process opened, with the lock of its folder. */
export interface EmbeddedDatabase {
  readonly pglite: PgliteLike
  /** Closes the database and gives the folder free. */
  close(): Promise<void>
}

/** Places of PGlite that are no folder, and end with the process or belong to a browser. */
const otherPlaces = /^(memory|idb|opfs-ahp):\/\//

/**
 * Opens the database of a folder, which belongs to one process: two of them would destroy each other's files.
 *
 * @throws `StorageError` that names the other process when the folder is in use.
 */
export async function openEmbedded(directory: string): Promise<EmbeddedDatabase> {
  const { PGlite } = await import('@electric-sql/pglite').catch(packageMissing('@electric-sql/pglite'))
  const lock = await lockFolder(directory)
  try {
    const pglite = await PGlite.create(directory)
    return {
      pglite,
      close: async () => {
        await pglite.close()
        await lock?.release()
      },
    }
  } catch (cause) {
    await lock?.release()
    throw cause
  }
}

/** Takes the lock of a folder, whichever way its path is written. */
async function lockFolder(directory: string): Promise<HeldLock | undefined> {
  if (otherPlaces.test(directory)) return undefined
  const folder = directory.replace(/^file:\/\//, '')
  await mkdir(folder, { recursive: true })
  return takeLock(`${await realpath(folder)}.lock`, `the database folder ${folder}`)
}
