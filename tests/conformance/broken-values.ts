import { StorageError } from '@telltale/core'
import { type BrokenStorage, cell, changed, collectionSeen, lenient, seriesSeen } from './sabotage.js'

/** A storage whose records and rows look different from what was stored where they have a value in this column. */
const spoils = (
  column: string,
  spoil: (value: unknown) => unknown,
  breaks: readonly string[],
): BrokenStorage => {
  const look = <Item extends object>(item: Item): Item =>
    cell(item, column) === undefined ? item : changed(item, { [column]: spoil(cell(item, column)) })
  return {
    breaks,
    sabotage: () => ({
      collection: (right) => collectionSeen(right, look),
      series: (right) => seriesSeen(right, look),
    }),
  }
}

/** A storage that fails in another way where it should refuse a record. */
const failsOn = (promise: string, fail: () => never): BrokenStorage => ({
  breaks: [promise],
  sabotage: () => ({
    collection: (right) => ({ write: (operations) => lenient(() => right.write(operations), fail) }),
  }),
})

const withoutNulls = (value: unknown): unknown =>
  JSON.parse(JSON.stringify(value, (_, inner) => (inner === null ? undefined : inner)))

/** Storages that go wrong in keeping values. */
export const brokenValues: Record<string, BrokenStorage> = {
  'cuts text at 64 KB': spoils('remark', (text) => String(text).slice(0, 65_536), [
    'value: text comes back as it was, from empty to 1 MB',
    'value: 1 MB of emoji comes back from a record, a row, JSON and a dump',
  ]),
  'trims text': spoils('nickname', (text) => String(text).trim(), [
    'value: text that is searched by comes back as it was',
  ]),
  'keeps three bytes of a character': spoils(
    'note',
    (text) => String(text).replace(/[\u{10000}-\u{10ffff}]/gu, '?'),
    ['series: values come back as they were, and absent keys stay absent'],
  ),
  'keeps 32 bits of an integer': spoils('order', (order) => Number(order) | 0, [
    'value: numbers come back exactly, to the limits',
  ]),
  'keeps numbers in single precision': spoils('ratio', (ratio) => Math.fround(Number(ratio)), [
    'value: numbers come back exactly, to the limits',
  ]),
  'keeps decimals as numbers': spoils('price', (price) => String(Number(price)), [
    'value: decimals come back digit by digit, as they were written',
  ]),
  'knows no time before 1970': spoils('dueAt', (at) => Math.max(0, Number(at)), [
    'value: times come back from before 1970 and after 2100',
  ]),
  'keeps false as nothing': spoils('active', (active) => active || undefined, [
    'value: booleans come back, false too',
  ]),
  'loses null within JSON': spoils('details', withoutNulls, ['value: JSON comes back, however it is nested']),
  'takes a byte order mark, and drops it': {
    breaks: ['value: text that begins with a byte order mark is refused, one within it comes back'],
    sabotage: () => ({
      collection: (right) => ({
        write: (operations) =>
          lenient(
            () => right.write(operations),
            () => right.write(JSON.parse(JSON.stringify(operations).replaceAll('"\ufeff', '"'))),
          ),
      }),
    }),
  },
  'keeps the sign of zero': spoils('ratio', (ratio) => (ratio === 0 ? -0 : ratio), [
    'value: negative zero is stored as 0',
  ]),
  'fails on a decimal that is too long': failsOn('value: a decimal has at most 1,000 digits', () => {
    throw new StorageError('value overflows numeric format')
  }),
  'runs out of stack on deep JSON': failsOn(
    'value: JSON has at most 100 levels, which a dump and a load take as well',
    () => {
      throw new RangeError('Maximum call stack size exceeded')
    },
  ),
  'gives null for what is absent': {
    breaks: [
      'value: an optional key that is absent stays absent',
      'value: a key that holds undefined is an absent one',
    ],
    sabotage: () => ({
      collection: (right) => ({
        get: async (owner, id) => {
          const item = await right.get(owner, id)
          return item && { nickname: null, ...item }
        },
      }),
    }),
  },
  'keeps what is handed in': {
    breaks: ['value: what is handed in is copied'],
    sabotage: () => {
      const kept = new Map<string, unknown>()
      return {
        collection: (right) => ({
          write: (operations) => {
            for (const one of operations) if ('insert' in one) kept.set(one.insert.id, one.insert)
            return right.write(operations)
          },
          get: async (_owner, id) => kept.get(id) as Awaited<ReturnType<typeof right.get>>,
        }),
      }
    },
  },
  'hands out what it keeps': {
    breaks: ['value: what is handed out is a copy'],
    sabotage: () => {
      const kept = new Map<string, unknown>()
      return {
        collection: (right) =>
          collectionSeen(right, (item) => {
            const key = `${item.id} ${item.version}`
            if (!kept.has(key)) kept.set(key, item)
            return kept.get(key) as typeof item
          }),
      }
    },
  },
}
