import { ValidationError } from '@telltale/core'
import type { DumpedRow, Storage } from '@telltale/core/ports'
import type { BrokenStorage } from './sabotage.js'

async function allOf(rows: AsyncIterable<DumpedRow> | Iterable<DumpedRow>): Promise<DumpedRow[]> {
  const all: DumpedRow[] = []
  for await (const row of rows) all.push(row)
  return all
}

/** A storage of which this is done wrong, and nothing else. */
const wrong = (breaks: readonly string[], storage: (right: Storage) => Partial<Storage>): BrokenStorage => ({
  breaks,
  sabotage: () => ({ storage }),
})

/** Storages that go wrong in dumps, loads and erasure. */
export const brokenDumps: Record<string, BrokenStorage> = {
  'dumps the rows in whatever order': wrong(
    ['dump: gives everything, by kind, table, owner and place'],
    (right) => ({
      dump: async function* (options) {
        yield* (await allOf(right.dump(options))).reverse()
      },
    }),
  ),
  'leaves the counters out of a dump': wrong(
    ['dump: gives everything, by kind, table, owner and place'],
    (right) => ({
      dump: async function* (options) {
        for await (const row of right.dump(options)) if (row.kind !== 'counter') yield row
      },
    }),
  ),
  'dumps everything, whoever is asked for': wrong(
    ['dump: gives what belongs to one owner when asked to'],
    (right) => ({
      dump: () => right.dump(),
    }),
  ),
  'dumps a series whole, whatever its age': wrong(
    ['dump: gives the rows of one series that are older than a time, of every owner, when asked to'],
    (right) => ({
      dump: async function* ({ series, ...options } = {}) {
        for await (const row of right.dump(options)) if (!series || row.name === series.name) yield row
      },
    }),
  ),
  'takes no more once dumps were left': {
    breaks: ['dump: may be left before its end, and holds nobody up after that'],
    sabotage: () => {
      let left = 0
      return {
        storage: (right) => ({
          dump: async function* (options) {
            left++
            yield* right.dump(options)
            left--
          },
        }),
        collection: (right) => ({
          write: (operations) =>
            left > 20 ? Promise.reject(new Error('no connection is free')) : right.write(operations),
        }),
      }
    },
  },
  'loads the first of the rows for one place': wrong(
    ['load: of rows for one place the last counts, however many come'],
    (right) => ({
      load: async (rows) => {
        const all = await allOf(rows)
        const places = new Set<string>()
        const isFirst = ({ name, row: { ownerId, key, at, id } }: DumpedRow) => {
          const place = JSON.stringify([name, ownerId, key, at, id])
          return !places.has(place) && places.add(place)
        }
        await right.load(all.filter(isFirst))
        return all.length
      },
    }),
  ),
  'dumps the rows that it keeps': wrong(['dump: is plain JSON, and a copy'], (right) => {
    let kept: DumpedRow[] | undefined
    return {
      dump: async function* () {
        kept ??= await allOf(right.dump())
        yield* kept
      },
    }
  }),
  'dumps as it goes': wrong(
    ['dump: gives what stood at one moment, whatever is written meanwhile'],
    (right) => ({
      dump: async function* () {
        for (let from = 0; ; from += 500) {
          const rows = (await allOf(right.dump())).slice(from, from + 500)
          if (rows.length === 0) return
          yield* rows
        }
      },
    }),
  ),
  'says nothing of what it erased': wrong(
    ['erase: removes all of one owner, says how many of each table, and leaves the others'],
    (right) => ({
      erase: async (ownerId) => {
        await right.erase(ownerId)
        return {}
      },
    }),
  ),
  'erases another owner as well': wrong(
    ['erase: removes all of one owner, says how many of each table, and leaves the others'],
    (right) => ({
      erase: async (ownerId) => {
        await right.erase('bo')
        return right.erase(ownerId)
      },
    }),
  ),
  'begins versions anew when it loads': wrong(
    ['load: what was dumped makes an equal storage of an empty one'],
    (right) => ({
      load: async (rows) => {
        const all = await allOf(rows)
        return right.load(
          all.map((dumped) =>
            dumped.kind === 'collection' ? { ...dumped, row: { ...dumped.row, version: 1 } } : dumped,
          ),
        )
      },
    }),
  ),
  'takes leases along': (() => {
    const leased = new Set<string>()
    return {
      breaks: ['load: leases are left behind'],
      sabotage: () => ({
        collection: (right) => ({
          claim: async (owner, query) => {
            const items = await right.claim(owner, query)
            const free = items.filter(({ id }) => !leased.has(id))
            for (const { id } of items) leased.add(id)
            return free
          },
        }),
      }),
    }
  })(),
  'keeps the row that is there when it loads': wrong(
    ['load: a row that is already there is replaced, and the others stay'],
    (right) => ({
      load: async (rows) => {
        const there = new Set((await allOf(right.dump())).map(({ name, row }) => `${name} ${row.id}`))
        const all = await allOf(rows)
        await right.load(all.filter(({ name, row }) => !there.has(`${name} ${row.id}`)))
        return all.length
      },
    }),
  ),
  'empties itself before it loads': wrong(
    ['load: a row that is already there is replaced, and the others stay'],
    (right) => ({
      load: async (rows) => {
        await right.erase('ana')
        return right.load(rows)
      },
    }),
  ),
  'loads row by row': wrong(
    [
      'load: one malformed row, and nothing is put in',
      'load: a unique key that another record has is a conflict, and nothing is put in',
      'load: when the rows end in an error, that comes out and nothing is put in',
    ],
    (right) => ({
      load: async (rows) => {
        let count = 0
        for await (const row of rows) count += await right.load([row])
        return count
      },
    }),
  ),
}

