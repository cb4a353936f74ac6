import { z } from 'zod'
import { excerpt } from '../errors/index.js'
import { sonicTiers } from '../latency/classify.js'
import { defineTiers, type TierSet, tierIssues } from '../latency/define-tiers.js'
import type { HysteresisOptions } from '../latency/hysteresis.js'
import type { MaintenanceWindow } from '../latency/maintenance.js'
import type { WindowStatistic } from '../latency/window-statistic.js'
import { defined, durationOption, type OptionsShape, urlOption } from '../options/index.js'
import type { Monitor } from '../records/monitor-records.js'
import { cronOption } from '../schedule/cron-option.js'
import { dayMs } from '../time/index.js'
import { maintenanceOption } from './maintenance-option.js'
import type {
  HeartbeatOptions,
  HeartbeatReport,
  HeartbeatStart,
  MonitorOptions,
  MonitorPatch,
  RetryOptions,
} from './monitor-options.js'

const count = z.int().min(1).max(1_000)
const label = (maxChars: number) => z.string().trim().min(1).max(maxChars)

/** The schema of a tier set, which is read into a frozen one. */
export const tierSetSchema: z.ZodType<TierSet, TierSet> = z.custom<TierSet>().transform((tiers, context) => {
  const issues = tierIssues(tiers)
  if (issues.length === 0) return defineTiers(tiers)
  for (const { index, message } of issues)
    context.addIssue({ code: 'custom', path: index === undefined ? [] : [index], message })
  return z.NEVER
})

const statistic = z.strictObject({
  quantile: z.number().min(0).max(1),
  checks: count.exactOptional(),
  withinMs: z.number().positive().max(dayMs).exactOptional(),
} satisfies OptionsShape<WindowStatistic>)

const hysteresis = z.strictObject({
  confirmations: count.exactOptional(),
  maxConfirmations: count.exactOptional(),
  changeWindowChecks: z.int().min(0).max(1_000).exactOptional(),
  failures: z
    .strictObject({ count, of: count })
    .refine(({ count, of }) => of >= count, 'expected `of` to be at least `count`')
    .exactOptional(),
  minDwellMs: z
    .number()
    .min(0)
    .max(30 * dayMs)
    .exactOptional(),
} satisfies OptionsShape<HysteresisOptions>)

