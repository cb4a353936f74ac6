import { z } from 'zod'
import { monitorList } from './imported-monitor.js'

/** The schema of a boolean. SQLite has none, and older versions write 1 and 0. */
const flag = z
  .union([z.boolean(), z.literal([0, 1])], 'expected true or false')
  .nullish()
  .transform((value) => Boolean(value))

const text = z
  .string()
  .nullish()
  .transform((value) => value ?? '')
const seconds = z.number().min(0).max(1e9).nullish()

/** The schema of one monitor, with the fields that `Monitor.toJSON` of Uptime Kuma 1.23 writes. */
export const monitorSchema = z.object({
  id: z.number().nullish(),
  name: z.string().trim().min(1),
  type: z.string().min(1),
  description: text,
  parent: z.number().nullish(),
  active: flag.prefault(true),
  url: text,
  hostname: text,
  port: z.union([z.number(), z.string().regex(/^\d*$/)], 'expected a port').nullish(),
  interval: z.number().positive().max(1e9),
  retryInterval: seconds,
  timeout: seconds,
  maxretries: z.number().min(0).max(999).nullish(),
  tags: z
    .array(z.object({ name: z.string(), value: text }))
    .max(1_000)
    .nullish(),
  maintenance: flag,
  upsideDown: flag,
  notificationIDList: z.record(z.string(), z.unknown()).nullish(),
  resendInterval: seconds,
  proxyId: z.number().nullish(),
  method: text,
  headers: text,
  body: text,
  httpBodyEncoding: text,
  authMethod: text,
  basic_auth_user: text,
  accepted_statuscodes: z.array(z.string()).nullish(),
  maxredirects: z.number().nullish(),
  ignoreTls: flag,
  expiryNotification: flag,
  keyword: text,
  invertKeyword: flag,
  jsonPath: text,
  expectedValue: text,
  dns_resolve_type: text,
  dns_resolve_server: text,
})

/** A monitor of a backup. */
export type KumaMonitor = z.output<typeof monitorSchema>

/** The schema of a backup, with the fields that are carried over or noted. */
export const backupSchema = z.object({
  monitorList,
  notificationList: z.array(z.unknown()).nullish(),
  proxyList: z.array(z.unknown()).nullish(),
})
