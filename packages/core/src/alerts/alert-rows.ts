import { z } from 'zod'
import { alertConditionCheck, subjectKindOf } from '../alerting/condition-check.js'
import { schemaOf } from '../options/index.js'
import { amountColumn, idColumn, type RowSchemas } from '../runtime/row-schemas.js'
import { severityOption } from './rule-options.js'

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

/** The schemas of the rows of alerts. */
export const alertRows: RowSchemas = { alert_rules: rule, alerts: alert }
