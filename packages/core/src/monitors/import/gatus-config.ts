import { z } from 'zod'
import { dayMs, hourMs, minuteMs } from '../../time/index.js'
import { monitorList } from './imported-monitor.js'

/** Parses a duration as Go writes it (`time.ParseDuration`), such as `1m30s`, into milliseconds. */
export function goDurationMs(text: string): number | undefined {
  const parts =
    text.match(/^(?:\d{1,9}(?:\.\d{1,9})?(?:ns|us|µs|ms|h|m|s))+$/) &&
    text.matchAll(/([\d.]+)(ns|us|µs|ms|h|m|s)/g)
  if (!parts) return text === '0' ? 0 : undefined
  return Array.from(parts).reduce(
    (sum, [, count, unit]) => sum + Number(count) * (unitMs[unit as string] ?? Number.NaN),
    0,
  )
}

const unitMs: Readonly<Record<string, number>> = {
  ns: 1e-6,
  us: 1e-3,
  µs: 1e-3,
  ms: 1,
  s: 1_000,
  m: minuteMs,
  h: hourMs,
}

const duration = z.union([z.string(), z.literal(0)]).transform((given, context) => {
  const ms = goDurationMs(String(given))
  if (ms !== undefined) return ms
  context.addIssue({ code: 'custom', message: "expected a duration such as '1m30s'" })
  return z.NEVER
})

/** The schema of a text. YAML reads a bare `5` as a number where Go reads a text. */
const text = z.union([z.string(), z.number(), z.boolean()], 'expected a text').transform(String)
const texts = z.record(z.string(), text).nullish()

const maintenanceWindow = z.object({
  start: z.string().regex(/^(?:[01]\d|2[0-3]):[0-5]\d$/, "expected a time such as '23:00'"),
  duration: duration.pipe(z.number().positive().max(dayMs)),
  timezone: z.string().nullish(),
  every: z
    .array(z.enum(['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday']))
    .nullish(),
})

/** The schema of a maintenance window. One that is disabled is not checked, as in Gatus. */
const maintenance = z.preprocess(
  (given) => (Object(given).enabled === false ? undefined : given),
  maintenanceWindow.nullish(),
)

/** The schema of an alert, or of the alert that those of its kind begin with. */
const alert = z.object({
  type: z.string().nullish(),
  enabled: z.boolean().nullish(),
  'failure-threshold': z.int().nullish(),
})

/** The fields that endpoints and external endpoints have in common. */
const common = {
  name: text.pipe(z.string().trim().min(1)),
  group: text.nullish(),
  enabled: z.boolean().nullish(),
  alerts: z.array(alert).max(100).nullish(),
  'maintenance-windows': z.array(maintenance).max(100).nullish(),
}

/** The schema of an endpoint that Gatus checks. */
export const endpointSchema = z.looseObject({
  ...common,
  url: z.string().min(1),
  interval: duration.nullish(),
  conditions: z.array(text).max(100).nullish(),
  method: z.string().nullish(),
  body: z.unknown().optional(),
  headers: texts,
  'extra-labels': texts,
  graphql: z.boolean().nullish(),
  ssh: z.looseObject({ username: z.string().nullish(), password: z.string().nullish() }).nullish(),
  dns: z.object({ 'query-name': z.string(), 'query-type': z.string() }).nullish(),
  client: z
    .looseObject({
      timeout: duration.nullish(),
      insecure: z.boolean().nullish(),
      'ignore-redirect': z.boolean().nullish(),
      network: z.string().nullish(),
      'proxy-url': z.string().nullish(),
    })
    .nullish(),
})

/** The schema of an endpoint that reports to Gatus. */
export const externalEndpointSchema = z.object({
  ...common,
  interval: duration.nullish(),
  heartbeat: z.object({ interval: duration.nullish() }).nullish(),
})

/** The schema of a configuration, with the fields that are carried over or noted. */
export const gatusSchema = z.looseObject({
  endpoints: monitorList.nullish(),
  'external-endpoints': monitorList.nullish(),
  maintenance,
  alerting: z
    .record(z.string(), z.looseObject({ 'default-alert': alert.nullish() }).nullish().catch(undefined))
    .nullish(),
})

/** An endpoint that Gatus checks. */
export type GatusEndpoint = z.output<typeof endpointSchema>

/** An endpoint that reports to Gatus. */
export type GatusExternalEndpoint = z.output<typeof externalEndpointSchema>

/** A maintenance window of a configuration. */
export type GatusMaintenance = z.output<typeof maintenanceWindow>

/** An alert of a configuration. */
export type GatusAlert = z.output<typeof alert>
