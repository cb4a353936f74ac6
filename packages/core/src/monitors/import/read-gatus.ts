import type { z } from 'zod'
import { ValidationError } from '../../errors/index.js'
import { isInMaintenance, type Weekday, type WeeklyMaintenance } from '../../latency/maintenance.js'
import { defined, parseOptions, type SizeLimits } from '../../options/index.js'
import {
  endpointSchema,
  externalEndpointSchema,
  type GatusEndpoint,
  type GatusExternalEndpoint,
  type GatusMaintenance,
  gatusSchema,
} from './gatus-config.js'
import { noteRequest } from './gatus-request.js'
import {
  type AddNote,
  type ImportedConfig,
  type ImportedMonitor,
  type ImportNote,
  type ItemList,
  maxUnknownFields,
  nameFrom,
  readItems,
  tagsFrom,
  urlFrom,
  withinLimits,
} from './imported-monitor.js'

const where = 'readGatus'

/** The limit on the text's length. A file of a thousand endpoints has some 200 KB. */
const maxTextChars = 2 ** 19

/** The limits on what aliases make of the text: "billion laughs" are short. */
const size: SizeLimits = { maxValues: 200_000, maxChars: 2 ** 22 }

/**
 * Reads a configuration of Gatus 5: endpoints over HTTP, TCP, TLS and DNS, external endpoints with a heartbeat, groups,
 * labels and maintenance. What has no like in Telltale, and what is an option of an adapter, becomes a note. Gatus puts
 * variables of the environment in the place of `${NAME}` first, so do that before. The YAML parser is loaded by the
 * first call.
 *
 * @param yaml - the text of the file.
 * @throws `ValidationError` naming the place that is not as Gatus reads it.
 * @example
 * ```ts
 * const { monitors, notes } = await readGatus(configText)
 * for (const { name, field, message } of notes) console.log(`${name}, ${field}: ${message}`)
 * ```
 */
export async function readGatus(yaml: string): Promise<ImportedConfig> {
  const config = parseOptions(where, gatusSchema, await parse(yaml), size)
  const { endpoints, 'external-endpoints': external, maintenance, ...rest } = config
  const notes: ImportNote[] = []
  const always = windowsOf([maintenance], () => 'maintenance')
  const each = <Item extends GatusEndpoint | GatusExternalEndpoint>(
    list: ItemList<z.ZodType<Item>>,
    read: (item: Item, add: AddNote) => Timing | undefined,
  ) =>
    readItems(list, (item) => {
      const name = nameFrom(item.name)
      const add: AddNote = (field, message) => notes.push({ name, field, message })
      const own = windowsOf(item['maintenance-windows'] ?? [], (at) => `maintenance-windows[${at}]`)
      const timing = read(item, add)
      return timing ? [{ name, ...timing, ...commonOf(item, [...always, ...own], add) }] : []
    })
  const monitors = [
    ...(await each({ where, name: 'endpoints', items: endpoints ?? [], schema: endpointSchema }, timingOf)),
    ...(await each(
      { where, name: 'external-endpoints', items: external ?? [], schema: externalEndpointSchema },
      heartbeatOf,
    )),
  ].flat()
  for (const field of Object.keys(rest).slice(0, maxUnknownFields))
    notes.push({ name: '', field: field.slice(0, 60), message: 'left out: only endpoints become monitors' })
  return { monitors, notes }
}

/** The limits of a configuration: far more than any has, and little enough to be read at once. */
const yamlLimits = { maxDepth: 100, maxAliases: 5_000, maxTotalMergeKeys: 100_000 }

