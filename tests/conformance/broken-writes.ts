import { everyOwner } from '@telltale/core/ports'
import { type BrokenStorage, cell, changed, collectionSeen, lenient } from './sabotage.js'

/** Storages that go wrong in writing records. */
export const brokenWrites: Record<string, BrokenStorage> = {
  'gives the results of a batch backwards': {
    breaks: ['write: gives a result for each operation, in order, each seeing those before it'],
    sabotage: () => ({
      collection: (right) => ({ write: async (operations) => (await right.write(operations)).toReversed() }),
    }),
  },
  'does the operations of a batch all at once': {
    breaks: ['write: gives a result for each operation, in order, each seeing those before it'],
    sabotage: () => ({
      collection: (right) => ({
        write: async (operations) =>
          (await Promise.all(operations.toReversed().map((one) => right.write([one])))).flat().toReversed(),
      }),
    }),
  },
  'shows the version an insert came with': {
    breaks: ['write: stores an insert with version 1, and each update with one more'],
    sabotage: () => ({
      collection: (right) => {
        const given = new Map<string, number>()
        return {
          ...collectionSeen(right, (item) => changed(item, { version: given.get(item.id) ?? item.version })),
          write: async (operations) => {
            for (const one of operations) if ('insert' in one) given.set(one.insert.id, one.insert.version)
            return right.write(operations)
          },
        }
      },
    }),
  },
  'merges an update into what is there': {
    breaks: ['write: an update replaces the whole record: an optional key that is left out is gone'],
    sabotage: () => ({
      collection: (right) => ({
        write: async (operations) => {
          const merged = operations.map(async (one) =>
            'insert' in one
              ? one
              : { update: { ...(await right.get(one.update.ownerId, one.update.id)), ...one.update } },
          )
          return right.write(await Promise.all(merged))
        },
      }),
    }),
  },
  'takes an update as far as it can': {
    breaks: ['write: an update that is refused changes nothing'],
    sabotage: () => ({
      collection: (right) => ({
        write: async (operations) => {
          const results = await right.write(operations)
          for (const [index, one] of operations.entries()) {
            const stored = 'update' in one && (await right.get(one.update.ownerId, one.update.id))
            if (stored && !results[index]?.ok)
              await right.write([{ update: changed(stored, { updatedAt: stored.updatedAt + 1 }) }])
          }
          return results
        },
      }),
    }),
  },
  'tells every refusal as a stale version': {
    breaks: ['write: a missing record is told before a stale version, and that before a taken key'],
    sabotage: () => ({
      collection: (right) => ({
        write: async (operations) =>
          (await right.write(operations)).map((result) =>
            result.ok ? result : { ok: false, reason: 'version' },
          ),
      }),
    }),
  },
  'writes those records of a batch that fit': {
    breaks: ['write: one record that does not fit its columns has the whole call refused'],
    sabotage: () => ({
      collection: (right) => ({
        write: async (operations) => {
          const results = operations.map((one) =>
            lenient(
              () => right.write([one]),
              () => [{ ok: false, reason: 'missing' } as const],
            ),
          )
          return (await Promise.all(results)).flat()
        },
      }),
    }),
  },
  'forgets its unique keys': {
    breaks: [
      'unique: no two records of one owner share a unique key',
      'unique: one of many concurrent inserts with one key goes through',
      'load: a unique key that another record has is a conflict, and nothing is put in',
    ],
    sabotage: () => ({
      storage: (right) => ({
        collection: ({ unique, indexes, ...definition }) =>
          right.collection({ ...definition, unique: [], indexes: [...indexes, ...unique] }),
      }),
    }),
  },
  'keeps a name to one record of all owners': {
    breaks: ['unique: two owners may share a unique key, and an id'],
    sabotage: () => {
      const names = new Set<unknown>()
      return {
        collection: (right) => ({
          write: async (operations) => {
            const results = await Promise.all(
              operations.map((one) => {
                const name = 'insert' in one ? cell(one.insert, 'name') : undefined
                if (names.has(name)) return [{ ok: false, reason: 'unique' } as const]
                if (name !== undefined) names.add(name)
                return right.write([one])
              }),
            )
            return results.flat()
          },
        }),
      }
    },
  },
  'keeps an id to one record of all owners': {
    breaks: ['unique: two owners may share a unique key, and an id'],
    sabotage: () => ({
      collection: (right) => ({
        write: async (operations) => {
          const results = []
          for (const one of operations) {
            const isTaken = 'insert' in one && (await right.get(everyOwner, one.insert.id))
            results.push(isTaken ? [{ ok: false, reason: 'unique' } as const] : await right.write([one]))
          }
          return results.flat()
        },
      }),
    }),
  },
  'never frees a unique key': {
    breaks: ['unique: a key is free again when its record gives it up or is deleted'],
    sabotage: () => {
      const holders = new Map<unknown, string>()
      return {
        collection: (right) => ({
          write: async (operations) => {
            const [one] = operations
            const item = one && ('insert' in one ? one.insert : one.update)
            const name = item && cell(item, 'name')
            if (item && (holders.get(name) ?? item.id) !== item.id) return [{ ok: false, reason: 'unique' }]
            if (item) holders.set(name, item.id)
            return right.write(operations)
          },
        }),
      }
    },
  },
  'finds that a record has taken its own key': {
    breaks: ['unique: a record keeps its own keys when it is updated'],
    sabotage: () => ({
      collection: (right) => ({
        write: async (operations) => {
          const [one] = operations
          const stored = one && 'update' in one && (await right.get(one.update.ownerId, one.update.id))
          const isOwn = stored && cell(stored, 'nickname') === cell(one.update, 'nickname')
          return isOwn ? [{ ok: false, reason: 'unique' }] : right.write(operations)
        },
      }),
    }),
  },
  'takes two absent values for equal': {
    breaks: ['unique: a record that lacks a column of a key shares it with none'],
    sabotage: () => ({
      collection: (right, { name }) => ({
        write: async (operations) => {
          const results = []
          for (const one of operations) {
            const item = 'insert' in one ? one.insert : one.update
            const { items } = await right.page(item.ownerId, { limit: 100 })
            const isTaken =
              name === 'samples' &&
              items.some(
                (other) => other.id !== item.id && cell(other, 'nickname') === cell(item, 'nickname'),
              )
            results.push(isTaken ? [{ ok: false, reason: 'unique' } as const] : await right.write([one]))
          }
          return results.flat()
        },
      }),
    }),
  },
  'ignores the version of an update': {
    breaks: [
      'version: of concurrent updates of one version, exactly one wins',
      'version: writers that try again until they win lose nothing',
      'version: a record that is deleted and inserted anew is not taken for the old one',
      'claim: the version that it adds fences whoever held the record before',
    ],
    sabotage: () => ({
      collection: (right) => {
        const write: typeof right.write = async (operations) => {
          const current = operations.map(async (one) => {
            const stored = 'update' in one && (await right.get(one.update.ownerId, one.update.id))
            return stored ? { update: changed(one.update, { version: stored.version }) } : one
          })
          const results = await right.write(await Promise.all(current))
          return results.some((result) => !result.ok && result.reason === 'version')
            ? write(operations)
            : results
        }
        return { write }
      },
    }),
  },
}
