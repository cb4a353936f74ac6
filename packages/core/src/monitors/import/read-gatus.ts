import { ValidationError } from '../../errors/index.js'
import { isInMaintenance, type Weekday, type WeeklyMaintenance } from '../../latency/maintenance.js'
import { defined, parseOptions, type SizeLimits } from '../../options/index.js'
import { toDuration } from '../../time/index.js'
import type { MonitorOptions } from '../monitor-options.js'
import { gatusCheck, urlOf } from './gatus-check.js'
import {
  endpointSchema,
  externalEndpointSchema,
  type GatusAlert,
  type GatusEndpoint,
  type GatusExternalEndpoint,
  type GatusMaintenance,
  gatusSchema,
} from './gatus-config.js'
import { type Mapping, parseGatusFiles } from './gatus-text.js'
import { missingVariables, showVariables, type Variables } from './gatus-variables.js'
import {
  type ImportedConfig,
  type ImportedEntry,
  type ImportedMonitor,
  type ImportNote,
  keyFrom,
  maxUnknownFields,
  type Notes,
  nameFrom,
  readItems,
  tagsFrom,
} from './imported-monitor.js'
import { durationFrom } from './imported-timing.js'

const where = 'readGatus'

/** The limits on what aliases make of the text: "billion laughs" are short. */
const size: SizeLimits = { maxValues: 200_000, maxChars: 2 ** 22 }

/**
 * Reads configurations of Gatus 5: endpoints with their conditions and requests, external endpoints with a heartbeat,
 * groups, labels, maintenance and the thresholds of alerts. What has no like in Telltale becomes a note.
 *
 * @param files - the texts of the files; each may hold several documents, or be a ConfigMap of Kubernetes.
 * @param variables - the values for `${NAME}`.
 * @throws `ValidationError` naming the place that is not as Gatus reads it.
 */
export async function readGatus(
  files: readonly string[],
  variables: Variables = {},
): Promise<ImportedConfig> {
  const configs = await parseGatusFiles(files, variables)
  const shared = sharedOf(configs)
  const entries: ImportedEntry[] = []
  for (const config of configs) entries.push(...(await readConfig(config, shared)))
  if (entries.length === 0)
    throw new ValidationError(where, [{ path: '', message: 'expected `endpoints`, and found none' }])
  return { entries, notes: shared.notes }
}

/** The parts of the configuration that count for all of its files. */
interface Shared {
  readonly maintenance: readonly WeeklyMaintenance[]
  readonly alerts: ReadonlyMap<string, GatusAlert>
  readonly notes: readonly ImportNote[]
}

function sharedOf(configs: readonly Mapping[]): Shared {
  const whole = configs.map((config) =>
    parseOptions(where, gatusSchema.pick({ maintenance: true, alerting: true }), config, size),
  )
  const alerts = whole.flatMap(({ alerting }) => Object.entries(alerting ?? {}))
  const fields = new Set(configs.flatMap((config) => Object.keys(config)).filter(isUnknown))
  return {
    maintenance: whole.flatMap(({ maintenance }) => windowsOf([maintenance], () => 'maintenance')),
    alerts: new Map(
      alerts.flatMap(([type, given]) => (given?.['default-alert'] ? [[type, given['default-alert']]] : [])),
    ),
    notes: [...fields].slice(0, maxUnknownFields).map((field) => ({
      name: '',
      field: field.slice(0, 60),
      message: sharedAdvice[field] ?? 'left out: it is no part of a monitor',
      weakens: field === 'suites',
    })),
  }
}

/** Top-level fields that begin with a dot or an underscore hold anchors. */
const isUnknown = (field: string): boolean =>
  !['endpoints', 'external-endpoints', 'maintenance'].includes(field) && !/^[._x]/.test(field)

const sharedAdvice: Readonly<Record<string, string>> = {
  alerting: 'left out: set up channels and alert rules instead; the thresholds were carried over',
  suites: 'left out: a monitor checks one target; make a monitor for each step that matters',
}

async function readConfig(config: Mapping, shared: Shared): Promise<readonly ImportedEntry[]> {
  const { endpoints, 'external-endpoints': external } = parseOptions(where, gatusSchema, config, size)
  const checked = await readItems<GatusEndpoint>(
    { where, name: 'endpoints', items: endpoints ?? [], schema: endpointSchema, nameOf },
    (item, notes) => readEndpoint(item, shared, notes),
  )
  const reporting = await readItems<GatusExternalEndpoint>(
    { where, name: 'external-endpoints', items: external ?? [], schema: externalEndpointSchema, nameOf },
    (item, notes) => readExternalEndpoint(item, shared, notes),
  )
  return [...checked, ...reporting]
}

/** Gatus' own defaults (config/endpoint/endpoint.go, client/config.go). */
const [defaultIntervalMs, defaultTimeoutMs] = [60_000, 10_000]

