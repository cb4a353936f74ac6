import { z } from 'zod'
import type { CheckFailureKind } from '../latency/check.js'
import type { RollUpLevel } from '../latency/roll-up-levels.js'
import { LatencySketch, type StoredSketch } from '../latency/sketch.js'
import { defined } from '../options/index.js'
import type { Monitor, MonitorRetry } from '../records/monitor-records.js'
import { amountColumn, checkBy, idColumn, type RowSchemas, ruleStatesColumn } from '../runtime/row-schemas.js'
import { toDuration } from '../time/index.js'
import { heartbeatAdapter, heartbeatUrl } from './heartbeats.js'
import { maxNoteChars, maxNotes } from './incident-notes.js'
import type { MonitorOptions } from './monitor-options.js'
import { monitorSchema } from './monitor-schema.js'

const failureKinds: Readonly<Record<CheckFailureKind, true>> = {
  dns: true,
  forbidden: true,
  proxy: true,
  refused: true,
  unreachable: true,
  tls: true,
  timeout: true,
  reset: true,
  protocol: true,
  redirect: true,
  status: true,
  'too-large': true,
  assertion: true,
  late: true,
  job: true,
  probe: true,
}
const failureKind = z.enum(Object.keys(failureKinds) as CheckFailureKind[])
const failure = z.strictObject({ kind: failureKind, message: z.string() })
const ages = z.array(amountColumn)

/** The options that a monitor has as they were given. */
const optionNames = [
  'name',
  'cron',
  'missedRuns',
  'request',
  'expect',
  'revealBody',
  'inverted',
  'tiers',
  'statistic',
  'hysteresis',
  'failuresBeforeIncident',
  'maintenance',
  'tags',
  'dependsOn',
  'region',
  'paused',
] as const satisfies readonly (keyof Monitor & keyof MonitorOptions)[]

const conditionState = z.strictObject({
  heldSince: z.number().optional(),
  wasInTier: z.boolean().optional(),
  checks: z
    .array(z.tuple([z.number(), z.boolean()]))
    .max(100)
    .optional(),
  latencies: z.array(amountColumn).max(100).optional(),
})

/** The parts of a monitor that checks write. */
const monitorState = z.object({
  tier: z.string().optional(),
  hysteresisState: z
    .strictObject({
      tier: z.string(),
      since: z.number(),
      pendingTiers: z.array(z.string()),
      changeAges: ages,
      failureAges: ages,
    })
    .optional(),
  latencyMs: amountColumn.optional(),
  failure: failure.optional(),
  failing: z
    .strictObject({
      from: z.number(),
      cause: failure,
      checks: z.int().min(1),
      incidentId: idColumn.optional(),
      causedBy: idColumn.optional(),
    })
    .optional(),
  ruleStates: ruleStatesColumn(conditionState),
  running: z
    .strictObject({
      nextDueAt: z.number(),
      runs: z
        .array(z.strictObject({ at: z.number(), run: z.string().max(200).optional() }))
        .min(1)
        .max(20),
    })
    .optional(),
})

/** Returns the options that make such a monitor, so that an imported one meets the checks of `monitors.create`. */
function optionsOf({ url, adapter, everyMs, timeoutMs, retry, heartbeat, ...monitor }: Monitor): object {
  return defined({
    ...Object.fromEntries(optionNames.map((name) => [name, monitor[name]])),
    every: monitor.cron ? undefined : toDuration(everyMs),
    timeout: toDuration(timeoutMs),
    retry: retry && retryOf(retry),
    url: heartbeat ? undefined : url,
    adapter: heartbeat ? undefined : adapter,
    heartbeat: heartbeat && {
      grace: toDuration(heartbeat.graceMs),
      ...defined({ maxRun: heartbeat.maxRunMs && toDuration(heartbeat.maxRunMs) }),
    },
  })
}

