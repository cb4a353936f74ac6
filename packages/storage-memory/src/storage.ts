import { AsyncLocalStorage } from 'node:async_hooks'
import { setImmediate } from 'node:timers/promises'
import { TelltaleError, ValidationError } from '@telltale/core'
import { type Columns, checkOwner, readRow, type Storage, type Tables } from '@telltale/core/ports'
import pLimit from 'p-limit'
import { Definitions } from './definitions.js'
import type { Keeper } from './persistence.js'
import { State } from './state.js'
import { memoryTables } from './tables.js'

const closed = (message: string) => new TelltaleError(message, { code: 'CLOSED', status: 503 })

/** What is loaded, before it is known what it is of. */
const plainRow: Columns = { row: { type: 'json' } }

/** After so many rows of a dump or a load, whatever else waits gets its turn. */
const rowsAtOnce = 1_000

/**
 * Makes the storage itself. Writes and transactions take turns, and each changes what is stored in one step; reads see
 * what the last turn left. A transaction works on a clone of everything, which takes the place of the original when it
 * holds, and is dropped when it does not.
 */
export function createStorage(keeper: Keeper): Storage {
  const definitions = new Definitions()
  const turns = pLimit(1)
  const transactions = new AsyncLocalStorage<{ isOver: boolean }>()
  let state = new State()
  let loading: Promise<void> | undefined
  let closing: Promise<void> | undefined

  const load = async () => {
    state = await keeper.load()
  }
  const ready = (): Promise<void> => {
    if (closing) throw closed('the storage is closed; make another one')
    loading ??= load()
    return loading
  }
  const inTurn = async <Result>(work: () => Promise<Result>): Promise<Result> => {
    if (transactions.getStore()?.isOver === false)
      throw new ValidationError('storage', [
        { path: '', message: 'within a transaction, expected nothing but its own tables to be written to' },
      ])
    return turns(work)
  }
  const write = async <Result>(change: () => Promise<Result> | Result): Promise<Result> => {
    const loaded = ready()
    return inTurn(async () => {
      await loaded
      keeper.mustBeAbleToKeep()
      const result = await change()
      keeper.keep(state)
      return result
    })
  }
  const tables = memoryTables(definitions, {
    read: async (look) => {
      await ready()
      return look(state)
    },
    write: (change) => write(() => change(state)),
  })

  const transact = async <Result>(work: (tables: Tables) => Promise<Result>): Promise<Result> => {
    const draft = state.clone()
    const mark = { isOver: false }
    const reach = async <Answer>(look: (state: State) => Answer): Promise<Answer> => {
      if (mark.isOver) throw closed('the transaction is over; its tables cannot be used any more')
      return look(draft)
    }
    try {
      const result = await transactions.run(mark, () =>
        work(memoryTables(definitions, { read: reach, write: reach })),
      )
      state = draft
      return result
    } finally {
      mark.isOver = true
    }
  }

  /** Takes rows off the end of a list as it puts them in, so that they are not held twice. */
  const restoreAll = async (dumped: unknown[]): Promise<number> => {
    const draft = state.clone()
    const count = dumped.length
    while (dumped.length > 0) {
      draft.restore(dumped.pop())
      if (dumped.length % rowsAtOnce === 0) await setImmediate()
    }
    state = draft
    return count
  }

  const finish = () =>
    inTurn(async () => {
      await loading?.catch(() => undefined)
      await keeper.finish()
    })

  return {
    specVersion: 1,
    ...tables,
    transaction: (work) => write(() => transact(work)),
    erase: async (ownerId) => {
      checkOwner('storage.erase', ownerId)
      return write(() => state.erase(ownerId))
    },
    dump: async function* (options = {}) {
      if (options.ownerId !== undefined) checkOwner('storage.dump', options.ownerId)
      await ready()
      let count = 0
      for (const dumped of state.clone().dump(options)) {
        if (++count % rowsAtOnce === 0) await setImmediate()
        yield structuredClone(dumped)
      }
    },
    load: async (rows) => {
      await ready()
      const dumped: unknown[] = []
      for await (const row of rows) dumped.push(readRow('storage.load', plainRow, { row }).row)
      return write(() => restoreAll(dumped.reverse()))
    },
    migrate: async () => ready(),
    close: () => {
      closing ??= finish().catch((cause) => {
        closing = undefined
        throw cause
      })
      return closing
    },
  }
}
