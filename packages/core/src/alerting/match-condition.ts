import { defined } from '../options/checks.js'
import type { RuleCondition } from '../prices/rules/condition.js'
import { initialState, matchRule } from '../prices/rules/match-rule.js'
import type { RuleContext } from '../prices/rules/rule-context.js'
import type { RuleState } from '../prices/rules/rule-state.js'
import type { AlertCondition, MonitorCondition, SingleCondition, SourceCondition } from './condition.js'
import { matchMonitor } from './match-monitor.js'
import type { ProductFacts, RuleFacts, SourceFacts } from './rule-facts.js'
import type { MonitorPartState, PartState, Verdict } from './subject-state.js'

/** The verdict of a whole condition, with the states of its parts. */
export interface ConditionMatch {
  /** `true` when it holds, `false` when it does not, `undefined` when the observation does not say. */
  readonly holds: boolean | undefined
  /** The states of its single conditions after the observation. */
  readonly parts: readonly PartState[]
  /** The reason in words, where it holds. */
  readonly reason?: string
  /** The class of what holds, such as the tier. */
  readonly grade?: string
  /** The kind of the single condition that the reason is of. */
  readonly kind?: SingleCondition['kind']
}

/** The kinds of conditions on prices that are true at one reading alone, and not for a while. */
const momentary: ReadonlySet<string> = new Set(['drops-by', 'rises-by', 'changes', 'sale-ends'])

/** Matches a condition with one observation. `parts` are the states of its single conditions; an absent one is initial. */
export function matchCondition(
  condition: AlertCondition,
  parts: readonly PartState[],
  facts: RuleFacts,
): ConditionMatch {
  if (condition.kind === 'and' || condition.kind === 'or') return matchSeveral(condition, parts, facts)
  if (condition.kind === 'not') {
    const { holds, parts: after } = matchCondition(condition.of, parts, facts)
    return { holds: holds === undefined ? undefined : !holds, parts: after }
  }
  const { state, ...verdict } = matchSingle(condition, parts[0], facts)
  return { ...verdict, parts: [state], ...defined({ kind: verdict.holds ? condition.kind : undefined }) }
}

function matchSeveral(
  { kind, of }: Extract<AlertCondition, { readonly kind: 'and' | 'or' }>,
  parts: readonly PartState[],
  facts: RuleFacts,
): ConditionMatch {
  let used = 0
  const matches = of.map((part) => {
    const match = matchCondition(part, parts.slice(used), facts)
    used += match.parts.length
    return match
  })
  const decisive = kind === 'or'
  const isDecided = matches.some(({ holds }) => holds === decisive)
  const isOpen = matches.some(({ holds }) => holds === undefined)
  const told = matches.filter(({ holds, reason }) => holds && reason !== undefined)
  return {
    holds: isDecided ? decisive : isOpen ? undefined : !decisive,
    parts: matches.flatMap((match) => match.parts),
    ...defined({
      reason: told.length > 0 ? told.map(({ reason }) => reason).join(', and ') : undefined,
      grade: told.find(({ grade }) => grade !== undefined)?.grade,
      kind: told[0]?.kind,
    }),
  }
}

function matchSingle(condition: SingleCondition, state: PartState | undefined, facts: RuleFacts): Verdict {
  switch (facts.kind) {
    case 'monitor':
      return matchMonitor(condition as MonitorCondition, (state ?? {}) as MonitorPartState, facts)
    case 'product':
      return matchPrice(condition as RuleCondition, state as RuleState | undefined, facts)
    case 'source':
      return matchSource(condition as SourceCondition, facts)
  }
}

/**
 * Matches a condition on prices as part of another one: one that is true for a while, such as `price-below`, holds until it can
 * fire again.
 */
function matchPrice(
  condition: RuleCondition,
  before: RuleState | undefined,
  { prices, pricesBefore }: ProductFacts,
): Verdict<RuleState> {
  const { state, reason } = matchRule(condition, before ?? initialState(condition, pricesBefore()), prices)
  return { holds: holdsAfter(condition, state, reason, prices), state, ...defined({ reason }) }
}

function holdsAfter(
  { kind }: RuleCondition,
  state: RuleState,
  reason: string | undefined,
  { price, availability }: RuleContext,
): boolean | undefined {
  if (reason !== undefined) return true
  if (price === undefined && availability === undefined) return undefined
  if (momentary.has(kind)) return false
  if (kind === 'sale-starts') return state.saleStartedAt !== undefined
  return !state.armed
}

function matchSource(condition: SourceCondition, facts: SourceFacts): Verdict<MonitorPartState> {
  const isMeant =
    condition.kind === facts.about && (condition.source === undefined || condition.source === facts.source)
  const least = condition.kind === 'budget-reached' ? (condition.percent ?? 100) : 0
  if (!isMeant || (facts.percent ?? least) < least) return { holds: undefined, state: {} }
  return { holds: facts.holds, state: {}, ...defined({ reason: facts.holds ? facts.reason : undefined }) }
}
