import type { Tables } from '@telltale/core/ports'
import type { BrokenStorage } from './sabotage.js'

const undo = Symbol('undo')

/** Storages that go wrong in transactions. */
export const brokenTransactions: Record<string, BrokenStorage> = {
  'knows no transactions': {
    breaks: [
      'transaction: nothing that was written is there when it throws',
      'transaction: nobody else sees a part of it',
      'transaction: its tables end with it',
      'isolation: concurrent transactions that read and write back one record lose nothing',
      'isolation: transactions and single writes lose nothing of each other',
      'isolation: a transaction decides by what others left, as if they ran one after another',
      'isolation: two that each write what the other read do not both hold by it',
    ],
    sabotage: () => ({ storage: (_right, broken) => ({ transaction: async (work) => work(broken) }) }),
  },
  'forgets what a transaction wrote': {
    breaks: [
      'transaction: all that was written is there when it holds, and its result comes out',
      'transaction: the writes of many tables and owners go together',
    ],
    sabotage: () => ({
      storage: (right) => ({
        transaction: async (work) => {
          const results: Awaited<ReturnType<typeof work>>[] = []
          const running = right.transaction(async (tables) => {
            results.push(await work(tables))
            throw undo
          })
          await running.catch((thrown) => {
            if (thrown !== undo) throw thrown
          })
          return results[0] as (typeof results)[0]
        },
      }),
    }),
  },
  'keeps the counters of a transaction that throws': {
    breaks: ['transaction: nothing that was written is there when it throws'],
    sabotage: () => ({
      storage: (right) => ({
        transaction: async (work) => {
          const added: Parameters<typeof right.counters.add>[] = []
          const counters = (tables: Tables): Tables['counters'] => ({
            ...tables.counters,
            add: (...addition) => {
              added.push(addition)
              return tables.counters.add(...addition)
            },
          })
          try {
            return await right.transaction((tables) => work({ ...tables, counters: counters(tables) }))
          } catch (thrown) {
            for (const addition of added) await right.counters.add(...addition)
            throw thrown
          }
        },
      }),
    }),
  },
  'keeps the leases of a transaction that throws': {
    breaks: ['transaction: nothing that was written is there when it throws'],
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
  'wraps what a transaction throws': {
    breaks: ['transaction: what it throws comes out as it is'],
    sabotage: () => ({
      storage: (right) => ({
        transaction: async (work) => {
          try {
            return await right.transaction(work)
          } catch (cause) {
            throw new Error('the transaction failed', { cause })
          }
        },
      }),
    }),
  },
  'reads what stood before the transaction': {
    breaks: ['transaction: sees what it wrote itself'],
    sabotage: () => ({
      storage: (right) => ({
        transaction: (work) =>
          right.transaction((tables) =>
            work({
              ...tables,
              collection: (definition) => {
                const { get, page, count } = right.collection(definition)
                return { ...tables.collection(definition), get, page, count }
              },
            }),
          ),
      }),
    }),
  },
  'lets the tables of a transaction live on': {
    breaks: ['transaction: its tables end with it'],
    sabotage: () => ({
      storage: (right) => ({
        transaction: async (work) => {
          let isOver = false
          try {
            return await right.transaction((tables) =>
              work({
                ...tables,
                collection: (definition) => {
                  const inside = tables.collection(definition)
                  const after = right.collection(definition)
                  return { ...inside, write: (operations) => (isOver ? after : inside).write(operations) }
                },
              }),
            )
          } finally {
            isOver = true
          }
        },
      }),
    }),
  },
  'knows no transactions, and counts in two steps': {
    breaks: ['isolation: counters added to in concurrent transactions pass no limit'],
    sabotage: () => ({
      counters: (right) => ({
        add: async (owner, key, amount, { limit, ...options }) => {
          const { value } = await right.add(owner, key, 0, options)
          if (limit !== undefined && value + amount > limit) return { ok: false, value }
          return right.add(owner, key, amount, options)
        },
      }),
      storage: (_right, broken) => ({ transaction: async (work) => work(broken) }),
    }),
  },
}
