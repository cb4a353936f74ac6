import { everyOwner, type OwnerScope } from '@telltale/core/ports'
import { type BrokenStorage, changed, lenient } from './sabotage.js'

/** Storages that go wrong in claims and deletion. */
export const brokenClaims: Record<string, BrokenStorage> = {
  'reads what is free before it leases it': {
    breaks: ['claim: each record goes to one of many claimers only'],
    sabotage: () => ({
      collection: (right) => ({
        claim: async (owner, { now, leaseMs, ...query }) => {
          const { items } = await right.page(owner, query)
          return items
        },
      }),
    }),
  },
  'leases a millisecond too long': {
    breaks: ['claim: a lease ends when the time has reached its end, not before'],
    sabotage: () => ({
      collection: (right) => ({
        claim: (owner, query) => right.claim(owner, changed(query, { leaseMs: query.leaseMs + 1 })),
      }),
    }),
  },
  'leases a millisecond too short': {
    breaks: ['claim: a lease ends when the time has reached its end, not before'],
    sabotage: () => ({
      collection: (right) => ({
        claim: (owner, query) => right.claim(owner, changed(query, { leaseMs: query.leaseMs - 1 })),
      }),
    }),
  },
  'never ends a lease': {
    breaks: ['claim: an update ends the lease', 'delete: removes a leased record too, and its lease with it'],
    sabotage: () => {
      const leased = new Set<string>()
      return {
        collection: (right) => ({
          claim: async (owner, query) => {
            const items = await right.claim(owner, query)
            const free = items.filter(({ id }) => !leased.has(id))
            for (const { id } of items) leased.add(id)
            return free
          },
        }),
      }
    },
  },
  'ends a lease when an update is refused': {
    breaks: ['claim: an update that is refused leaves the lease as it is'],
    sabotage: () => ({
      collection: (right) => ({
        write: async (operations) => {
          const results = await right.write(operations)
          for (const [index, one] of operations.entries()) {
            const stored = 'update' in one && (await right.get(one.update.ownerId, one.update.id))
            if (stored && !results[index]?.ok) await right.write([{ update: stored }])
          }
          return results
        },
      }),
    }),
  },
  'counts a claim as a change of the record': {
    breaks: ['claim: changes nothing of the record but its version'],
    sabotage: () => ({
      collection: (right) => ({
        claim: async (owner, query) =>
          (await right.claim(owner, query)).map((item) => changed(item, { updatedAt: query.now })),
      }),
    }),
  },
  'claims in whatever order': {
    breaks: ['claim: takes what matches, in the order asked for, up to the limit'],
    sabotage: () => ({
      collection: (right) => ({
        claim: (owner, { orderBy, ...query }) => right.claim(owner, query as typeof query & object),
      }),
    }),
  },
  'claims the newest first unless asked otherwise': {
    breaks: ['claim: takes by id upwards unless asked otherwise'],
    sabotage: () => ({
      collection: (right) => ({
        claim: (owner, query) =>
          right.claim(owner, { orderBy: { column: 'id', direction: 'desc' }, ...query }),
      }),
    }),
  },
  'claims from all owners': {
    breaks: ['claim: takes from one owner, or from all'],
    sabotage: () => ({
      collection: (right) => ({ claim: (_owner, query) => right.claim(everyOwner, query) }),
    }),
  },
  'claims nothing where it should refuse': {
    breaks: ['claim: a question that makes no sense is refused, and leases nothing'],
    sabotage: () => ({
      collection: (right) => ({
        claim: (owner, query) =>
          lenient(
            () => right.claim(owner, query),
            () => [],
          ),
      }),
    }),
  },
  'says that all it was asked to delete is deleted': {
    breaks: ['delete: removes the records that are there, and says how many'],
    sabotage: () => ({
      collection: (right) => ({
        delete: async (owner, ids) => {
          await right.delete(owner, ids)
          return ids.length
        },
      }),
    }),
  },
  'fails on an id that is none': {
    breaks: ['delete: an id that is none is not there'],
    sabotage: () => {
      const mustBeId = (id: string) => {
        if (id === 'garbage') throw new Error('invalid input syntax for type uuid')
      }
      return {
        collection: (right) => ({
          get: async (owner, id) => {
            mustBeId(id)
            return right.get(owner, id)
          },
        }),
      }
    },
  },
  'deletes from one owner at most': {
    breaks: ['delete: removes from all owners when asked to'],
    sabotage: () => ({
      collection: (right) => ({
        delete: async (owner, ids) => (owner === everyOwner ? 0 : right.delete(owner, ids)),
      }),
    }),
  },
}

