import { setImmediate } from 'node:timers/promises'
import { TelltaleError, ValidationError } from '@telltale/core'
import type { Tables } from '@telltale/core/ports'
import pLimit from 'p-limit'
import { Definitions } from './definitions.js'
import type { Persistence } from './persistence.js'
import { State, type StateAccess } from './state.js'
import { memoryTables } from './tables.js'
import { isWithinTransaction, runTransaction } from './transaction.js'
import { maxTurnMs, turns } from './turns.js'

const closedError = (message: string) => new TelltaleError(message, { code: 'CLOSED', status: 503 })

/** The number of waiting writes up to which they take too little time for that. */
const fewWrites = 100

/**
 * The state of a storage, and the order in which it changes. Writes and transactions run one after another, and each
 * changes the state in one step. Reads see the state after the last of them.
 */
export class Database implements StateAccess {
  readonly #persistence: Persistence
  readonly #definitions = new Definitions()
  readonly #writes = pLimit(1)
  #state = new State()
  #loading: Promise<void> | undefined
  #closing: Promise<void> | undefined
  /** The time of the first write in this turn of the event loop. */
  #turnBegan: number | undefined

  constructor(persistence: Persistence) {
    this.#persistence = persistence
  }

  /** The tables outside of any transaction. */
  get tables(): Tables {
    return memoryTables(this.#definitions, this)
  }

  /** Loads the saved state at the first call. */
  async load(): Promise<void> {
    await this.#ready()
  }

  #ready(): Promise<void> {
    if (this.#closing) throw closedError('the storage is closed; make another one')
    this.#loading ??= this.#load()
    return this.#loading
  }

  async #load(): Promise<void> {
    this.#state = await this.#persistence.load()
  }

  async read<Result>(query: (state: State) => Result): Promise<Result> {
    await this.load()
    return query(this.#state)
  }

  async write<Result>(change: (state: State) => Result): Promise<Result> {
    return this.#write(async () => change(this.#state))
  }

  /** Runs work on a clone of the state, which replaces the state unless the work throws. */
  async transaction<Result>(work: (tables: Tables) => Promise<Result>): Promise<Result> {
    return this.#write(() => this.#transact(work))
  }

  /** Inserts dumped rows, all or none. Removes them from the array meanwhile, so that memory holds them once. */
  async restore(reversedRows: unknown[]): Promise<number> {
    return this.#write(async () => {
      const draft = this.#state.clone()
      const count = reversedRows.length
      const pause = turns()
      while (reversedRows.length > 0) {
        draft.restore(reversedRows.pop())
        await pause()
      }
      this.#state = draft
      return count
    })
  }

  /** Saves everything and refuses further calls. After a failure it can be called again. */
  close(): Promise<void> {
    this.#closing ??= this.#finish().catch((cause) => {
      this.#closing = undefined
      throw cause
    })
    return this.#closing
  }

  #finish(): Promise<void> {
    return this.#inTurn(async () => {
      await this.#loading?.catch(() => undefined)
      await this.#persistence.flush()
      await this.#persistence.release()
    })
  }

  async #inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
    if (isWithinTransaction(this))
      throw new ValidationError('storage', [
        { path: '', message: 'within a transaction, expected nothing but its own tables to be written to' },
      ])
    return this.#writes(async () => {
      await this.#yield()
      return work()
    })
  }

  /** Lets other work go first while many writes wait: what they await never leaves the queue of promises. */
  async #yield(): Promise<void> {
    if (this.#turnBegan === undefined) {
      this.#turnBegan = performance.now()
      void setImmediate().then(() => {
        this.#turnBegan = undefined
      })
    } else if (this.#writes.pendingCount > fewWrites && performance.now() - this.#turnBegan > maxTurnMs)
      await setImmediate()
  }

  async #write<Result>(change: () => Promise<Result>): Promise<Result> {
    const loaded = this.#ready()
    return this.#inTurn(async () => {
      await loaded
      await this.#persistence.prepareWrite()
      const result = await change()
      this.#persistence.scheduleSave(this.#state)
      return result
    })
  }

  async #transact<Result>(work: (tables: Tables) => Promise<Result>): Promise<Result> {
    const draft = this.#state.clone()
    const result = await runTransaction(this, (transaction) => {
      const useDraft = async <Answer>(use: (state: State) => Answer): Promise<Answer> => {
        if (transaction.isOver)
          throw closedError('the transaction is over; its tables cannot be used any more')
        return use(draft)
      }
      return work(memoryTables(this.#definitions, { read: useDraft, write: useDraft }))
    })
    this.#state = draft
    return result
  }
}