const settings = z.custom<Readonly<Record<string, unknown>>>(
  (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
  { error: ({ input }) => `expected an object of settings, got ${excerpt(input)}` },
)

const retry = z
  .strictObject({
    atOnce: z.int().min(0).max(10).exactOptional(),
    every: durationOption({ minMs: 1_000, maxMs: 30 * dayMs }).exactOptional(),
    times: z.int().min(1).max(100).exactOptional(),
  } satisfies OptionsShape<RetryOptions>)
  .refine(({ every, times }) => every !== undefined || times === undefined, {
    path: ['times'],
    error: 'expected `every` with it: the time between two of them',
  })
  .transform(({ atOnce, every: everyMs, times }) =>
    defined({ atOnce, everyMs, times: everyMs === undefined ? undefined : (times ?? 3) }),
  )

const shape = {
  url: urlOption({ anyProtocol: true }).optional(),
  name: label(200).optional(),
  every: durationOption({ minMs: 1_000, maxMs: 30 * dayMs }).optional(),
  cron: cronOption().optional(),
  missedRuns: z.enum(['skip', 'once']).optional(),
  timeout: durationOption({ minMs: 50, maxMs: 60_000 }).optional(),
  request: settings.optional(),
  expect: settings.optional(),
  revealBody: z.boolean().optional(),
  inverted: z.boolean().optional(),
  retry: retry.optional(),
  tiers: tierSetSchema.optional(),
  statistic: statistic
    .refine(
      ({ checks, withinMs }) => checks !== undefined || withinMs !== undefined,
      'expected `checks`, `withinMs` or both: the length of the window',
    )
    .optional(),
  hysteresis: hysteresis.optional(),
  failuresBeforeIncident: count.optional(),
  maintenance: maintenanceOption.optional(),
  tags: z.array(label(50)).max(20).optional(),
  dependsOn: z.array(z.string().max(100)).max(20).optional(),
  region: label(50).optional(),
  adapter: label(200).optional(),
  paused: z.boolean().optional(),
} satisfies OptionsShape<Omit<MonitorOptions, 'heartbeat' | 'key'>>

const heartbeat = z.strictObject({
  grace: durationOption({ maxMs: 30 * dayMs }).exactOptional(),
  maxRun: durationOption({ maxMs: 30 * dayMs }).exactOptional(),
} satisfies OptionsShape<HeartbeatOptions>)

const hasOneSchedule = ({ every, cron }: { readonly every?: unknown; readonly cron?: unknown }): boolean =>
  !every || !cron
const twoSchedules = { path: ['cron'], error: 'expected `every` or `cron`, not both' }

/** The members that a monitor has unless its options say otherwise. */
export const monitorDefaults = {
  timeoutMs: 10_000,
  missedRuns: 'once',
  tiers: sonicTiers,
  hysteresis: {},
  maintenance: [] as MaintenanceWindow[],
  tags: [] as string[],
} as const satisfies Partial<Monitor>

/** The schema of {@link MonitorOptions}. */
export const monitorSchema = z
  .strictObject({
    ...shape,
    timeout: shape.timeout.default(monitorDefaults.timeoutMs),
    missedRuns: shape.missedRuns.default(monitorDefaults.missedRuns),
    tiers: shape.tiers.default(monitorDefaults.tiers),
    hysteresis: shape.hysteresis.default(monitorDefaults.hysteresis),
    maintenance: shape.maintenance.default(monitorDefaults.maintenance),
    tags: shape.tags.default(monitorDefaults.tags),
    paused: shape.paused.default(false),
    key: label(200).optional(),
    heartbeat: heartbeat.optional(),
  } satisfies OptionsShape<MonitorOptions>)
  .refine(hasOneSchedule, twoSchedules)
  .superRefine(({ url, adapter, name, heartbeat, ...rest }, context) => {
    const refuse = (path: string, message: string) =>
      context.addIssue({ code: 'custom', path: [path], message })
    if (!heartbeat && url === undefined) refuse('url', 'is required (expected an absolute URL)')
    if (!heartbeat) return
    if (url !== undefined) refuse('url', 'expected none for a heartbeat: nothing is fetched')
    if (adapter !== undefined) refuse('adapter', 'expected none for a heartbeat: nothing is probed')
    if (name === undefined) refuse('name', 'is required for a heartbeat')
    for (const path of ['request', 'expect', 'revealBody', 'inverted', 'retry'] as const)
      if (rest[path] !== undefined) refuse(path, 'expected none for a heartbeat: nothing is probed')
  })

/** Makes the schemas of members that `null` takes back to their defaults. */
const nullable = <Shape extends Readonly<Record<string, z.ZodType>>>(members: Shape) =>
  Object.fromEntries(Object.entries(members).map(([name, schema]) => [name, schema.nullable()])) as {
    [Name in keyof Shape]: z.ZodNullable<Shape[Name]>
  }

/** The schema of {@link MonitorPatch}. */
export const monitorPatchSchema = z
  .strictObject({
    ...nullable(shape),
    url: shape.url,
    paused: shape.paused,
    heartbeat: heartbeat.optional(),
  } satisfies OptionsShape<MonitorPatch>)
  .refine(hasOneSchedule, twoSchedules)

/** The schema of {@link HeartbeatReport}. */
export const heartbeatReportSchema = z.strictObject({
  durationMs: z
    .number()
    .min(0)
    .max(7 * dayMs)
    .optional(),
  failure: label(1_000).optional(),
  exitCode: z.int().min(0).max(255).optional(),
  run: label(200).optional(),
} satisfies OptionsShape<HeartbeatReport>)

/** The schema of {@link HeartbeatStart}. */
export const heartbeatStartSchema = z.strictObject({
  run: label(200).optional(),
} satisfies OptionsShape<HeartbeatStart>)
