import type { State } from './state.js'

/** How the tables reach what is stored: by itself, or within a transaction. */
export interface Access {
  read<Result>(look: (state: State) => Result): Promise<Result>
  write<Result>(change: (state: State) => Result): Promise<Result>
}
