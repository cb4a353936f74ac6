import { ValidationError } from '../../errors/index.js'
import { defined, parseOptions, type SizeLimits } from '../../options/index.js'
import { parseJson } from '../../ports/index.js'
import { dayMs, toDuration } from '../../time/index.js'
import type { MonitorOptions } from '../monitor-options.js'
import {
  type ImportedConfig,
  type ImportedMonitor,
  type ImportNote,
  keyFrom,
  type Notes,
  nameFrom,
  readItems,
  tagsFrom,
} from './imported-monitor.js'
import { durationFrom } from './imported-timing.js'
import { backupSchema, type KumaMonitor, monitorSchema } from './uptime-kuma-backup.js'
import { kumaCheck } from './uptime-kuma-check.js'
import { readKumaTables } from './uptime-kuma-database.js'

const where = 'readUptimeKuma'

/** The limit on the text's length. A backup of a thousand monitors has some 2 MB. */
const maxTextChars = 4 * 2 ** 20

/** The limits on what is within it. */
const size: SizeLimits = { maxValues: 500_000, maxChars: maxTextChars }

/**
 * Reads the monitors of Uptime Kuma 1 and 2: a backup (Settings, Backup, Export), the list of monitors as a list or as an
 * object by their ids, or the bytes of its database. Groups become tags. What has no like in Telltale becomes a note.
 *
 * @throws `ValidationError` when there is no list of monitors.
 */
export async function readUptimeKuma(config: string | Uint8Array): Promise<ImportedConfig> {
  const { monitorList, notificationList, statusPageList, proxyList } = parseOptions(
    where,
    backupSchema,
    config instanceof Uint8Array ? await readKumaTables(config) : parse(config),
    size,
  )
  const isGroup = (given: unknown): boolean => Object(given).type === 'group'
  const groups = new Map(
    monitorList.filter(isGroup).map((given) => [Number(Object(given).id), groupOf(given)]),
  )
  const proxies = new Map(proxyList.map((given) => [Number(Object(given).id), given]))
  const items = monitorList.filter((given) => !isGroup(given)).map((given) => withProxy(given, proxies))
  if (items.length === 0)
    throw new ValidationError(where, [{ path: '', message: 'expected monitors, and found none' }])
  const nameOf = ({ name, url, hostname }: KumaMonitor) => nameFrom(name || url || hostname || 'unnamed')
  const entries = await readItems(
    { where, name: 'monitorList', items, schema: monitorSchema, nameOf },
    (monitor, notes) => readMonitor(monitor, { name: nameOf(monitor), groups }, notes),
  )
  return { entries, notes: sharedNotes(notificationList, statusPageList) }
}

function sharedNotes(notifications: readonly unknown[], statusPages: unknown): readonly ImportNote[] {
  const note = (field: string, message: string) => ({ name: '', field, message, weakens: false })
  const pages = Object.keys(Object(statusPages)).length
  return [
    ...(notifications.length > 0
      ? [note('notificationList', 'left out: set up channels and alert rules instead')]
      : []),
    ...(pages > 0 ? [note('statusPageList', 'left out: make status pages with `statusPages`')] : []),
  ]
}

function parse(json: string): unknown {
  const refuse = (message: string) => new ValidationError(where, [{ path: '', message }])
  if (typeof json !== 'string' || json.length > maxTextChars)
    throw refuse(`expected the text of a backup, of up to ${maxTextChars} characters`)
  try {
    return parseJson(json.replace(/^\uFEFF/, ''))
  } catch {
    // What the parser says quotes the text, which may be a password.
    throw refuse('expected JSON, as Uptime Kuma exports it under Settings, Backup')
  }
}

/** Puts the proxy of a monitor beside its id. */
function withProxy(given: unknown, proxies: ReadonlyMap<number, unknown>): unknown {
  const proxy = proxies.get(Number(Object(given).proxyId))
  return proxy === undefined ? given : { ...Object(given), proxy }
}

const groupOf = (given: unknown): string => String(Object(given).name ?? '')

/** The name of a monitor, and the groups that it may be in. */
interface Naming {
  readonly name: string
  readonly groups: ReadonlyMap<number, string>
}

function readMonitor(
  monitor: KumaMonitor,
  { name, groups }: Naming,
  notes: Notes,
): ImportedMonitor | undefined {
  const check = kumaCheck(monitor, notes)
  if (!check) return undefined
  noteRest(monitor, notes)
  const isPush = check.url === undefined
  const options: MonitorOptions & { readonly name: string } = {
    name,
    ...check,
    every: durationFrom('every', monitor.interval * 1_000, 'interval', notes),
    ...(isPush ? heartbeatOf(monitor) : timingOf(monitor, notes)),
    ...defined({ paused: monitor.active ? undefined : true }),
    tags: tagsFrom(wordsOf(monitor, groups), 'tags', notes),
  }
  return { key: keyFrom(`uptime-kuma/${monitor.id ?? name}`), options }
}

function timingOf(monitor: KumaMonitor, notes: Notes): MonitorOptions {
  const { interval, timeout, maxretries, retryInterval } = monitor
  // Uptime Kuma's own default, for monitors that have none (server/model/monitor.js).
  const timeoutMs = timeout ? timeout * 1_000 : interval * 800
  const times = Math.min(maxretries, maxRetries)
  const retryMs = (retryInterval || interval) * 1_000
  return {
    timeout: durationFrom('timeout', timeoutMs, 'timeout', notes),
    failuresBeforeIncident: times + 1,
    ...defined({
      retry:
        times > 0 && retryMs !== interval * 1_000
          ? { every: durationFrom('retry', retryMs, 'retryInterval', notes), times }
          : undefined,
    }),
  }
}

const maxRetries = 100

/** The time after its interval until which Uptime Kuma waits for a heartbeat. */
const graceMs = 1_000

const maxGraceMs = 30 * dayMs

function heartbeatOf({ maxretries, retryInterval, interval }: KumaMonitor): MonitorOptions {
  const retriesMs = maxretries * (retryInterval || interval) * 1_000
  return { heartbeat: { grace: toDuration(Math.min(graceMs + retriesMs, maxGraceMs)) } }
}

function wordsOf({ parent, tags }: KumaMonitor, groups: ReadonlyMap<number, string>): readonly string[] {
  const group = parent ? groups.get(parent) : undefined
  const words = (tags ?? []).map(({ name, value }) => (value === '' ? name : `${name}=${value}`))
  return group === undefined ? words : [group, ...words]
}

function noteRest(monitor: KumaMonitor, notes: Notes): void {
  if (monitor.description !== '') notes.tell('description', 'left out: a monitor has a name and tags')
  if ((monitor.conditions?.length ?? 0) > 0)
    notes.weaken('conditions', 'left out: set `expect` of the monitor')
  if (monitor.maintenance)
    notes.tell('maintenance', 'left out: the backup does not say when; set `maintenance` of the monitor')
  if (monitor.domainExpiryNotification)
    notes.weaken('domainExpiryNotification', 'left out: no probe asks when a domain ends')
}
