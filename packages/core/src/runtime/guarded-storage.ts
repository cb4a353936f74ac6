import { StorageError, TelltaleError } from '../errors/index.js'
import type { DumpedRow, DumpOptions, Storage, Tables } from '../ports/index.js'

function toStorageError(cause: unknown): unknown {
  if (TelltaleError.is(cause)) return cause
  const reason = cause instanceof Error ? cause.message : String(cause)
  return new StorageError(`the storage failed: ${reason}; see \`cause\``, { cause })
}

/** Wraps the methods of an object so that every error they throw or reject with is a {@link TelltaleError}. */
function guard<Part extends object>(part: Part): Part {
  return new Proxy(part, {
    get(target, name) {
      const member: unknown = Reflect.get(target, name)
      if (typeof member !== 'function') return member
      return (...given: unknown[]) => {
        try {
          const result: unknown = member.apply(target, given)
          return result instanceof Promise
            ? result.catch((cause) => Promise.reject(toStorageError(cause)))
            : result
        } catch (cause) {
          throw toStorageError(cause)
        }
      }
    },
  })
}

const guardTables = (tables: Tables): Tables => ({
  collection: (definition) => guard(tables.collection(definition)),
  series: (definition) => guard(tables.series(definition)),
  counters: guard(tables.counters),
})

/**
 * Wraps a host's storage, which may throw anything, so that every failure is a {@link StorageError} or another Telltale
 * error. Errors of the callback of a transaction, and of the rows to load, come out unchanged.
 */
export function guardStorage(storage: Storage): Omit<Storage, 'specVersion'> {
  const guarded = guard(storage)
  return {
    ...guardTables(storage),
    erase: (ownerId) => guarded.erase(ownerId),
    dump: (options) => guardedDump(storage, options),
    load: (rows) => guardedLoad(storage, rows),
    migrate: () => guarded.migrate(),
    close: () => guarded.close(),
    transaction: async (work) => {
      let thrown: { readonly cause: unknown } | undefined
      try {
        return await storage.transaction(async (tables) => {
          thrown = undefined
          try {
            return await work(guardTables(tables))
          } catch (cause) {
            thrown = { cause }
            throw cause
          }
        })
      } catch (cause) {
        throw thrown?.cause === cause ? cause : toStorageError(cause)
      }
    },
  }
}

async function* guardedDump(storage: Storage, options?: DumpOptions): AsyncGenerator<DumpedRow, void> {
  try {
    yield* storage.dump(options)
  } catch (cause) {
    throw toStorageError(cause)
  }
}

async function guardedLoad(
  storage: Storage,
  rows: AsyncIterable<DumpedRow> | Iterable<DumpedRow>,
): Promise<number> {
  let thrown: { readonly cause: unknown } | undefined
  const watched = async function* () {
    try {
      yield* rows
    } catch (cause) {
      thrown = { cause }
      throw cause
    }
  }
  try {
    return await storage.load(watched())
  } catch (cause) {
    throw thrown?.cause === cause ? cause : toStorageError(cause)
  }
}
