import { type BrokenStorage, changed } from './sabotage.js'

/** Storages that go wrong where many want the same. */
export const brokenContention: Record<string, BrokenStorage> = {
  'lets the last of several updates win': {
    breaks: [
      'contention: of 200 concurrent updates of one record exactly one wins',
      'contention: 200 updates of one record by eight writers, each tried until it holds, lose nothing',
    ],
    sabotage: () => ({
      collection: (right) => ({
        write: async (operations) => {
          const results = await right.write(operations)
          for (const [index, one] of operations.entries()) {
            const result = results[index]
            if (!('update' in one) || result?.ok || result?.reason !== 'version') continue
            const { ownerId, id } = one.update
            const stored = await right.get(ownerId, id)
            return right.write([{ update: changed(one.update, { version: stored?.version }) }])
          }
          return results
        },
      }),
    }),
  },
  'does one thing at a time, and forgets the others': {
    breaks: ['isolation: transactions that ask several things at once lose nothing'],
    sabotage: () => {
      let writes = 0
      return {
        collection: (right) => ({
          write: (operations) => {
            writes++
            return right.write(operations).finally(() => writes--)
          },
        }),
        counters: (right) => ({
          add: (owner, key, amount, options) => right.add(owner, key, writes > 0 ? 0 : amount, options),
        }),
      }
    },
  },
  'undoes with a taken key what is written at the same time': {
    breaks: [
      'transaction: of calls that are made at once, one that meets a taken key undoes nothing of the others',
    ],
    sabotage: () => {
      let writes = 0
      let isUndone = false
      return {
        collection: (right) => ({
          write: async (operations) => {
            writes++
            const others = writes > 1
            const results = await right.write(operations)
            if (others && isUndone)
              for (const one of operations)
                if ('insert' in one) await right.delete(one.insert.ownerId, [one.insert.id])
            isUndone ||= results.some((result) => !result.ok && result.reason === 'unique')
            writes--
            return results
          },
        }),
      }
    },
  },
  'reads a counter before it adds to it': {
    breaks: ['contention: 200 concurrent additions to one counter all count, and 200 callers get 200 places'],
    sabotage: () => ({
      counters: (right) => ({
        add: async (owner, key, amount, options) => {
          const { value } = await right.add(owner, key, 0, options)
          const { ok } = await right.add(owner, key, amount, options)
          return { ok, value: value + amount }
        },
      }),
    }),
  },
  "deletes the keys of another's series as well": {
    breaks: ['owner: each of three finds what it would find alone, whatever the others do'],
    sabotage: () => ({
      series: (right) => ({
        deleteKeys: async (owner, keys) => {
          if (owner === 'bo') await right.deleteKeys('ana', keys)
          return right.deleteKeys(owner, keys)
        },
      }),
    }),
  },
}

const hourMs = 3_600_000

/** Storages that go wrong where clocks do not agree. */
export const brokenSkew: Record<string, BrokenStorage> = {
  'takes a lease for over that a lagging clock asks for': {
    breaks: ['skew: a lease holds by the time that each claimer says it is'],
    sabotage: () => {
      let latest = Number.NEGATIVE_INFINITY
      return {
        collection: (right) => ({
          claim: (owner, query) => {
            latest = Math.max(latest, query.now)
            const now = query.now < latest ? latest + query.leaseMs : query.now
            return right.claim(owner, changed(query, { now }))
          },
        }),
      }
    },
  },
  'keeps a lease until its time, whoever updates': {
    breaks: ['skew: a record that a clock ahead has leased is free again when its holder updates it'],
    sabotage: () => {
      const leasedUntil = new Map<string, number>()
      return {
        collection: (right) => ({
          claim: async (owner, query) => {
            const items = await right.claim(owner, query)
            const free = items.filter(({ id }) => (leasedUntil.get(id) ?? query.now) <= query.now)
            for (const { id } of free) leasedUntil.set(id, query.now + query.leaseMs)
            return free
          },
        }),
      }
    },
  },
  'begins a period anew for each end that it is told': {
    breaks: ['skew: a period that has begun anew does not go back for a clock that lags'],
    sabotage: () => {
      let last: number | undefined
      return {
        counters: (right) => ({
          add: async (owner, key, amount, options) => {
            if (last !== undefined && options.resetAt !== last) {
              const { value } = await right.add(owner, key, 0, options)
              await right.add(owner, key, -value, options)
            }
            last = options.resetAt
            return right.add(owner, key, amount, options)
          },
        }),
      }
    },
  },
  'gives a clock that lags its own time': {
    breaks: ['skew: places are given out in order, whatever the clocks say'],
    sabotage: () => {
      let latest = Number.NEGATIVE_INFINITY
      return {
        counters: (right) => ({
          reserve: async (owner, key, options) => {
            if (options.now < latest) return options.now
            latest = options.now
            return right.reserve(owner, key, options)
          },
        }),
      }
    },
  },
  'knows no row before 1970': {
    breaks: ['skew: rows stand where their own time puts them, also before 1970 and after 2100'],
    sabotage: () => ({
      series: (right) => ({ dropBefore: (at) => right.dropBefore(at <= 0 ? at - hourMs : at) }),
    }),
  },
  'lets no time go back': {
    breaks: ['skew: a record may be updated at a time before it was made'],
    sabotage: () => ({
      collection: (right) => ({
        write: (operations) =>
          right.write(
            operations.map((one) =>
              'update' in one
                ? {
                    update: changed(one.update, {
                      updatedAt: Math.max(one.update.updatedAt, one.update.createdAt),
                    }),
                  }
                : one,
            ),
          ),
      }),
    }),
  },
}
