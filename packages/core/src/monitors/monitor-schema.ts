import { z } from 'zod'
import { sonicTiers } from '../latency/classify.js'
import { defineTiers, type TierSet, tierIssues } from '../latency/define-tiers.js'
import type { HysteresisOptions } from '../latency/hysteresis.js'
import type { WindowStatistic } from '../latency/window-statistic.js'
import { durationOption, type OptionsShape, urlOption } from '../options/index.js'
import { cronOption } from '../schedule/cron-option.js'
import { dayMs } from '../time/index.js'
import { maintenanceOption } from './maintenance-option.js'
import type { HeartbeatOptions, HeartbeatReport, MonitorOptions, MonitorPatch } from './monitor-options.js'

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

const shape = {
  url: urlOption({ anyProtocol: true }).optional(),
  name: label(200).optional(),
  every: durationOption({ minMs: 1_000, maxMs: 30 * dayMs }).optional(),
  cron: cronOption().optional(),
  missedRuns: z.enum(['skip', 'once']).optional(),
  timeout: durationOption({ minMs: 50, maxMs: 60_000 }).optional(),
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
  region: label(50).optional(),
  adapter: label(200).optional(),
  paused: z.boolean().optional(),
} satisfies OptionsShape<MonitorPatch>

const heartbeat = z.strictObject({
  grace: durationOption({ maxMs: 30 * dayMs }).exactOptional(),
} satisfies OptionsShape<HeartbeatOptions>)

const hasOneSchedule = ({ every, cron }: { readonly every?: unknown; readonly cron?: unknown }): boolean =>
  every === undefined || cron === undefined
const twoSchedules = { path: ['cron'], error: 'expected `every` or `cron`, not both' }

/** The schema of {@link MonitorOptions}. */
export const monitorSchema = z
  .strictObject({
    ...shape,
    timeout: shape.timeout.default(10_000),
    missedRuns: shape.missedRuns.default('once'),
    tiers: shape.tiers.default(sonicTiers),
    hysteresis: shape.hysteresis.default({}),
    maintenance: shape.maintenance.default([]),
    tags: shape.tags.default([]),
    paused: shape.paused.default(false),
    heartbeat: heartbeat.optional(),
  } satisfies OptionsShape<MonitorOptions>)
  .refine(hasOneSchedule, twoSchedules)
  .superRefine(({ url, adapter, name, heartbeat }, context) => {
    const refuse = (path: string, message: string) =>
      context.addIssue({ code: 'custom', path: [path], message })
    if (!heartbeat && url === undefined) refuse('url', 'is required (expected an absolute URL)')
    if (!heartbeat) return
    if (url !== undefined) refuse('url', 'expected none for a heartbeat: nothing is fetched')
    if (adapter !== undefined) refuse('adapter', 'expected none for a heartbeat: nothing is probed')
    if (name === undefined) refuse('name', 'is required for a heartbeat')
  })

/** The schema of {@link MonitorPatch}. */
export const monitorPatchSchema = z.strictObject(shape).refine(hasOneSchedule, twoSchedules)

/** The schema of {@link HeartbeatReport}. */
export const heartbeatReportSchema = z.strictObject({
  durationMs: z
    .number()
    .min(0)
    .max(7 * dayMs)
    .default(0),
  failure: label(1_000).optional(),
} satisfies OptionsShape<HeartbeatReport>)
