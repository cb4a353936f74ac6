import { z } from 'zod'
import { ValidationError } from '../errors/index.js'
import { defined, type OptionsShape, parseOptions } from '../options/index.js'
import type { Page, Where } from '../ports/index.js'
import { type Monitor, monitorsTable } from '../records/monitor-records.js'
import { type MonitorState, monitorStateAt, monitorStates } from '../records/monitor-state.js'
import { type PageOptions, pageShape, timeSlices } from '../runtime/index.js'
import type { MonitorsContext } from './monitors-context.js'

/** A query for monitors. */
export interface MonitorQuery extends PageOptions {
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
  ...pageShape,
} satisfies OptionsShape<MonitorQuery>)

const isId = /^[\da-f-]{36}$/

/** The number of monitors that are read at once. */
const batchSize = 200

/**
 * Returns a page of an owner's monitors, in the order they were created. The cursor is the id of the last one, since most
 * of what a query asks for is in no index.
 */
export async function listMonitors(
  { runtime, ownerId }: MonitorsContext,
  query: MonitorQuery = {},
): Promise<Page<Monitor>> {
  const { limit, after, ...given } = defined(parseOptions('monitors.list', querySchema, query))
  const monitors = runtime.storage.collection(monitorsTable)
  if (Object.keys(given).length === 0) return monitors.page(ownerId, defined({ limit, after }))
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
  { tag, region, tier, state }: Omit<MonitorQuery, keyof PageOptions>,
  now: number,
): boolean {
  if (tag !== undefined && !monitor.tags.includes(tag)) return false
  if (region !== undefined && monitor.region !== region) return false
  if (tier !== undefined && monitor.tier !== tier) return false
  return state === undefined || monitorStateAt(monitor, now) === state
}