/** Storages that go wrong at their beginning or their end. */
export const brokenLifecycles: Record<string, BrokenStorage> = {
  'makes its tables anew when it is migrated again': wrong(
    ['migrate: may be called again, and by several at once, and loses nothing'],
    (right) => {
      let isMigrated = false
      return {
        migrate: async () => {
          if (isMigrated) await right.erase('ana')
          isMigrated = true
          await right.migrate()
        },
      }
    },
  ),
  'fails when it is closed again': wrong(['close: may be called twice, also at once'], (right) => {
    let isClosed = false
    return {
      close: async () => {
        if (isClosed) throw new Error('the pool has ended already')
        isClosed = true
        await right.close()
      },
    }
  }),
  'drops the calls under way when it is closed': {
    breaks: ['close: waits for the calls under way'],
    sabotage: () => {
      let isClosed = false
      return {
        collection: (right) => ({
          write: async (operations) => {
            const results = await right.write(operations)
            if (isClosed) throw new Error('the connection was closed')
            return results
          },
        }),
        storage: (right) => ({
          close: () => {
            isClosed = true
            return right.close()
          },
        }),
      }
    },
  },
  'goes on when it is closed': wrong(['close: whatever is called after it rejects'], () => ({
    close: async () => {},
  })),
  'dumps when it is closed': wrong(['close: whatever is called after it rejects'], (right) => ({
    dump: async function* () {
      yield* await allOf(right.dump()).catch(() => [])
    },
  })),
  'takes any definition': wrong(
    ['definition: one that is malformed, or not the one in use, is refused'],
    (right) => ({
      collection: (definition) => {
        try {
          return right.collection(definition)
        } catch {
          return right.collection({
            ...definition,
            name: 'any',
            columns: {} as never,
            unique: [],
            indexes: [],
          })
        }
      },
    }),
  ),
  'takes an equal definition for another one': wrong(
    ['definition: an equal one is the same table, whatever the order of its columns'],
    (right) => {
      const known = new Map<string, object>()
      return {
        collection: (definition) => {
          if ((known.get(definition.name) ?? definition) !== definition)
            throw new ValidationError('storage', [])
          known.set(definition.name, definition)
          return right.collection(definition)
        },
      }
    },
  ),
  'keeps another contract': wrong(['version: says which contract it keeps'], () => ({ specVersion: 2 as 1 })),
}
