import type { Series, SeriesRow } from '@telltale/core/ports'
import { type BrokenStorage, changed, lenient, seriesSeen } from './sabotage.js'

/** Storages that go wrong in series. */
export const brokenSeries: Record<string, BrokenStorage> = {
  'adds a row again that is there': {
    breaks: ['series: a row that is already there is ignored, and the first one stays'],
    sabotage: () => {
      let again = 0
      return {
        series: (right) => ({
          append: async (rows) => {
            const results = rows.map(async (row) => {
              const isNew = await right.append([row])
              return isNew || right.append([changed(row, { id: `${row.id} again ${again++}` })])
            })
            return (await Promise.all(results)).reduce((sum, count) => sum + count, 0)
          },
        }),
      }
    },
  },
  'puts a row in the place of the one that is there': {
    breaks: ['series: a row that is already there is ignored, and the first one stays'],
    sabotage: () => {
      const last = new Map<string, unknown>()
      const keyOf = ({ ownerId, key, at, id }: SeriesRow) => JSON.stringify([ownerId, key, at, id])
      return {
        series: (right) => ({
          ...seriesSeen(right, (row) => (last.get(keyOf(row)) as typeof row | undefined) ?? row),
          append: (rows) => {
            for (const row of rows) last.set(keyOf(row), row)
            return right.append(rows)
          },
        }),
      }
    },
  },
  'keeps the row that is there where it is to be replaced': {
    breaks: ['series: replace puts a row in the place of the one that is there, and adds what is not'],
    sabotage: () => ({ series: (right) => ({ replace: right.append }) }),
  },
  'keeps what a replaced row had beside the new one': {
    breaks: ['series: replace puts a row in the place of the one that is there, and adds what is not'],
    sabotage: () => ({
      series: (right) => ({
        replace: async (rows) => {
          const [row] = rows
          const old = row && (await right.range(row.ownerId, [row.key]))
          return right.replace(
            rows.map((row) => ({ ...old?.find(({ at, id }) => at === row.at && id === row.id), ...row })),
          )
        },
      }),
    }),
  },
  'counts every row that it replaces as new': {
    breaks: ['series: replace puts a row in the place of the one that is there, and adds what is not'],
    sabotage: () => ({
      series: (right) => ({
        replace: async (rows) => {
          await right.replace(rows)
          return rows.length
        },
      }),
    }),
  },
  'replaces what fits of a call that it refuses': {
    breaks: ['series: replace puts a row in the place of the one that is there, and adds what is not'],
    sabotage: () => ({
      series: (right) => ({
        replace: async (rows) => {
          const counts: number[] = []
          for (const row of rows) counts.push(await right.replace([row]))
          return counts.reduce((sum, count) => sum + count, 0)
        },
      }),
    }),
  },
  'tells rows apart by key and time alone': {
    breaks: ['series: owner, key, time and id tell rows apart'],
    sabotage: () => ({
      series: (right) => ({ append: (rows) => right.append(rows.map((row) => changed(row, { id: 'one' }))) }),
    }),
  },
  'counts the rows of a call, not the new ones': {
    breaks: ['series: owner, key, time and id tell rows apart'],
    sabotage: () => ({
      series: (right) => ({
        append: async (rows) => {
          await right.append(rows)
          return rows.length
        },
      }),
    }),
  },
  'deletes keys from every series': {
    breaks: ['series: rows of one series are not in another'],
    sabotage: () => {
      const deletions = new Map<string, Series<SeriesRow>['deleteKeys']>()
      return {
        series: (right, { name }) => {
          deletions.set(name, right.deleteKeys)
          return {
            deleteKeys: async (owner, keys) => {
              const counts = Array.from(deletions.values(), (deleteKeys) => deleteKeys(owner, keys))
              return Math.max(...(await Promise.all(counts)))
            },
          }
        },
      }
    },
  },
  'gives the rows of one time in the order of a dictionary': {
    breaks: ['series: rows come by time, and by id where that is equal, in whatever order they came in'],
    sabotage: () => ({
      series: (right) => ({
        range: async (owner, keys, query) =>
          (await right.range(owner, keys, query)).toSorted(
            (left, then) => left.at - then.at || left.id.localeCompare(then.id, 'en'),
          ),
      }),
    }),
  },
  'takes the last row that came in for the newest': {
    breaks: ['series: latest gives the newest row of each key that has any'],
    sabotage: () => {
      const last = new Map<string, SeriesRow>()
      return {
        series: (right) => ({
          append: (rows) => {
            for (const row of rows) last.set(row.key, row)
            return right.append(rows)
          },
          latest: async (owner, keys) => {
            const newest = await right.latest(owner, keys)
            return new Map(Array.from(newest, ([key, row]) => [key, (last.get(key) as typeof row) ?? row]))
          },
        }),
      }
    },
  },
  'gives several keys in the order of their names': {
    breaks: ['series: range gives all rows of several keys, in the order of the keys, each key once'],
    sabotage: () => ({
      series: (right) => ({ range: (owner, keys, query) => right.range(owner, keys.toSorted(), query) }),
    }),
  },
  'gives all fields, whichever are wanted': {
    breaks: ['series: range gives only the fields that are wanted, beside what tells the row apart'],
    sabotage: () => ({
      series: (right) => ({
        range: (owner, keys, { fields, ...query } = {}) => right.range(owner, keys, query),
      }),
    }),
  },
  'takes the end of a span in': {
    breaks: ['series: a span begins at from and ends before to'],
    sabotage: () => ({
      series: (right) => ({
        range: (owner, keys, query = {}) =>
          right.range(owner, keys, query.to === undefined ? query : { ...query, to: query.to + 1 }),
      }),
    }),
  },
  'leaves the beginning of a span out of pages': {
    breaks: ['series: a span begins at from and ends before to'],
    sabotage: () => ({
      series: (right) => ({
        page: (owner, key, query) =>
          right.page(owner, key, query.from === undefined ? query : { ...query, from: query.from + 1 }),
      }),
    }),
  },
  'counts the keys that it deletes, not the rows': {
    breaks: ['series: deleteKeys removes all rows of the keys, and says how many'],
    sabotage: () => ({
      series: (right) => ({
        deleteKeys: async (owner, keys) => {
          await right.deleteKeys(owner, keys)
          return keys.length
        },
      }),
    }),
  },
  'drops what is as old as the time, too': {
    breaks: ['series: dropBefore removes what is older than a time, of every owner and key'],
    sabotage: () => ({ series: (right) => ({ dropBefore: (at) => right.dropBefore(at + 1) }) }),
  },
  'keeps numbers of a series in single precision': {
    breaks: ['series: values come back as they were, and absent keys stay absent'],
    sabotage: () => ({
      series: (right) =>
        seriesSeen(right, (row) =>
          'value' in row ? changed(row, { value: Math.fround(Number(row.value)) }) : row,
        ),
    }),
  },
  'hands out the rows that it keeps': {
    breaks: ['series: what is handed in and out is copied'],
    sabotage: () => {
      const kept = new Map<string, unknown>()
      return {
        series: (right) =>
          seriesSeen(right, (row) => {
            if (!kept.has(row.id)) kept.set(row.id, row)
            return kept.get(row.id) as typeof row
          }),
      }
    },
  },
  'adds those rows of a call that fit': {
    breaks: ['series: one row that does not fit its columns has the whole call refused'],
    sabotage: () => ({
      series: (right) => ({
        append: async (rows) => {
          const counts = rows.map((row) =>
            lenient(
              () => right.append([row]),
              () => 0,
            ),
          )
          return (await Promise.all(counts)).reduce((sum, count) => sum + count, 0)
        },
      }),
    }),
  },
}

