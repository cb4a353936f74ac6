import { type Condition, defined, everyOwner, type Where } from '@telltale/core/ports'
import { type BrokenStorage, cell, changed, lenient } from './sabotage.js'

/** A storage that reads another condition than the one it is given for each column. */
const reads = (
  breaks: readonly string[],
  change: (condition: Condition, column: string) => Condition | undefined,
): BrokenStorage => {
  const changeAll = <Item>(where: Where<Item> = {}): Where<Item> => {
    const entries = Object.entries(where).map(([column, condition]) => [
      column,
      change(condition as Condition, column),
    ])
    return Object.fromEntries(entries.filter(([, condition]) => condition !== undefined))
  }
  return {
    breaks,
    sabotage: () => ({
      collection: (right) => ({
        page: (owner, query) => right.page(owner, { ...query, where: changeAll(query.where) }),
        count: (owner, where) => right.count(owner, changeAll(where)),
        claim: (owner, query) => right.claim(owner, { ...query, where: changeAll(query.where) }),
      }),
    }),
  }
}

/** A storage that filters and orders everything itself, with a comparison of its own. */
const compares = (
  breaks: readonly string[],
  compare: (left: never, right: never) => number,
): BrokenStorage => {
  const meets = (value: unknown, condition: Condition): boolean => {
    const order = (other: unknown) =>
      value === undefined ? Number.NaN : compare(value as never, other as never)
    if (typeof condition !== 'object') return order(condition) === 0
    if ('in' in condition) return condition.in.some((one) => order(one) === 0)
    const { lt, lte, gt, gte } = condition
    return (
      (lt === undefined || order(lt) < 0) &&
      (lte === undefined || order(lte) <= 0) &&
      (gt === undefined || order(gt) > 0) &&
      (gte === undefined || order(gte) >= 0)
    )
  }
  return {
    breaks,
    sabotage: () => ({
      collection: (right) => ({
        page: async (owner, { where = {}, orderBy, limit }) => {
          const { items } = await right.page(owner, { limit: 10_000 })
          const found = items.filter((item) =>
            Object.entries(where).every(([column, condition]) =>
              meets(cell(item, column), condition as Condition),
            ),
          )
          const column = orderBy?.column
          const sorted = column
            ? found.toSorted((a, b) => compare(cell(a, column) as never, cell(b, column) as never))
            : found
          return { items: sorted.slice(0, limit) }
        },
      }),
    }),
  }
}

const orderOf = (left: string | number, right: string | number): number =>
  left < right ? -1 : left > right ? 1 : 0

/** Storages that go wrong in searching and counting. */
export const brokenConditions: Record<string, BrokenStorage> = {
  'does not search by a single value': reads(
    ['where: a single value matches what is equal to it'],
    (condition) => (typeof condition === 'object' ? condition : undefined),
  ),
  'looks at the first of several values only': reads(
    ['where: in matches what is equal to one of several values'],
    (condition) =>
      typeof condition === 'object' && 'in' in condition ? { in: condition.in.slice(0, 1) } : condition,
  ),
  'takes no values for any value': reads(
    ['where: in matches what is equal to one of several values'],
    (condition) =>
      typeof condition === 'object' && 'in' in condition && condition.in.length === 0 ? undefined : condition,
  ),
  'takes before for up to': reads(
    ['where: bounds match what is within them, with or without their own value'],
    (condition) => {
      if (typeof condition !== 'object' || !('lt' in condition)) return condition
      const { lt, ...others } = condition
      return { ...others, ...defined({ lte: lt }) }
    },
  ),
  'looks at the first condition only': {
    breaks: ['where: several columns must all match'],
    sabotage: () => ({
      collection: (right) => ({
        page: (owner, query) => {
          const where = Object.fromEntries(
            Object.entries(query.where ?? {}).slice(0, 1),
          ) as typeof query.where & object
          return right.page(owner, { ...query, where })
        },
      }),
    }),
  },
  'takes an absent value for any value': reads(
    ['where: a record that lacks the column does not match; without bounds, any value does'],
    (condition, column) => (column === 'ratio' ? undefined : condition),
  ),
  'compares text as a dictionary does': compares(
    [
      'where: text is compared by code point, so capitals come before small letters',
      'page: text is ordered by code point, booleans and times by value',
    ],
    (left: string, right: string) =>
      typeof left === 'string' ? left.localeCompare(right, 'en') : orderOf(left, right),
  ),
  'compares text by UTF-16 units': compares(
    [
      'where: text is compared by code point, so capitals come before small letters',
      'page: text is ordered by code point, booleans and times by value',
    ],
    orderOf,
  ),
  'compares decimals as text': compares(
    ['where: decimals are compared by their value, beyond what a double can tell apart'],
    orderOf,
  ),
  'compares decimals as numbers': compares(
    ['where: decimals are compared by their value, beyond what a double can tell apart'],
    (left: string, right: string) => Number(left) - Number(right),
  ),
  'finds nothing where it should refuse': {
    breaks: ['where: what cannot be searched by is refused'],
    sabotage: () => ({
      collection: (right) => ({
        count: (owner, where) =>
          lenient(
            () => right.count(owner, where),
            () => 0,
          ),
      }),
    }),
  },
  'counts the records of all owners': {
    breaks: ['count: counts the records of one owner, or of all'],
    sabotage: () => ({
      collection: (right) => ({ count: (_owner, where) => right.count(everyOwner, where) }),
    }),
  },
}

