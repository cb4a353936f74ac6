import { defined, parseUrl } from '../options/index.js'
import { type Monitor, monitorsTable } from '../records/monitor-records.js'
import type { StatusPage } from '../records/status-page-records.js'
import { everyRecord, type Runtime } from '../runtime/index.js'
import { maxShownMonitors } from './status-page-options.js'

/** A monitor with the name that readers see. */
export interface ShownMonitor {
  readonly name: string
  readonly monitor: Monitor
}

/** The monitors of a group of a page. */
interface ShownGroup {
  readonly name?: string
  readonly monitors: readonly ShownMonitor[]
}

/** Reads the monitors of a status page by group. Those that were deleted, and groups without any, are left out. */
export async function monitorsOf(
  { storage }: Runtime,
  { ownerId, groups }: StatusPage,
): Promise<readonly ShownGroup[]> {
  const tagged = await monitorsWithTags(storage, ownerId, new Set(groups.flatMap(({ tag }) => tag ?? [])))
  const shown: ShownGroup[] = []
  const names = new Map<string, string>()
  const show = (monitor: Monitor, name?: string): ShownMonitor => {
    const known = names.get(monitor.id) ?? name ?? publicName(monitor) ?? `Service ${names.size + 1}`
    names.set(monitor.id, known)
    return { name: known, monitor }
  }
  for (const { name, monitors = [], tag } of groups) {
    const members: ShownMonitor[] = []
    for (const one of monitors) {
      const monitor = await storage.collection(monitorsTable).get(ownerId, one.id)
      if (monitor) members.push(show(monitor, one.name))
    }
    const named = new Set(monitors.map(({ id }) => id))
    for (const monitor of tagged)
      if (
        tag !== undefined &&
        monitor.tags.includes(tag) &&
        !named.has(monitor.id) &&
        names.size < maxShownMonitors
      )
        members.push(show(monitor))
    if (members.length > 0) shown.push({ ...defined({ name }), monitors: members })
  }
  return shown
}

/** Reads the monitors that have one of several tags, in the order of their names. */
async function monitorsWithTags(
  storage: Runtime['storage'],
  ownerId: string,
  tags: ReadonlySet<string>,
): Promise<readonly Monitor[]> {
  if (tags.size === 0) return []
  const found: Monitor[] = []
  for await (const monitor of everyRecord(storage.collection(monitorsTable), ownerId))
    if (monitor.tags.some((tag) => tags.has(tag))) found.push(monitor)
  return found.toSorted((one, other) => one.name.localeCompare(other.name))
}

/** Returns the name of a monitor, unless it is, or holds, the address that is checked. */
function publicName({ name, url }: Monitor): string | undefined {
  const { host = '', hostname = '', pathname = url } = parseUrl(url) ?? {}
  const isAddress = name === `${host}${pathname}` || name.includes('://')
  const holdsHost = hostname !== '' && name.toLowerCase().includes(hostname)
  return isAddress || holdsHost ? undefined : name
}
