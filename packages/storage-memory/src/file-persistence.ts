import { StorageError, TelltaleError } from '@telltale/core'
import { type HeldLock, takeLock } from '@telltale/core/ports'
import type { Persistence } from './persistence.js'
import {
  checkUnchanged,
  type FileIdentity,
  readSnapshot,
  unwritable,
  writeSnapshot,
} from './snapshot-file.js'
import type { State } from './state.js'

/**
 * Saves a storage to a snapshot file, some time after each change. When writing the file fails, it is tried again and
 * again, and changes are refused until it succeeds.
 */
export class FilePersistence implements Persistence {
  readonly #file: string
  readonly #intervalMs: number
  #savedFile: FileIdentity | undefined
  #savedChange = 0
  #state: State | undefined
  #timer: NodeJS.Timeout | undefined
  #saving: Promise<void> | undefined
  #failure: StorageError | undefined
  #lock: Promise<HeldLock> | undefined

  /**
   * @param file - the path of the snapshot file.
   * @param intervalMs - the time from a change to the beginning of its snapshot.
   */
  constructor(file: string, intervalMs: number) {
    this.#file = file
    this.#intervalMs = intervalMs
  }

  async load(): Promise<State> {
    const { state, identity } = await readSnapshot(this.#file)
    this.#savedFile = identity
    this.#savedChange = state.lastChange
    return state
  }

  async prepareWrite(): Promise<void> {
    const failure = this.#failure
    if (failure)
      throw new StorageError(`nothing can be stored until the snapshot can be written: ${failure.message}`, {
        retryable: failure.retryable,
        cause: failure,
      })
    this.#lock ??= this.#takeLock().catch((cause) => {
      this.#lock = undefined
      throw cause
    })
    await this.#lock
  }

  /** Takes the lock of the file, which must still be as it was read. */
  async #takeLock(): Promise<HeldLock> {
    let lock: HeldLock | undefined
    try {
      lock = await takeLock(`${this.#file}.lock`, `the snapshot file ${this.#file}`)
      await checkUnchanged(this.#file, this.#savedFile)
      return lock
    } catch (cause) {
      await lock?.release()
      throw TelltaleError.is(cause) ? cause : unwritable(this.#file, cause)
    }
  }

  async release(): Promise<void> {
    const lock = await this.#lock?.catch(() => undefined)
    this.#lock = undefined
    await lock?.release()
  }

  scheduleSave(state: State): void {
    this.#state = state
    this.#startTimer()
  }

  async flush(): Promise<void> {
    await this.#saving
    if (!this.#isSaved()) await this.#save()
    if (this.#failure) throw this.#failure
  }

  #isSaved(): boolean {
    return this.#state === undefined || this.#state.lastChange === this.#savedChange
  }

  /** Starts the timer of the next save. It keeps the process alive, except after a failed save. */
  #startTimer(): void {
    if (this.#timer || this.#saving || this.#isSaved()) return
    this.#timer = setTimeout(() => this.#save(), this.#intervalMs)
    if (this.#failure) this.#timer.unref()
  }

  #save(): Promise<void> {
    clearTimeout(this.#timer)
    this.#timer = undefined
    this.#saving ??= this.#writeFile().finally(() => {
      this.#saving = undefined
      this.#startTimer()
    })
    return this.#saving
  }

  /** Writes a clone of the state, which does not change meanwhile. */
  async #writeFile(): Promise<void> {
    if (!this.#state) return
    const snapshot = this.#state.clone()
    try {
      this.#savedFile = await writeSnapshot(this.#file, snapshot, this.#savedFile)
      this.#savedChange = snapshot.lastChange
      this.#failure = undefined
    } catch (cause) {
      this.#failure = cause as StorageError
    }
  }
}