const anybodyIfMissing = (owner: OwnerScope): OwnerScope => owner || everyOwner

/** Storages that go wrong in telling owners apart. */
export const brokenOwnership: Record<string, BrokenStorage> = {
  'gives a record to whoever has its id': {
    breaks: [
      'owner: a record of another owner is answered for like one that does not exist',
      'owner: two thousand foreign ids leak nothing',
    ],
    sabotage: () => ({ collection: (right) => ({ get: (_owner, id) => right.get(everyOwner, id) }) }),
  },
  'deletes a record for whoever has its id': {
    breaks: [
      'owner: a record of another owner is answered for like one that does not exist',
      'owner: two thousand foreign ids leak nothing',
    ],
    sabotage: () => ({ collection: (right) => ({ delete: (_owner, ids) => right.delete(everyOwner, ids) }) }),
  },
  'tells a foreign record from one that does not exist': {
    breaks: [
      'owner: a record of another owner is answered for like one that does not exist',
      'owner: two thousand foreign ids leak nothing',
    ],
    sabotage: () => ({
      collection: (right) => ({
        write: async (operations) => {
          const results = await right.write(operations)
          const told = results.map(async (result, index) => {
            const one = operations[index]
            const isForeign = one && 'update' in one && (await right.get(everyOwner, one.update.id))
            return isForeign && !result.ok ? ({ ok: false, reason: 'version' } as const) : result
          })
          return Promise.all(told)
        },
      }),
    }),
  },
  'writes owners in small letters': {
    breaks: ['owner: an owner is exactly the text that it is'],
    sabotage: () => ({
      collection: (right) => ({
        page: (owner, query) => right.page(typeof owner === 'string' ? owner.toLowerCase() : owner, query),
      }),
    }),
  },
  'takes a name for the sign of all owners': {
    breaks: ['owner: an owner is exactly the text that it is'],
    sabotage: () => ({
      collection: (right) => ({
        page: (owner, query) => right.page(owner === 'telltale.every-owner' ? everyOwner : owner, query),
      }),
    }),
  },
  'keeps one series for all owners': {
    breaks: ['owner: the rows of another owner are not there'],
    sabotage: () => ({
      series: (right) => ({
        append: (rows) => right.append(rows.map((row) => changed(row, { ownerId: 'all' }))),
        latest: (_owner, keys) => right.latest('all', keys),
        range: (_owner, keys, query) => right.range('all', keys, query),
      }),
    }),
  },
  'keeps one counter for all owners': {
    breaks: ['owner: the counters of another owner are others'],
    sabotage: () => ({
      counters: (right) => ({
        add: (_owner, key, amount, options) => right.add('all', key, amount, options),
        reserve: (_owner, key, options) => right.reserve('all', key, options),
      }),
    }),
  },
  'takes a missing owner for all of them': {
    breaks: ['owner: what is missing is refused, and never stands for all'],
    sabotage: () => ({
      collection: (right) => ({
        get: (owner, id) => right.get(anybodyIfMissing(owner), id),
        page: (owner, query) => right.page(anybodyIfMissing(owner), query),
        count: (owner, where) => right.count(anybodyIfMissing(owner), where),
      }),
    }),
  },
}
