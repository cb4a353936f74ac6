import { State } from './state.js'

/** Where what is stored comes from at the first use, and is kept from then on. */
export interface Keeper {
  /** @throws `StorageError` when there is something that cannot be read. */
  load(): Promise<State>
  /** @throws `StorageError` while what is stored cannot be kept, so that no more is taken on. */
  mustBeAbleToKeep(): void
  /** Takes notice of what is stored now, and sees to it that it is kept before long. */
  keep(state: State): void
  /** Resolves when everything is kept. */
  finish(): Promise<void>
}

/** Keeps nothing beyond the process. */
export const noKeeper: Keeper = {
  load: async () => new State(),
  mustBeAbleToKeep: () => undefined,
  keep: () => undefined,
  finish: async () => undefined,
}
