import { z } from 'zod'
import { maxImportedMonitors } from './imported-monitor.js'

/** The schema of a boolean. SQLite has none, and older versions write 1 and 0. */
const flag = z
  .union([z.boolean(), z.literal([0, 1, '0', '1', 'true', 'false'])], 'expected true or false')
  .nullish()
  .transform((value) => value === true || value === 1 || value === '1' || value === 'true')

const text = z
  .union([z.string(), z.number()], 'expected a text')
  .nullish()
  .transform((value) => (value === null || value === undefined ? '' : String(value)))

/** The schema of a number, which the forms of Uptime Kuma also leave as a text. */
const number = z
  .union(
    [
      z.number(),
      z
        .string()
        .trim()
        .regex(/^-?\d+(?:\.\d+)?$/),
    ],
    'expected a number',
  )
  .nullish()
  .transform((value) => (value === null || value === undefined ? undefined : Number(value)))

const seconds = number.pipe(z.number().min(0).max(1e9).optional())

/** The schema of a list of anything, which SQLite keeps as JSON. */
const listAsJson = z
  .union([z.array(z.unknown()), z.string().transform((json) => parseList(json))])
  .nullish()
  .catch(undefined)

/** The schema of a list of texts, which SQLite keeps as JSON. */
const texts = z
  .union([z.array(z.union([z.string(), z.number()])), z.string()], 'expected a list')
  .nullish()
  .transform((value) => {
    if (typeof value !== 'string') return value?.map(String)
    return value.trim() === '' ? undefined : (parseList(value)?.map(String) ?? value.split(','))
  })

function parseList(json: string): readonly unknown[] | undefined {
  try {
    const list: unknown = JSON.parse(json)
    return Array.isArray(list) ? list : undefined
  } catch {
    return undefined
  }
}

/** The schema of a proxy (server/proxy.js). One that is not active is not used. */
const proxy = z
  .object({
    protocol: text,
    host: text,
    port: number,
    auth: flag,
    username: text,
    password: text,
    active: flag.prefault(true),
  })
  .nullish()

const tag = z.union([
  z.string().transform((name) => ({ name, value: '' })),
  z.object({ name: text, value: text }),
])

/**
 * The schema of one monitor, with the fields that `Monitor.toJSON` of Uptime Kuma 1.23 and 2 writes
 * (server/model/monitor.js). What is not there has Uptime Kuma's own default.
 */
export const monitorSchema = z.object({
  id: number,
  name: text,
  type: z.string().min(1),
  description: text,
  parent: number,
  active: flag.prefault(true),
  url: text,
  hostname: text,
  port: number,
  interval: seconds.transform((interval) => interval || 60),
  retryInterval: seconds,
  timeout: seconds,
  maxretries: number.pipe(z.number().min(0).max(1e6).default(0)),
  tags: z.array(tag).max(1_000).nullish(),
  maintenance: flag,
  upsideDown: flag,
  proxyId: number,
  proxy,
  method: text,
  headers: text,
  body: text,
  httpBodyEncoding: text,
  authMethod: text,
  basic_auth_user: text,
  basic_auth_pass: text,
  tlsCa: text,
  tlsCert: text,
  tlsKey: text,
  accepted_statuscodes: texts,
  maxredirects: number,
  ignoreTls: flag,
  expiryNotification: flag,
  domainExpiryNotification: flag,
  keyword: text,
  invertKeyword: flag,
  jsonPath: text,
  jsonPathOperator: text,
  expectedValue: text,
  dns_resolve_type: text,
  dns_resolve_server: text,
  ipFamily: text,
  grpcUrl: text,
  grpcServiceName: text,
  grpcEnableTls: flag,
  databaseConnectionString: text,
  databaseQuery: text,
  smtpSecurity: text,
  conditions: listAsJson,
  wsSubprotocol: text,
  wsIgnoreSecWebsocketAcceptHeader: flag,
})

/** A monitor of a backup. */
export type KumaMonitor = z.output<typeof monitorSchema>

/** The schema of the monitors: a list, or an object by their ids, as Uptime Kuma 2 sends them. */
const monitors = z
  .union(
    [z.array(z.unknown()), z.record(z.string(), z.unknown()).transform(Object.values)],
    'expected a list of monitors',
  )
  .pipe(
    z
      .array(z.unknown())
      .max(maxImportedMonitors, `expected up to ${maxImportedMonitors} monitors; divide the text`),
  )

/** The schema of a backup, with the parts that are carried over or noted. A list alone is one of monitors. */
export const backupSchema = z.preprocess(
  (given) => (Array.isArray(given) ? { monitorList: given } : given),
  z.object({
    monitorList: monitors,
    notificationList: z.array(z.unknown()).catch([]).default([]),
    statusPageList: z.unknown().optional(),
    proxyList: z.array(z.unknown()).max(maxImportedMonitors).catch([]).default([]),
  }),
)