/** Storages that go wrong in giving pages. */
export const brokenPages: Record<string, BrokenStorage> = {
  'gives the newest first unless asked otherwise': {
    breaks: ['page: records come by id upwards unless asked otherwise'],
    sabotage: () => ({
      collection: (right) => ({
        page: (owner, query) => right.page(owner, { orderBy: { column: 'id', direction: 'desc' }, ...query }),
      }),
    }),
  },
  'goes on after the value, not after the record': {
    breaks: ['page: each record comes once, in order, where many share the value they are ordered by'],
    sabotage: () => {
      const lastValues = new Map<string, unknown>()
      return {
        collection: (right) => ({
          page: async (owner, query) => {
            const column = query.orderBy?.column ?? 'id'
            const page = await right.page(owner, query)
            const seen = query.after === undefined ? undefined : lastValues.get(query.after)
            const last = page.items.at(-1)
            if (page.next !== undefined && last) lastValues.set(page.next, cell(last, column))
            return { ...page, items: page.items.filter((item) => cell(item, column) !== seen) }
          },
        }),
      }
    },
  },
  'says that more follows whenever a page is full': {
    breaks: ['page: next is absent on the last page, also when it is full'],
    sabotage: () => ({
      collection: (right) => ({
        page: async (owner, query) => {
          if (query.after === 'end') return { items: [] }
          const page = await right.page(owner, query)
          return page.items.length === query.limit ? { next: 'end', ...page } : page
        },
      }),
    }),
  },
  'applies the limit before the conditions': {
    breaks: ['page: conditions apply before the limit'],
    sabotage: () => ({
      collection: (right) => ({
        page: async (owner, { where, ...query }) => {
          const page = await right.page(owner, query)
          const { items } = await right.page(owner, { limit: 1_000, ...defined({ where }) })
          const ids = new Set(items.map(({ id }) => id))
          return { ...page, items: page.items.filter(({ id }) => ids.has(id)) }
        },
      }),
    }),
  },
  'counts off the records before a page': {
    breaks: [
      'page: stays right while others insert and delete before and after the cursor',
      'contention: a page stays right while others insert, change and delete at the same moment',
    ],
    sabotage: () => ({
      collection: (right) => ({
        page: async (owner, { after, limit, ...query }) => {
          const { items } = await right.page(owner, { ...query, limit: 1_000 })
          const from = Number(after ?? 0)
          const page = { items: items.slice(from, from + limit) }
          return from + limit < items.length ? { ...page, next: String(from + limit) } : page
        },
      }),
    }),
  },
  'begins anew when the record of the cursor is gone': {
    breaks: ['page: the record that the cursor stands at may be changed or deleted'],
    sabotage: () => {
      const lastIds = new Map<string, string>()
      return {
        collection: (right) => ({
          page: async (owner, { after, ...query }) => {
            const id = after === undefined ? undefined : lastIds.get(after)
            const isThere = id !== undefined && (await right.get(owner, id))
            const page = await right.page(owner, isThere && after !== undefined ? { ...query, after } : query)
            const last = page.items.at(-1)
            if (page.next !== undefined && last) lastIds.set(page.next, last.id)
            return page
          },
        }),
      }
    },
  },
  'takes two owners’ records of one id for one': {
    breaks: ['page: the records of all owners come once each'],
    sabotage: () => {
      const seen = new Set<string>()
      return {
        collection: (right) => ({
          page: async (owner, query) => {
            if (query.after === undefined) seen.clear()
            const page = await right.page(owner, query)
            const items = page.items.filter(({ id }) => !seen.has(id))
            for (const { id } of items) seen.add(id)
            return { ...page, items }
          },
        }),
      }
    },
  },
  'begins anew with a cursor that it does not know': {
    breaks: ['page: a cursor that is not of this very list is refused'],
    sabotage: () => ({
      collection: (right) => ({
        page: (owner, { after, ...query }) =>
          lenient(
            () => right.page(owner, after === undefined ? query : { ...query, after }),
            () => right.page(owner, query),
          ),
      }),
    }),
  },
  'makes do with any limit': {
    breaks: ['page: a limit that is no whole number from 1 on is refused'],
    sabotage: () => ({
      collection: (right) => ({
        page: (owner, query) =>
          lenient(
            () => right.page(owner, query),
            () => right.page(owner, changed(query, { limit: 1 })),
          ),
      }),
    }),
  },
  'orders by id where it cannot order as asked': {
    breaks: ['page: an order by a column that may be absent, or has no index, is refused'],
    sabotage: () => ({
      collection: (right) => ({
        page: (owner, { orderBy, ...query }) =>
          lenient(
            () => right.page(owner, orderBy ? { ...query, orderBy } : query),
            () => right.page(owner, query),
          ),
      }),
    }),
  },
}