/** Storages that go wrong in pages of series. */
export const brokenSeriesPages: Record<string, BrokenStorage> = {
  'goes on after the time, not after the row': {
    breaks: ['series page: each row comes once, in either direction, where many share a time'],
    sabotage: () => {
      const lastTimes = new Map<string, number>()
      return {
        series: (right) => ({
          page: async (owner, key, query) => {
            const page = await right.page(owner, key, query)
            const seen = query.after === undefined ? undefined : lastTimes.get(query.after)
            const last = page.items.at(-1)
            if (page.next !== undefined && last) lastTimes.set(page.next, last.at)
            return { ...page, items: page.items.filter(({ at }) => at !== seen) }
          },
        }),
      }
    },
  },
  'gives the oldest first unless asked otherwise': {
    breaks: ['series page: each row comes once, in either direction, where many share a time'],
    sabotage: () => ({
      series: (right) => ({
        page: (owner, key, query) => right.page(owner, key, { direction: 'asc', ...query }),
      }),
    }),
  },
  'says that more rows follow whenever a page is full': {
    breaks: ['series page: next is absent on the last page, also when it is full'],
    sabotage: () => ({
      series: (right) => ({
        page: async (owner, key, query) => {
          const page = await right.page(owner, key, query)
          return page.items.length === query.limit ? { next: 'end', ...page } : page
        },
      }),
    }),
  },
  'counts off the rows before a page': {
    breaks: [
      'series page: stays right while rows are added and dropped',
      'contention: a page of a series stays right while rows are added and deleted at the same moment',
    ],
    sabotage: () => ({
      series: (right) => ({
        page: async (owner, key, { after, limit, ...query }) => {
          const { items } = await right.page(owner, key, { ...query, limit: 1_000 })
          const from = Number(after ?? 0)
          const page = { items: items.slice(from, from + limit) }
          return from + limit < items.length ? { ...page, next: String(from + limit) } : page
        },
      }),
    }),
  },
  'begins a series anew with a cursor that it does not know': {
    breaks: ['series page: a cursor that is not of this very list, or a bad limit, is refused'],
    sabotage: () => ({
      series: (right) => ({
        page: (owner, key, { after, ...query }) =>
          lenient(
            () => right.page(owner, key, after === undefined ? query : { ...query, after }),
            () => right.page(owner, key, query),
          ),
      }),
    }),
  },
}
