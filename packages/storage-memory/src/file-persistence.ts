import { StorageError } from '@telltale/core'
import type { Keeper } from './persistence.js'
import { type FileIdentity, readSnapshot, writeSnapshot } from './snapshot-file.js'
import type { State } from './state.js'

/**
 * Keeps what is stored in a snapshot file, which is written again some time after a change. While that fails, it is
 * tried again and again, and no more is taken on.
 */
export function fileKeeper(file: string, everyMs: number): Keeper {
  let known: FileIdentity | undefined
  let latest: State | undefined
  let keptChange = 0
  let timer: NodeJS.Timeout | undefined
  let saving: Promise<void> | undefined
  let failure: StorageError | undefined

  const isAllKept = () => latest === undefined || latest.lastChange === keptChange

  /** Until a snapshot was tried, its timer keeps the process alive: what was stored last is to reach the file. */
  const plan = () => {
    if (timer || saving || isAllKept()) return
    timer = setTimeout(save, everyMs)
    if (failure) timer.unref()
  }
  const save = (): Promise<void> => {
    clearTimeout(timer)
    timer = undefined
    saving ??= write().finally(() => {
      saving = undefined
      plan()
    })
    return saving
  }
  /** A clone stands still while it is written, and what is stored goes on. */
  const write = async () => {
    if (!latest) return
    const moment = latest.clone()
    try {
      known = await writeSnapshot(file, moment, known)
      keptChange = moment.lastChange
      failure = undefined
    } catch (cause) {
      failure = cause as StorageError
    }
  }

  return {
    load: async () => {
      const { state, identity } = await readSnapshot(file)
      known = identity
      keptChange = state.lastChange
      return state
    },
    mustBeAbleToKeep: () => {
      if (failure)
        throw new StorageError(
          `nothing can be stored until the snapshot can be written: ${failure.message}`,
          {
            retryable: failure.retryable,
            cause: failure,
          },
        )
    },
    keep: (state) => {
      latest = state
      plan()
    },
    finish: async () => {
      await saving
      if (!isAllKept()) await save()
      if (failure) throw failure
    },
  }
}
