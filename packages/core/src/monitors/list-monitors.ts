import { z } from 'zod'
import { ValidationError } from '../errors/index.js'
import { isInMaintenance } from '../latency/maintenance.js'
import { defined, type OptionsShape, parseOptions } from '../options/index.js'
import type { Page, Where } from '../ports/index.js'
import { type Monitor, monitorsTable } from '../records/monitor-records.js'
import { type PageOptions, pageShape, timeSlices } from '../runtime/index.js'
import type { MonitorsContext } from './monitors-context.js'

/** The states of a monitor, for a query. */
export const monitorStates = ['up', 'down', 'failing', 'maintenance', 'paused', 'new'] as const

/**
 * The state of a monitor: `down` while it has an incident, `failing` while too few checks in a row have failed for one,
 * `maintenance` and `paused` whatever its checks say, `new` before its first check that counts, and `up` otherwise.
 */
export type MonitorState = (typeof monitorStates)[number]

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

/** Returns the state of a monitor at a time. */
function monitorStateAt(
  { paused, maintenance, failing, tier }: Pick<Monitor, 'paused' | 'maintenance' | 'failing' | 'tier'>,
  now: number,
): MonitorState {
  if (paused) return 'paused'
  if (isInMaintenance(maintenance, now)) return 'maintenance'
  if (failing) return failing.incidentId === undefined ? 'failing' : 'down'
  return tier === undefined ? 'new' : 'up'
}

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
