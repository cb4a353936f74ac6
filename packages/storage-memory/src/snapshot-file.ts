import type { BigIntStats } from 'node:fs'
import { type FileHandle, open, rename, rm, stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import { StorageError, TelltaleError } from '@telltale/core'
import { DamagedSnapshot, readSnapshotText, snapshotText } from './snapshot-format.js'
import { State } from './state.js'

/** The identity of one version of a file: inode, size and time of its last change. */
export type FileIdentity = `${bigint} ${bigint} ${bigint}`

const identityOf = ({ ino, size, mtimeNs }: BigIntStats): FileIdentity => `${ino} ${size} ${mtimeNs}`

const messageOf = (cause: unknown): string => (cause instanceof Error ? cause.message : String(cause))

const isMissing = (cause: unknown): boolean => Object(cause).code === 'ENOENT'

/** The content of a snapshot file. Empty, and without an identity, when there is no file yet. */
export interface ReadSnapshot {
  readonly state: State
  /** Identifies the version of the file that was read. */
  readonly identity: FileIdentity | undefined
}

/**
 * Reads a snapshot file.
 *
 * @throws `StorageError` when it cannot be read, of code `STORAGE_DAMAGED` when it is not a whole snapshot.
 */
export async function readSnapshot(file: string): Promise<ReadSnapshot> {
  try {
    const handle = await openIfPresent(file)
    if (!handle) return { state: new State(), identity: undefined }
    try {
      const stats = await handle.stat({ bigint: true })
      if (!stats.isFile()) throw new DamagedSnapshot('is no regular file')
      const state = await readSnapshotText(handle.createReadStream({ autoClose: false }))
      return { state, identity: identityOf(stats) }
    } finally {
      await handle.close()
    }
  } catch (cause) {
    if (cause instanceof DamagedSnapshot)
      throw new StorageError(
        `the snapshot file ${file} ${cause.message}; it is left as it is: restore it from a backup, or name another file`,
        { damaged: true, cause },
      )
    throw new StorageError(`could not read the snapshot file ${file}: ${messageOf(cause)}`, { cause })
  }
}

/** Opens a file that may be missing. Its folder must exist, since a snapshot could not be written otherwise. */
async function openIfPresent(file: string): Promise<FileHandle | undefined> {
  try {
    return await open(file, 'r')
  } catch (cause) {
    if (!isMissing(cause)) throw cause
    await stat(dirname(file))
    return undefined
  }
}

/**
 * Writes a snapshot to a temporary file and renames it, so that there is always a complete one: the old or the new. Only
 * the user of the process may read the file, since it holds the data of many owners.
 *
 * @param known - the version of the file to replace. Any other version is left alone.
 * @throws `StorageError` that is `retryable` when it cannot be written.
 */
export async function writeSnapshot(
  file: string,
  state: State,
  known: FileIdentity | undefined,
): Promise<FileIdentity> {
  const temporary = `${file}.tmp`
  try {
    await checkUnchanged(file, known)
    const written = await writeAndSync(temporary, snapshotText(state.dump()))
    await checkUnchanged(file, known)
    await rename(temporary, file)
    await syncFolder(dirname(file))
    return written
  } catch (cause) {
    await rm(temporary, { force: true }).catch(() => undefined)
    if (TelltaleError.is(cause)) throw cause
    throw unwritable(file, cause)
  }
}

/** Makes the error of a snapshot file that cannot be written. */
export const unwritable = (file: string, cause: unknown): StorageError =>
  new StorageError(`could not write the snapshot file ${file}: ${messageOf(cause)}`, {
    retryable: true,
    cause,
  })

async function writeAndSync(file: string, text: Iterable<string>): Promise<FileIdentity> {
  await rm(file, { force: true })
  const handle = await open(file, 'wx', 0o600)
  try {
    for (const chunk of text) await handle.appendFile(chunk)
    await handle.sync()
    return identityOf(await handle.stat({ bigint: true }))
  } finally {
    await handle.close()
  }
}

/**
 * Checks that a file is the version that is known.
 *
 * @throws `StorageError` when somebody else wrote it.
 */
export async function checkUnchanged(file: string, known: FileIdentity | undefined): Promise<void> {
  const found = await stat(file, { bigint: true }).catch((cause) => {
    if (isMissing(cause)) return undefined
    throw cause
  })
  if (found && identityOf(found) !== known)
    throw new StorageError(
      `the snapshot file ${file} was written by somebody else meanwhile, and is left as it is: give each storage a file of its own`,
    )
}

/**
 * Makes the rename survive a power failure. Where a system cannot do so, the old snapshot may come back, which is complete
 * too.
 */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r').catch(() => undefined)
  await handle?.sync().catch(() => undefined)
  await handle?.close()
}
