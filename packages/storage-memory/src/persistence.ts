import { State } from './state.js'

/** The place that a storage is loaded from at its first use, and that its changes are saved to. */
export interface Persistence {
  /**
   * Loads the saved state.
   *
   * @throws `StorageError` when there is one that cannot be read.
   */
  load(): Promise<State>
  /**
   * Prepares for a change. The first one takes the place for this storage alone.
   *
   * @throws `StorageError` while changes cannot be saved, so that no more are accepted.
   */
  prepareWrite(): Promise<void>
  /** Schedules a save of the state, which goes on changing. */
  scheduleSave(state: State): void
  /** Saves everything that is not saved yet. */
  flush(): Promise<void>
  /** Leaves the place to other storages. */
  release(): Promise<void>
}

/** The persistence of a storage that ends with its process. */
export const noPersistence: Persistence = {
  load: async () => new State(),
  prepareWrite: async () => undefined,
  scheduleSave: () => undefined,
  flush: async () => undefined,
  release: async () => undefined,
}