async function parse(yaml: string): Promise<unknown> {
  const refuse = (message: string) => new ValidationError(where, [{ path: '', message }])
  if (typeof yaml !== 'string' || yaml.length > maxTextChars)
    throw refuse(`expected the text of a configuration, of up to ${maxTextChars} characters`)
  const { CORE_SCHEMA, load, mergeTag, YAMLException } = await import('js-yaml')
  try {
    return load(yaml, { ...yamlLimits, schema: CORE_SCHEMA.withTags(mergeTag), json: true })
  } catch (cause) {
    // What the parser says may quote the text, which may be a password.
    const line = cause instanceof YAMLException ? cause.mark?.line : undefined
    throw refuse(
      line === undefined
        ? 'expected YAML, neither nested nor repeated without end'
        : `expected YAML, neither nested nor repeated without end: line ${line + 1} cannot be read`,
    )
  }
}

/** The target and the timing of a monitor. */
type Timing = Pick<ImportedMonitor, 'url' | 'everyMs' | 'timeoutMs' | 'heartbeat'>

/** Gatus' own defaults (config/endpoint/endpoint.go, client/config.go). */
const [defaultIntervalMs, defaultTimeoutMs] = [60_000, 10_000]

function timingOf(endpoint: GatusEndpoint, add: AddNote): Timing | undefined {
  const url = urlOf(endpoint, add)
  if (url === undefined) return undefined
  const { protocol } = new URL(url)
  noteRequest(endpoint, protocol, add)
  return {
    url,
    everyMs: withinLimits('every', endpoint.interval || defaultIntervalMs, { field: 'interval', add }),
    timeoutMs: withinLimits('timeout', endpoint.client?.timeout || defaultTimeoutMs, {
      field: 'client.timeout',
      add,
    }),
  }
}

const protocols = ['http:', 'https:', 'tcp:', 'tls:']

function urlOf({ url, dns }: GatusEndpoint, add: AddNote): string | undefined {
  if (dns) {
    const server = url.replace(/:53$/, '')
    const question = `${encodeURIComponent(dns['query-name'])}?type=${encodeURIComponent(dns['query-type'])}`
    return urlFrom(`dns://${server}/${question}`, { field: 'url', add })
  }
  const target = urlFrom(url, { field: 'url', add })
  if (target === undefined || protocols.includes(new URL(target).protocol)) return target
  add('url', `left out: no probe for ${new URL(target).protocol.slice(0, 20)}`)
  return undefined
}

/** Gatus says that a result is missing as soon as an interval is over. */
const heartbeatSpareMs = 1_000

function heartbeatOf({ heartbeat }: GatusExternalEndpoint, add: AddNote): Timing | undefined {
  add('token', 'left out: the job reports to the new monitor instead')
  if (!heartbeat?.interval) {
    add('heartbeat', 'left out: without an interval nothing tells that a report is missing')
    return undefined
  }
  return {
    everyMs: withinLimits('every', heartbeat.interval, { field: 'heartbeat.interval', add }),
    timeoutMs: defaultTimeoutMs,
    heartbeat: { graceMs: heartbeatSpareMs },
  }
}

function commonOf(
  item: GatusEndpoint | GatusExternalEndpoint,
  maintenance: readonly WeeklyMaintenance[],
  add: AddNote,
): Pick<ImportedMonitor, 'paused' | 'tags' | 'failuresBeforeIncident' | 'maintenance'> {
  const alerts = (item.alerts ?? []).filter(({ enabled }) => enabled !== false)
  if (alerts.length > 0) add('alerts', 'left out: set up channels and alert rules instead')
  const thresholds = alerts.map((alert) =>
    Math.min(Math.max(alert['failure-threshold'] || defaultThreshold, 1), 1_000),
  )
  const labels = 'extra-labels' in item ? Object.entries(item['extra-labels'] ?? {}) : []
  const words = [item.group ?? '', ...labels.map(([label, value]) => `${label}=${value}`)]
  return {
    paused: item.enabled === false,
    tags: tagsFrom(words, { field: 'group, extra-labels', add }),
    ...defined({
      failuresBeforeIncident: thresholds.length > 0 ? Math.min(...thresholds) : undefined,
      maintenance: maintenance.length > 0 ? maintenance : undefined,
    }),
  }
}

/** Failed checks in a row before Gatus alerts, unless it is told otherwise (alerting/alert/alert.go). */
const defaultThreshold = 3

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
