import type { z } from 'zod'
import type { Severity } from '../alerting/alert-notice.js'
import { type AlertCondition, singleConditions } from '../alerting/condition.js'
import { subjectKindOf } from '../alerting/condition-check.js'
import { ValidationError } from '../errors/index.js'
import { defined, omit } from '../options/index.js'
import type { BaseRecord } from '../ports/index.js'
import type { AlertRule } from '../records/alert-records.js'
import type { rulePatchSchema, ruleSchema } from './rule-options.js'

type RuleInput = z.output<typeof ruleSchema>

/** The conditions that say that something does not work at all. */
const outages: ReadonlySet<string> = new Set([
  'down',
  'heartbeat-missed',
  'source-critical',
  'probe-unhealthy',
  'alerts-critical',
])

/** Returns the urgency of a condition, unless the rule says another. */
function severityOf(condition: AlertCondition): Severity {
  if (singleConditions(condition).some(({ kind }) => outages.has(kind))) return 'critical'
  return subjectKindOf(condition) === 'product' ? 'info' : 'warning'
}

/**
 * Makes a rule of its options.
 *
 * @throws `ValidationError` when tags or a subject do not fit its condition.
 */
export function buildRule(base: BaseRecord, call: string, options: RuleInput): AlertRule {
  const { condition, subjectId, tags, name, severity, coolDown, rearmAfter } = options
  const watches = subjectKindOf(condition)
  const refuse = (path: string, message: string) => new ValidationError(call, [{ path, message }])
  if (watches === 'source')
    throw refuse(
      'condition',
      'expected one on monitors or products; those on sources are matched for nobody yet',
    )
  if (tags && watches !== 'monitor') throw refuse('tags', 'expected none: only monitors have tags')
  if (tags && subjectId !== undefined) throw refuse('tags', 'expected either `tags` or `subjectId`')
  return {
    ...base,
    watches,
    condition,
    revision: 1,
    severity: severity ?? severityOf(condition),
    paused: false,
    ...defined({
      subjectId,
      tags,
      name,
      coolDownMs: coolDown || undefined,
      rearmAfterMs: rearmAfter || undefined,
    }),
  }
}

/**
 * Returns a rule with the members of a patch.
 *
 * @throws `ValidationError` when the condition is about another kind of subject.
 */
export function patchRule(
  rule: AlertRule,
  call: string,
  patch: z.output<typeof rulePatchSchema>,
  now: number,
): AlertRule {
  const { condition = rule.condition, severity = rule.severity } = patch
  if (subjectKindOf(condition) !== rule.watches)
    throw new ValidationError(call, [
      { path: 'condition', message: `expected a condition on a ${rule.watches}, which the rule watches` },
    ])
  const kept = <Value>(given: Value | null | undefined, before: Value | undefined) =>
    given === undefined ? before : (given ?? undefined)
  const isSame = JSON.stringify(condition) === JSON.stringify(rule.condition)
  return {
    ...omit(rule, 'name', 'coolDownMs', 'rearmAfterMs'),
    condition,
    severity,
    revision: isSame ? rule.revision : rule.revision + 1,
    updatedAt: now,
    ...defined({
      name: kept(patch.name, rule.name),
      coolDownMs: kept(patch.coolDown, rule.coolDownMs) || undefined,
      rearmAfterMs: kept(patch.rearmAfter, rule.rearmAfterMs) || undefined,
    }),
  }
}
