import { z } from 'zod'
import { ValidationError } from '../errors/index.js'
import { defined, type OptionsShape, parseOptions } from '../options/index.js'
import type { Where } from '../ports/index.js'
import { type Monitor, monitorsTable } from '../records/monitor-records.js'
import { type MonitorState, monitorStateAt, monitorStates } from '../records/monitor-state.js'
import { type ListOptions, type ListPage, listPage, listShape, timeSlices } from '../runtime/index.js'
import type { MonitorsContext } from './monitors-context.js'

/** A query for monitors. */
export interface MonitorQuery extends ListOptions {
  /** The tag that they have. @default any */
  readonly tag?: string
  /** The region that they have. @default any */
  readonly region?: string
  /** The name of the tier that they are in. @default any */
  readonly tier?: string
  /** The state that they are in. @default any */
  readonly state?: MonitorState
}

const querySchema = z.strictObject({
  tag: z.string().max(50).optional(),
  region: z.string().max(50).optional(),
  tier: z.string().max(100).optional(),
  state: z.enum(monitorStates).optional(),
  ...listShape,
} satisfies OptionsShape<MonitorQuery>)

const isId = /^[\da-f-]{36}$/

/** The number of monitors that are read at once. */
const batchSize = 200

/**
 * Returns a page of an owner's monitors, in the order they were created. The cursor is the id of the last one, since most
 * of what a query asks for is in no index: for the same reason those that a query selects are not counted.
 */
export async function listMonitors(
  { runtime, ownerId }: MonitorsContext,
  query: MonitorQuery = {},
): Promise<ListPage<Monitor>> {
  const { limit, after, total, ...given } = defined(parseOptions('monitors.list', querySchema, query))
  const monitors = runtime.storage.collection(monitorsTable)
  if (Object.keys(given).length === 0) return listPage(monitors, ownerId, { limit, after, total })
  if (after !== undefined && !isId.test(after))
    throw new ValidationError('monitors.list', [
      { path: 'after', message: 'expected the `next` of the previous page, of the same query' },
    ])
  const now = runtime.clock.now()
  const found: Monitor[] = []
  const pause = timeSlices()
  let last = after
  for (;;) {
    const where: Where<Monitor> = last === undefined ? {} : { id: { gt: last } }
    const { items, next } = await monitors.page(ownerId, { where, limit: batchSize })
    for (const monitor of items) {
      if (found.length === limit) return { items: found, next: last as string }
      if (isSelected(monitor, given, now)) found.push(monitor)
      last = monitor.id
    }
    if (next === undefined) return { items: found }
    await pause()
  }
}

function isSelected(
  monitor: Monitor,
  { tag, region, tier, state }: Omit<MonitorQuery, keyof ListOptions>,
  now: number,
): boolean {
  if (tag !== undefined && !monitor.tags.includes(tag)) return false
  if (region !== undefined && monitor.region !== region) return false
  if (tier !== undefined && monitor.tier !== tier) return false
  return state === undefined || monitorStateAt(monitor, now) === state
}
