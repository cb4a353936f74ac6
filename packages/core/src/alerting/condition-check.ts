import * as check from '../options/check.js'
import { conditionCheck, type RuleCondition } from '../prices/rules/condition.js'
import { type Duration, dayMs, readDuration } from '../time/index.js'
import type { SubjectKind } from './alert-notice.js'
import {
  type AlertCondition,
  type ConditionOf,
  type MonitorCondition,
  type SingleCondition,
  type SourceCondition,
  singleConditions,
} from './condition.js'

/** The maximum number of single conditions of a rule, and of levels of `and`, `or` and `not`. */
const [maxConditions, maxDepth] = [20, 5]

/** The maximum number of checks that a condition looks back on, which its state has. */
const maxLookBack = 100

const duration = (maxDays: number) =>
  check.custom<Duration>((value) => {
    const ms = readDuration(value)
    return ms !== undefined && ms <= maxDays * dayMs
  }, `a duration such as '5m', of at most ${maxDays} days`)

const held = { for: check.optional(duration(7)) }
const tier = check.text({ min: 1, max: 100 })
const tiers: check.OptionCheck<string | readonly string[]> = (value, issues) =>
  Array.isArray(value)
    ? check.refine(
        check.list(tier),
        ({ length }) => length > 0 && length <= 20,
        'one to 20 tiers',
      )(value, issues)
    : tier(value, issues)

type Members<Condition extends SingleCondition> = {
  readonly [Kind in Condition['kind']]: check.CheckShape<
    Omit<Extract<Condition, { readonly kind: Kind }>, 'kind'>
  >
}

const monitorMembers: Members<MonitorCondition> = {
  down: held,
  recovered: {},
  degraded: held,
  'tier-reached': { tier: tiers, ...held },
  'tier-left': { tier, ...held },
  'slower-than-usual': { percent: check.number({ min: 5, max: 10_000 }), ...held },
  failures: {
    count: check.integer({ min: 1, max: maxLookBack }),
    of: check.integer({ min: 1, max: maxLookBack }),
    within: check.optional(duration(7)),
  },
  'certificate-ending': { within: duration(365) },
  'error-budget-burning': {
    share: check.number({ above: 0, below: 1 }),
    withinMs: check.optional(check.number({ above: 0, max: 600_000 })),
  },
  'heartbeat-missed': {},
}

const source = { source: check.optional(check.text({ min: 1, max: 200 })) }
const percents = [50, 80, 100]
const sourceMembers: Members<SourceCondition> = {
  'source-degraded': source,
  'source-critical': source,
  'budget-reached': {
    percent: check.optional(
      check.custom<50 | 80 | 100>((value) => percents.includes(value as number), '50, 80 or 100'),
    ),
    ...source,
  },
  'probe-unhealthy': source,
  'alerts-critical': source,
}

const members: Readonly<Record<string, Record<string, check.OptionCheck<unknown>>>> = {
  ...monitorMembers,
  ...sourceMembers,
}

const kindCheck = check.custom<string>(
  (kind) => typeof kind === 'string' && Object.hasOwn(members, kind),
  `a kind of condition: ${Object.keys(members)
    .map((kind) => `'${kind}'`)
    .join(', ')}, 'and', 'or', 'not', or one on prices`,
)

/** The kinds of conditions on products: those whose check is that of prices. */
const productKinds: Readonly<Record<RuleCondition['kind'], true>> = {
  'price-below': true,
  'drops-by': true,
  'rises-by': true,
  changes: true,
  'new-low': true,
  'back-in-stock': true,
  'sale-starts': true,
  'sale-ends': true,
  'was-price-inflated': true,
}

/** Returns the kind of subject that a condition is about, by its first part. */
export function subjectKindOf(condition: AlertCondition): SubjectKind {
  const kind = singleConditions(condition)[0]?.kind ?? ''
  if (Object.hasOwn(productKinds, kind)) return 'product'
  return Object.hasOwn(sourceMembers, kind) ? 'source' : 'monitor'
}

/** Checks an {@link AlertCondition}. */
export const alertConditionCheck: check.OptionCheck<AlertCondition> = (value, issues) => {
  const before = issues.length
  const condition = checkAt(value, issues, 1)
  if (issues.length > before) return condition
  const singles = singleConditions(condition)
  if (singles.length > maxConditions)
    issues.push({ path: [], message: `expected at most ${maxConditions} conditions` })
  if (new Set(singles.map(subjectKindOf)).size > 1)
    issues.push({
      path: [],
      message: 'expected conditions on one kind of subject: monitors, products or sources',
    })
  return condition
}

const kindOf = (value: unknown): unknown =>
  typeof value === 'object' && value !== null ? (value as { readonly kind?: unknown }).kind : undefined

function checkAt(value: unknown, issues: check.Issue[], depth: number): AlertCondition {
  const kind = kindOf(value)
  if (kind === 'and' || kind === 'or' || kind === 'not') return checkJoined(kind, value, issues, depth)
  if (typeof kind === 'string' && Object.hasOwn(productKinds, kind)) return conditionCheck(value, issues)
  const named = check.object({ kind: kindCheck })(value, issues)?.kind
  if (named === undefined || !Object.hasOwn(members, named)) return undefined as never
  const shape = check.strictObject({ kind: kindCheck, ...members[named] })
  const whole = check.refine(shape, isPossible, 'at most as many failures as checks', ['count'])
  return whole(value, issues) as AlertCondition
}

function isPossible(condition: object): boolean {
  const { count = 0, of = 0 } = condition as Partial<ConditionOf<'failures'>>
  return count <= of
}

function checkJoined(
  kind: 'and' | 'or' | 'not',
  value: unknown,
  issues: check.Issue[],
  depth: number,
): AlertCondition {
  if (depth >= maxDepth)
    return check.fail(issues, value, `at most ${maxDepth} levels of 'and', 'or' and 'not'`)
  const inner: check.OptionCheck<AlertCondition> = (each, found) => checkAt(each, found, depth + 1)
  const several = check.refine(check.list(inner), ({ length }) => length > 0, 'at least one condition')
  const of: check.OptionCheck<unknown> = kind === 'not' ? inner : several
  return check.strictObject({ kind: check.oneOf([kind]), of })(value, issues) as AlertCondition
}
