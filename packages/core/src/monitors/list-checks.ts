import { z } from 'zod'
import { ValidationError } from '../errors/index.js'
import { defined, type OptionsShape, parseOptions } from '../options/index.js'
import type { Page } from '../ports/index.js'
import { type Check, type CheckRow, checkFromRow, checksTable } from '../records/monitor-records.js'
import { type HistoryOptions, historyShape } from '../runtime/index.js'
import type { MonitorsContext } from './monitors-context.js'

/** A query for checks of a monitor. */
export interface CheckQuery extends HistoryOptions {
  /** `true` for those that failed only. A page may then have fewer than `limit`, although another one follows. @default false */
  readonly failed?: boolean
}

const querySchema = z.strictObject({
  failed: z.boolean().default(false),
  ...historyShape,
} satisfies OptionsShape<CheckQuery>)

/** The number of checks that are read at once, and for one page at most: of two weeks by the minute. */
const [batchSize, maxRead] = [1_000, 20_000]

/** Returns a page of a monitor's checks, newest first. */
export async function listChecks(
  { runtime, ownerId, records }: MonitorsContext,
  id: string,
  query: CheckQuery = {},
): Promise<Page<Check>> {
  const { failed, ...range } = defined(parseOptions('monitors.checks', querySchema, query))
  await records.find(id)
  if (failed) return failedChecks({ runtime, ownerId }, id, range)
  const { items, ...rest } = await runtime.storage.series(checksTable).page(ownerId, id, range)
  return { ...rest, items: items.map(checkFromRow) }
}

/** Reads checks until enough of them failed. The cursor is the time and id of the last one that was read. */
async function failedChecks(
  { runtime, ownerId }: Pick<MonitorsContext, 'runtime' | 'ownerId'>,
  id: string,
  { limit, after, from, to }: Omit<z.output<typeof querySchema>, 'failed'>,
): Promise<Page<Check>> {
  const checks = runtime.storage.series(checksTable)
  const found: Check[] = []
  let last = after === undefined ? undefined : readCursor(after)
  for (let read = 0; read < maxRead; read += batchSize) {
    const end = last === undefined ? to : Math.min(last.at + 1, to ?? Number.POSITIVE_INFINITY)
    const page = await checks.page(ownerId, id, { limit: batchSize, ...defined({ from, to: end }) })
    for (const row of page.items) {
      if (last && !isAfter(row, last)) continue
      if (found.length === limit) return { items: found, next: cursorOf(last as Position) }
      if (row.failureKind !== undefined) found.push(checkFromRow(row))
      last = row
    }
    if (page.next === undefined) return { items: found }
  }
  return { items: found, next: cursorOf(last as Position) }
}

type Position = Pick<CheckRow, 'at' | 'id'>

/** Checks whether a row comes after another, newest first. */
const isAfter = (row: Position, last: Position): boolean =>
  row.at < last.at || (row.at === last.at && row.id < last.id)

const cursorOf = ({ at, id }: Position): string => `${at} ${id}`

function readCursor(text: string): Position {
  const [, at, id = ''] = /^(\d+) (.+)$/.exec(text) ?? []
  if (at === undefined)
    throw new ValidationError('monitors.checks', [
      { path: 'after', message: 'expected the `next` of the previous page, of the same query' },
    ])
  return { at: Number(at), id }
}
