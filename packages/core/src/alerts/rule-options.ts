import { z } from 'zod'
import type { Severity } from '../alerting/alert-notice.js'
import type { AlertCondition } from '../alerting/condition.js'
import { alertConditionCheck } from '../alerting/condition-check.js'
import { type Duration, durationOption, type OptionsShape, schemaOf } from '../options/index.js'
import { type ListOptions, listShape } from '../runtime/index.js'
import { dayMs } from '../time/index.js'

/** A rule to add. */
export interface AlertRuleOptions {
  /** The condition. `when` of `@telltale/core/alerting` makes it. */
  readonly condition: AlertCondition
  /** The id of the only monitor or product that it watches. @default every one of the owner */
  readonly subjectId?: string
  /** Tags, 1 to 20: it watches the monitors that have one of them. @default tags do not matter */
  readonly tags?: readonly string[]
  /** The name that people see, 1 to 200 characters. @default none */
  readonly name?: string
  /** The urgency of its alerts. @default 'critical' of a condition on what is down, else 'info' of products and 'warning' */
  readonly severity?: Severity
  /** The least time from the beginning of one alert of a subject to the next, at most 365 days. @default '0s' */
  readonly coolDown?: Duration
  /** The time for which the condition must not hold before an alert ends, at most 7 days. @default '0s' */
  readonly rearmAfter?: Duration
}

/** Changes of a rule. A member that is absent stays; `null` takes it off. */
export interface AlertRulePatch {
  /** Another condition, on the same kind of subject. Its open alerts end, and it begins anew. @default unchanged */
  readonly condition?: AlertCondition
  /** The name. @default unchanged */
  readonly name?: string | null
  /** The urgency of alerts from now on. @default unchanged */
  readonly severity?: Severity
  /** The least time from one alert to the next. @default unchanged */
  readonly coolDown?: Duration | null
  /** The time for which the condition must not hold before an alert ends. @default unchanged */
  readonly rearmAfter?: Duration | null
}

/** Options of a list of rules. */
export interface RuleQuery extends ListOptions {
  /** The id of a monitor or a product, to list only the rules that watch it alone. @default all rules */
  readonly subjectId?: string
}

export const severityOption = z.enum(['info', 'warning', 'critical'])
const conditionOption = schemaOf(alertConditionCheck)
const nameOption = z.string().min(1).max(200)
const coolDownOption = durationOption({ minMs: 0, maxMs: 365 * dayMs })
const rearmOption = durationOption({ minMs: 0, maxMs: 7 * dayMs })

/** The schema of {@link AlertRuleOptions}. */
export const ruleSchema = z.strictObject({
  condition: conditionOption,
  subjectId: z.string().max(100).exactOptional(),
  tags: z.array(z.string().min(1).max(100)).min(1).max(20).exactOptional(),
  name: nameOption.exactOptional(),
  severity: severityOption.exactOptional(),
  coolDown: coolDownOption.exactOptional(),
  rearmAfter: rearmOption.exactOptional(),
} satisfies OptionsShape<AlertRuleOptions>)

/** The schema of {@link AlertRulePatch}. */
export const rulePatchSchema = z.strictObject({
  condition: conditionOption.exactOptional(),
  name: nameOption.nullable().exactOptional(),
  severity: severityOption.exactOptional(),
  coolDown: coolDownOption.nullable().exactOptional(),
  rearmAfter: rearmOption.nullable().exactOptional(),
} satisfies OptionsShape<AlertRulePatch>)

/** The schema of {@link RuleQuery}. */
export const ruleQuerySchema = z.strictObject({
  subjectId: z.string().max(100).optional(),
  ...listShape,
} satisfies OptionsShape<RuleQuery>)
