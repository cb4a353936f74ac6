import { type BrokenStorage, lenient } from './sabotage.js'

/** Storages that go wrong in counters. */
export const brokenCounters: Record<string, BrokenStorage> = {
  'counts in whole numbers': {
    breaks: ['counter: adds up, each key by itself'],
    sabotage: () => ({
      counters: (right) => ({
        add: (owner, key, amount, options) => right.add(owner, key, Math.round(amount), options),
      }),
    }),
  },
  'keeps one sum for all keys': {
    breaks: ['counter: adds up, each key by itself'],
    sabotage: () => ({
      counters: (right) => ({
        add: (owner, _key, amount, options) => right.add(owner, 'all', amount, options),
      }),
    }),
  },
  'fills a counter up to its limit': {
    breaks: ['counter: an addition that would pass the limit is refused whole'],
    sabotage: () => ({
      counters: (right) => ({
        add: async (owner, key, amount, options) => {
          const { value } = await right.add(owner, key, 0, options)
          const room = Math.max(0, (options.limit ?? Number.MAX_VALUE) - value)
          const result = await right.add(owner, key, Math.min(amount, room), options)
          return { ...result, ok: amount <= room }
        },
      }),
    }),
  },
  'stops short of the limit': {
    breaks: ['counter: an addition that would pass the limit is refused whole'],
    sabotage: () => ({
      counters: (right) => ({
        add: (owner, key, amount, { limit, ...options }) =>
          right.add(owner, key, amount, limit === undefined ? options : { ...options, limit: limit - 0.01 }),
      }),
    }),
  },
  'refuses a refund above the limit': {
    breaks: ['counter: zero and refunds are never refused, and a sum is never below 0'],
    sabotage: () => ({
      counters: (right) => ({
        add: async (owner, key, amount, options) => {
          const { value } = await right.add(owner, key, 0, options)
          const isAbove = options.limit !== undefined && value + amount > options.limit
          return isAbove ? { ok: false, value } : right.add(owner, key, amount, options)
        },
      }),
    }),
  },
  'never begins at 0 again': {
    breaks: ['counter: begins at 0 again when its time has come, which is kept from the first addition'],
    sabotage: () => ({
      counters: (right) => ({
        add: (owner, key, amount, { resetAt, ...options }) => right.add(owner, key, amount, options),
      }),
    }),
  },
  'begins at 0 again a millisecond late': {
    breaks: ['counter: begins at 0 again when its time has come, which is kept from the first addition'],
    sabotage: () => ({
      counters: (right) => ({
        add: (owner, key, amount, { resetAt, ...options }) =>
          right.add(
            owner,
            key,
            amount,
            resetAt === undefined ? options : { ...options, resetAt: resetAt + 1 },
          ),
      }),
    }),
  },
  'reads a sum and then writes it': {
    breaks: ['counter: of many concurrent additions none passes the limit, and none is lost'],
    sabotage: () => ({
      counters: (right) => ({
        add: async (owner, key, amount, { limit, ...options }) => {
          const { value } = await right.add(owner, key, 0, options)
          if (limit !== undefined && value + amount > limit) return { ok: false, value }
          return right.add(owner, key, amount, options)
        },
      }),
    }),
  },
  'adds nothing where it should refuse': {
    breaks: ['counter: what makes no sense is refused'],
    sabotage: () => ({
      counters: (right) => ({
        add: (owner, key, amount, options) =>
          lenient(
            () => right.add(owner, key, amount, options),
            () => ({ ok: false, value: 0 }),
          ),
      }),
    }),
  },
  'lets everybody go at once': {
    breaks: ['reserve: gives places that are the gap apart, and the time itself when the queue is empty'],
    sabotage: () => ({ counters: () => ({ reserve: async (_owner, _key, { now }) => now }) }),
  },
  'gives one place, however many are wanted': {
    breaks: ['reserve: gives several places at once'],
    sabotage: () => ({
      counters: (right) => ({
        reserve: (owner, key, { now, gapMs }) => right.reserve(owner, key, { now, gapMs }),
      }),
    }),
  },
  'gives a place to all who ask at the same time': {
    breaks: ['reserve: of many concurrent callers each gets a place of its own'],
    sabotage: () => {
      let asked: Promise<number> | undefined
      return {
        counters: (right) => ({
          reserve: (owner, key, options) => {
            asked ??= right.reserve(owner, key, options).finally(() => {
              asked = undefined
            })
            return asked
          },
        }),
      }
    },
  },
  'counts a place as an addition': {
    breaks: ['reserve: does not mix with the sum under the same key'],
    sabotage: () => ({
      counters: (right) => ({
        reserve: async (owner, key, options) => {
          await right.add(owner, key, 1, { now: options.now })
          return right.reserve(owner, key, options)
        },
      }),
    }),
  },
  'gives a place where it should refuse': {
    breaks: ['reserve: what makes no sense is refused'],
    sabotage: () => ({
      counters: (right) => ({
        reserve: (owner, key, options) =>
          lenient(
            () => right.reserve(owner, key, options),
            () => options.now,
          ),
      }),
    }),
  },
}
