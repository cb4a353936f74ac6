import { ValidationError } from '../../errors/index.js'
import { defined, parseOptions, type SizeLimits } from '../../options/index.js'
import { parseJson } from '../../ports/index.js'
import { timeSlices } from '../../runtime/index.js'
import { dayMs } from '../../time/index.js'
import {
  type AddNote,
  type ImportedConfig,
  type ImportedMonitor,
  type ImportNote,
  nameFrom,
  readItems,
  tagsFrom,
  urlFrom,
  withinLimits,
} from './imported-monitor.js'
import { backupSchema, type KumaMonitor, monitorSchema } from './uptime-kuma-backup.js'
import { noteHttpOptions } from './uptime-kuma-http.js'

const where = 'readUptimeKuma'

/** The limit on the text's length. A backup of a thousand monitors has some 2 MB. */
const maxTextChars = 4 * 2 ** 20

/** The limits on what is within it. */
const size: SizeLimits = { maxValues: 500_000, maxChars: maxTextChars }

/**
 * Reads the backup that Uptime Kuma 1 writes (Settings, Backup, Export): HTTP, keyword, JSON, TCP, DNS and push monitors
 * with their groups and tags. What has no like in Telltale, and what is an option of an adapter, becomes a note.
 *
 * @param json - the text of the file.
 * @throws `ValidationError` naming the place that is not as Uptime Kuma writes it.
 * @example
 * ```ts
 * const { monitors, notes } = await readUptimeKuma(backupText)
 * for (const { name, field, message } of notes) console.log(`${name}, ${field}: ${message}`)
 * ```
 */
export async function readUptimeKuma(json: string): Promise<ImportedConfig> {
  const { monitorList, notificationList, proxyList } = parseOptions(where, backupSchema, parse(json), size)
  const notes: ImportNote[] = []
  const list = { where, name: 'monitorList', items: monitorList, schema: monitorSchema }
  const all = await readItems(list, (monitor) => monitor)
  const groups = new Map(all.flatMap(({ id, type, name }) => (type === 'group' && id ? [[id, name]] : [])))
  const pause = timeSlices()
  const monitors: ImportedMonitor[] = []
  for (const monitor of all) {
    const name = nameFrom(monitor.name)
    const add: AddNote = (field, message) => notes.push({ name, field, message })
    const read = monitor.type === 'group' ? undefined : readMonitor(monitor, name, groups, add)
    if (read) monitors.push(read)
    await pause()
  }
  const add: AddNote = (field, message) => notes.push({ name: '', field, message })
  if (notificationList?.length) add('notificationList', 'left out: set up channels and alert rules instead')
  if (proxyList?.length) add('proxyList', 'left out: a probe connects by itself')
  return { monitors, notes }
}

function parse(json: string): unknown {
  const refuse = (message: string) => new ValidationError(where, [{ path: '', message }])
  if (typeof json !== 'string' || json.length > maxTextChars)
    throw refuse(`expected the text of a backup, of up to ${maxTextChars} characters`)
  try {
    return parseJson(json)
  } catch {
    // What the parser says quotes the text, which may be a password.
    throw refuse('expected JSON, as Uptime Kuma 1 exports it under Settings, Backup')
  }
}

type Groups = ReadonlyMap<number, string>

/** Reads one monitor, and adds notes on what is not carried over. `undefined` when Telltale has nothing like it. */
function readMonitor(
  monitor: KumaMonitor,
  name: string,
  groups: Groups,
  add: AddNote,
): ImportedMonitor | undefined {
  const { interval, timeout, maxretries, retryInterval, active } = monitor
  const target = targetOf(monitor, add)
  if (!target) return undefined
  noteRest(monitor, add)
  const everyMs = interval * 1_000
  // Uptime Kuma's own default, for monitors that have none (server/model/monitor.js).
  const timeoutMs = timeout ? timeout * 1_000 : everyMs * 0.8
  const retriesMs = (maxretries ?? 0) * (retryInterval || interval) * 1_000
  return {
    name,
    ...defined({ url: target.url }),
    everyMs: withinLimits('every', everyMs, { field: 'interval', add }),
    timeoutMs: withinLimits('timeout', timeoutMs, { field: 'timeout', add }),
    paused: !active,
    tags: tagsFrom(wordsOf(monitor, groups), { field: 'tags', add }),
    ...(target.url === undefined
      ? { heartbeat: { graceMs: Math.min(graceMs + retriesMs, maxGraceMs) } }
      : { failuresBeforeIncident: (maxretries ?? 0) + 1 }),
  }
}

/** The time after its interval until which Uptime Kuma waits for a heartbeat. */
const graceMs = 1_000

const maxGraceMs = 30 * dayMs

function wordsOf({ parent, tags }: KumaMonitor, groups: Groups): readonly string[] {
  const group = parent ? groups.get(parent) : undefined
  const words = (tags ?? []).map(({ name, value }) => (value === '' ? name : `${name}=${value}`))
  return group === undefined ? words : [group, ...words]
}

/** The target of a monitor. One without a URL is a push monitor. */
type Target = { readonly url?: string }

function targetOf(monitor: KumaMonitor, add: AddNote): Target | undefined {
  const { type, hostname, port } = monitor
  switch (type) {
    case 'push':
      add('pushToken', 'left out: the job reports to the new monitor instead of the old push URL')
      return {}
    case 'http':
    case 'keyword':
    case 'json-query':
      noteHttpOptions(monitor, add)
      return target(urlFrom(monitor.url, { field: 'url', add }))
    case 'port':
      return target(urlFrom(port ? `tcp://${inBrackets(hostname)}:${port}` : '', { field: 'hostname', add }))
    case 'dns':
      return target(urlFrom(dnsUrl(monitor, add), { field: 'hostname', add }))
    default:
      add(
        'type',
        `left out: no probe does what a monitor of the type ${JSON.stringify(type.slice(0, 40))} does`,
      )
      return undefined
  }
}

const target = (url: string | undefined): Target | undefined => (url === undefined ? undefined : { url })

const inBrackets = (host: string): string => (/^[\da-f:]+:[\da-f:]*$/i.test(host) ? `[${host}]` : host)

function dnsUrl({ hostname, port, dns_resolve_server, dns_resolve_type }: KumaMonitor, add: AddNote): string {
  const [server = '', ...others] = dns_resolve_server.split(',').map((each) => each.trim())
  if (others.length > 0)
    add('dns_resolve_server', 'only the first name server is asked; make a monitor for each other')
  const at = port && Number(port) !== 53 ? `:${port}` : ''
  return `dns://${inBrackets(server)}${at}/${encodeURIComponent(hostname)}?type=${encodeURIComponent(dns_resolve_type || 'A')}`
}

function noteRest(monitor: KumaMonitor, add: AddNote): void {
  const { description, upsideDown, maxretries, retryInterval, interval } = monitor
  if (description !== '') add('description', 'left out: a monitor has a name and tags')
  if (upsideDown) add('upsideDown', 'left out: no monitor is healthy while its target fails')
  if (maxretries && retryInterval && retryInterval !== interval && monitor.type !== 'push')
    add('retryInterval', 'left out: a monitor that fails is checked as often as before')
  if (monitor.maintenance)
    add('maintenance', 'left out: the backup does not say when; set `maintenance` of the monitor')
  if (monitor.proxyId) add('proxyId', 'left out: a probe connects by itself')
  if (Object.keys(monitor.notificationIDList ?? {}).length > 0)
    add('notificationIDList', 'left out: set up channels and alert rules instead')
  if (monitor.resendInterval) add('resendInterval', 'left out: set up channels and alert rules instead')
}