function readEndpoint(endpoint: GatusEndpoint, shared: Shared, notes: Notes): ImportedMonitor | undefined {
  const url = urlOf(endpoint, notes)
  if (url === undefined) return undefined
  const { interval, client } = endpoint
  return imported(endpoint, {
    url,
    every: durationFrom('every', interval || defaultIntervalMs, 'interval', notes),
    timeout: durationFrom('timeout', client?.timeout || defaultTimeoutMs, 'client.timeout', notes),
    ...gatusCheck(endpoint, url, notes),
    ...commonOf(endpoint, shared, notes),
  })
}

/** Gatus says that a report is missing as soon as an interval is over. */
const heartbeatGrace = toDuration(1_000)

function readExternalEndpoint(
  endpoint: GatusExternalEndpoint,
  shared: Shared,
  notes: Notes,
): ImportedMonitor | undefined {
  const interval = endpoint.heartbeat?.interval || endpoint.interval
  if (!interval) {
    notes.weaken('heartbeat', 'left out: without an interval nothing tells that a report is missing')
    return undefined
  }
  notes.tell('token', 'left out: the job reports to the new monitor, with `monitors.heartbeat`')
  return imported(endpoint, {
    every: durationFrom('every', interval, 'heartbeat.interval', notes),
    heartbeat: { grace: heartbeatGrace },
    ...commonOf(endpoint, shared, notes),
  })
}

/** Returns the name of an endpoint with its group, which makes it unique. */
const nameOf = ({ name, group }: Pick<GatusEndpoint, 'name' | 'group'>): string =>
  showVariables(group ? `${group} / ${name}` : name)

function imported(endpoint: GatusEndpoint | GatusExternalEndpoint, options: MonitorOptions): ImportedMonitor {
  const shown = nameOf(endpoint)
  return { key: keyFrom(`gatus/${shown}`), options: { ...options, name: nameFrom(shown) } }
}

function commonOf(
  item: GatusEndpoint | GatusExternalEndpoint,
  shared: Shared,
  notes: Notes,
): Pick<MonitorOptions, 'paused' | 'tags' | 'failuresBeforeIncident' | 'maintenance'> {
  const missing = missingVariables([item.name, item.group])
  if (missing.length > 0) notes.tell('name', missingAdvice(missing))
  const own = windowsOf(item['maintenance-windows'] ?? [], (at) => `maintenance-windows[${at}]`)
  const maintenance = [...shared.maintenance, ...own]
  const labels = 'extra-labels' in item ? Object.entries(item['extra-labels'] ?? {}) : []
  const words = [item.group ?? '', ...labels.map(([label, value]) => `${label}=${value}`)]
  return {
    ...defined({
      paused: item.enabled === false ? true : undefined,
      failuresBeforeIncident: thresholdOf(item.alerts ?? [], shared.alerts),
      maintenance: maintenance.length > 0 ? maintenance : undefined,
    }),
    tags: tagsFrom(words.map(showVariables), 'group, extra-labels', notes),
  }
}

/** Returns the advice on variables without a value. */
const missingAdvice = (names: readonly string[]): string =>
  `give ${names.map((name) => `\`${name}\``).join(', ')} in \`variables\``

/** Failed checks in a row before Gatus alerts, unless it is told otherwise (alerting/alert/alert.go). */
const defaultThreshold = 3

function thresholdOf(
  alerts: readonly GatusAlert[],
  defaults: ReadonlyMap<string, GatusAlert>,
): number | undefined {
  const thresholds = alerts.flatMap((alert) => {
    const usual = defaults.get(alert.type ?? '')
    if ((alert.enabled ?? usual?.enabled) === false) return []
    const threshold = alert['failure-threshold'] || usual?.['failure-threshold'] || defaultThreshold
    return [Math.min(Math.max(threshold, 1), 1_000)]
  })
  return thresholds.length > 0 ? Math.min(...thresholds) : undefined
}

function windowsOf(
  given: readonly (GatusMaintenance | null | undefined)[],
  placeOf: (index: number) => string,
): readonly WeeklyMaintenance[] {
  return given.flatMap((window, index) => {
    if (!window) return []
    const { start, duration, timezone, every } = window
    const days = every?.map((day) => day.slice(0, 3).toLowerCase() as Weekday)
    const weekly: WeeklyMaintenance = {
      ...defined({ days: days?.length ? days : undefined }),
      at: start,
      durationMs: duration,
      ...defined({ timeZone: timezone || undefined }),
    }
    try {
      isInMaintenance([weekly], 0)
    } catch (cause) {
      const message = "expected a time zone such as 'Europe/Berlin'"
      throw new ValidationError(where, [{ path: `${placeOf(index)}.timezone`, message }], { cause })
    }
    return [weekly]
  })
}
