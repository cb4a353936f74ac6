import { z } from 'zod'
import type { NotificationKind } from '../alerting/alert-notice.js'
import { alertConditionCheck, subjectKindOf } from '../alerting/condition-check.js'
import { schemaOf, timeZoneOption } from '../options/index.js'
import { amountColumn, idColumn, type RowSchemas } from '../runtime/row-schemas.js'
import { minuteMs } from '../time/index.js'
import { languageOption } from './destinations/destination-options.js'
import { digestSchema, quietHoursSchema } from './preference-options.js'
import { severityOption } from './rule-options.js'
import { matcherSchema } from './silence-options.js'

const rule = z
  .looseObject({
    watches: z.enum(['monitor', 'product', 'source']),
    condition: schemaOf(alertConditionCheck),
    subjectId: idColumn.optional(),
    tags: z.array(z.string().min(1).max(100)).max(20).optional(),
    name: z.string().max(200).optional(),
    revision: z.int().min(1),
    severity: severityOption,
    coolDownMs: amountColumn.optional(),
    rearmAfterMs: amountColumn.optional(),
  })
  .refine(({ watches, condition }) => subjectKindOf(condition) === watches, {
    path: ['watches'],
    error: 'expected the kind of subject that the condition is about',
  })

const subject = z.looseObject({
  kind: z.enum(['monitor', 'product', 'source']),
  id: z.string(),
  name: z.string(),
})

const alert = z.looseObject({
  ruleId: idColumn,
  watches: z.enum(['monitor', 'product', 'source']),
  subject,
  status: z.enum(['open', 'ended']),
  severity: severityOption,
  acknowledgement: z.strictObject({ at: z.number(), who: z.string().max(200) }).optional(),
})

const notice = z.looseObject({
  kind: z.enum(['started', 'changed', 'ended', 'reminder']),
  severity: severityOption,
  at: z.number(),
  startedAt: z.number(),
  condition: z.string().max(100),
  reason: z.string(),
  subject,
})

const tags = z.array(z.string().min(1).max(100)).max(100).optional()
const keyText = z.string().min(1).max(300)

const step = z.looseObject({
  key: keyText,
  step: z.enum([
    'started',
    'changed',
    'ended',
    'reminder',
    'escalation',
    'storm',
    'digest',
    'held',
    'silence',
    'destination',
  ]),
  alertId: idColumn.optional(),
  silenceId: idColumn.optional(),
  notice: notice.optional(),
  origin: z.looseObject({ ruleId: idColumn, tags, causedBy: idColumn.optional() }).optional(),
})

const route = z.looseObject({
  ruleId: idColumn,
  subjectId: z.string().min(1).max(100),
  tags,
  notice,
  status: z.enum(['open', 'ended', 'momentary']),
  waiting: z.enum(['storm', 'digest', 'held']).optional(),
  groupedUnder: idColumn.optional(),
  causedBy: idColumn.optional(),
  told: z
    .array(
      z.strictObject({
        destinationId: idColumn,
        step: z.enum(['started', 'ended']),
        as: z.enum(['alone', 'summary']),
        changes: z.int().min(0),
      }),
    )
    .max(1_000),
  changes: z.int().min(0),
  reminders: z.int().min(0),
})

const silence = z.looseObject({
  matcher: matcherSchema,
  author: z.string().min(1).max(200),
  reason: z.string().max(500).optional(),
})

const decision = z.looseObject({
  key: idColumn,
  alertId: idColumn,
  outcome: z.enum([
    'sent',
    'grouped',
    'silenced',
    'held',
    'over-budget',
    'paused',
    'below-threshold',
    'no-destination',
    'dropped',
  ]),
  reason: z.string().max(2_000),
})

const delivery = z.looseObject({
  key: keyText,
  destinationId: idColumn,
  channel: z.string().min(1).max(100),
  alertId: idColumn.optional(),
  ruleId: idColumn.optional(),
  episodeId: idColumn,
  kind: z.enum([
    'started',
    'changed',
    'ended',
    'reminder',
    'summary',
    'verification',
    'test',
    'disabled',
  ] satisfies NotificationKind[]),
  severity: severityOption,
  notice: z.looseObject({ kind: z.string().max(100), at: z.number() }),
  status: z.enum(['pending', 'sent', 'failed', 'suppressed']),
  attempts: z.int().min(0),
})

const destination = z.looseObject({
  channel: z.string().min(1).max(100),
  settings: z.record(z.string(), z.unknown()),
  label: z.string().max(2_000),
  status: z.enum(['unverified', 'active', 'disabled']),
  disabledReason: z.string().max(2_000).optional(),
  verification: z
    .strictObject({ codeHash: z.hex().length(64), expiresAt: z.number(), wrongCodes: z.int().min(0) })
    .optional(),
  name: z.string().max(200).optional(),
  minSeverity: severityOption,
  afterMs: amountColumn,
  language: languageOption.optional(),
  timeZone: timeZoneOption.optional(),
})

const preferences = z.looseObject({
  scope: z.literal('owner'),
  language: languageOption.optional(),
  timeZone: timeZoneOption.optional(),
  quietHours: quietHoursSchema.optional(),
  digest: digestSchema.optional(),
  maxAlertsPerDay: z.int().min(1).optional(),
  maxAlertsPerMinute: z.int().min(1).optional(),
  remindEveryMs: amountColumn.min(5 * minuteMs).optional(),
  minProfitUsd: z.number().min(0).optional(),
})

/** The schemas of the rows of alerts. */
export const alertRows: RowSchemas = {
  alert_rules: rule,
  alerts: alert,
  alert_steps: step,
  alert_routes: route,
  silences: silence,
  alert_decisions: decision,
  deliveries: delivery,
  destinations: destination,
  alert_preferences: preferences,
}