const retryOf = ({ atOnce, everyMs, times }: MonitorRetry): object =>
  defined({ atOnce, every: everyMs === undefined ? undefined : toDuration(everyMs), times })

/** The shortest interval between two slots of a cron expression. */
const minCronMs = 1_000

const monitor = monitorState.loose().superRefine((state, context) => {
  const given = state as unknown as Monitor
  checkBy(monitorSchema, optionsOf(given), context)
  const refuse = (path: string, message: string) =>
    context.addIssue({ code: 'custom', path: [path], message })
  if (given.cron && given.everyMs < minCronMs) refuse('everyMs', `expected at least ${minCronMs}`)
  if (given.heartbeat && (given.url !== heartbeatUrl || given.adapter !== heartbeatAdapter))
    refuse('url', `expected '${heartbeatUrl}' of a push monitor, and '${heartbeatAdapter}' as its adapter`)
  const names = Array.isArray(given.tiers) ? given.tiers.map((tier) => Object(tier).name) : []
  for (const [path, tier] of [
    ['tier', state.tier],
    ['hysteresisState', state.hysteresisState?.tier],
  ] as const)
    if (tier !== undefined && !names.includes(tier)) refuse(path, 'expected one of its tiers')
})

const acknowledgement = z.strictObject({
  at: z.number(),
  who: z.string().max(200),
  text: z.string().max(maxNoteChars).optional(),
  isPublic: z.boolean().optional(),
})

const incident = z.object({
  status: z.enum(['open', 'ended']),
  cause: failure,
  checks: z.int().min(1),
  region: z.string().max(50).optional(),
  endReason: z.enum(['recovered', 'paused']).optional(),
  causedBy: idColumn.optional(),
  acknowledgement: acknowledgement.optional(),
  notes: z
    .array(acknowledgement.required({ text: true }))
    .max(maxNotes)
    .optional(),
})

const check = z.object({
  key: idColumn,
  ignored: z.enum(['maintenance', 'unhealthy-probe', 'paused']).optional(),
  latencyMs: amountColumn,
  uncertaintyMs: amountColumn,
  dnsMs: amountColumn.optional(),
  proxyMs: amountColumn.optional(),
  connectMs: amountColumn.optional(),
  tlsMs: amountColumn.optional(),
  firstByteMs: amountColumn.optional(),
  downloadMs: amountColumn.optional(),
  httpStatus: z.int().min(0).max(999).optional(),
  bytes: amountColumn.optional(),
  redirects: amountColumn.optional(),
  addressFamily: z.union([z.literal(4), z.literal(6)]).optional(),
  attempts: z.int().min(1).optional(),
  missedSlots: z.int().min(1).optional(),
  firstAttemptMs: amountColumn.optional(),
  failureKind: failureKind.optional(),
})

const sketch = z.custom<StoredSketch>((value) => {
  try {
    return LatencySketch.from(value as StoredSketch).count >= 0
  } catch {
    return false
  }
}, 'expected a sketch of latencies')

const rollUp = (level: RollUpLevel) =>
  z
    .object({
      key: idColumn,
      id: z.literal(level),
      checks: amountColumn,
      failed: amountColumn,
      degraded: amountColumn,
      upMs: amountColumn,
      downMs: amountColumn,
      tierMs: z.record(z.string(), amountColumn),
      latency: sketch,
      response: sketch,
    })
    .refine(({ checks, failed, degraded }) => failed + degraded <= checks, {
      path: ['failed'],
      error: 'expected at most `checks`, with `degraded`',
    })

/** The schemas of the rows of monitors. */
export const monitorRows: RowSchemas = {
  monitors: monitor,
  monitor_dependencies: z.object({ monitorId: idColumn, dependsOnId: idColumn }),
  incidents: incident,
  checks: check,
  checks_by_minute: rollUp('minute'),
  checks_by_hour: rollUp('hour'),
  checks_by_day: rollUp('day'),
}
