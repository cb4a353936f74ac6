import { defined } from '../options/checks.js'
import { dayMs, readDuration } from '../time/index.js'
import type { ConditionOf, MonitorCondition } from './condition.js'
import { burnKey, type MonitorFacts } from './rule-facts.js'
import type { MonitorPartState, RememberedCheck, Verdict } from './subject-state.js'

/** The number of latencies whose median is compared with the usual one. */
const comparedLatencies = 5

/** The share of the excess over the usual latency below which a slow monitor is as fast as usual again. */
const recoveredShare = 0.5

/** Matches a condition on a monitor with one check. */
export function matchMonitor(
  condition: MonitorCondition,
  state: MonitorPartState,
  facts: MonitorFacts,
): Verdict<MonitorPartState> {
  const verdict = judge(condition, state, facts)
  const leastMs = 'for' in condition ? readDuration(condition.for) : undefined
  if (leastMs === undefined || verdict.holds === false) return verdict
  const heldSince = state.heldSince ?? (verdict.holds ? facts.at : undefined)
  const holds = verdict.holds && heldSince !== undefined ? facts.at - heldSince >= leastMs : undefined
  return { ...verdict, holds, state: { ...verdict.state, ...defined({ heldSince }) } }
}

function judge(
  condition: MonitorCondition,
  state: MonitorPartState,
  facts: MonitorFacts,
): Verdict<MonitorPartState> {
  switch (condition.kind) {
    case 'down':
      return verdict(facts.isDown, `${times(facts.failedChecks)} in a row failed: ${failureOf(facts)}`)
    case 'recovered':
      return verdict(facts.isRecovered, 'it works again')
    case 'degraded':
      return verdict(facts.isDegraded, facts.degraded ?? 'it is degraded')
    case 'heartbeat-missed':
      return facts.failure?.kind === 'late'
        ? verdict(true, facts.failure.message)
        : verdict(facts.failure ? undefined : false)
    case 'tier-reached':
      return tierReached(condition, facts)
    case 'tier-left':
      return tierLeft(condition, state, facts)
    case 'slower-than-usual':
      return slowerThanUsual(condition, state, facts)
    case 'failures':
      return failures(condition, state, facts)
    case 'certificate-ending':
      return certificateEnding(condition, facts)
    case 'error-budget-burning':
      return errorBudgetBurning(condition, facts)
  }
}

const verdict = (holds: boolean | undefined, reason?: string): Verdict<MonitorPartState> => ({
  holds,
  state: {},
  ...defined({ reason: holds ? reason : undefined }),
})

const times = (checks: number): string => (checks === 1 ? '1 check' : `${checks} checks`)

const failureOf = ({ failure }: MonitorFacts): string => failure?.message ?? 'no answer'

function tierReached(
  { tier: asked }: ConditionOf<'tier-reached'>,
  { tier }: MonitorFacts,
): Verdict<MonitorPartState> {
  if (tier === undefined) return verdict(undefined)
  const holds = typeof asked === 'string' ? asked === tier : asked.includes(tier)
  return { ...verdict(holds, `it is ${tier}`), ...defined({ grade: holds ? tier : undefined }) }
}

function tierLeft(
  { tier: left }: ConditionOf<'tier-left'>,
  { wasInTier = false }: MonitorPartState,
  { tier, previousTier }: MonitorFacts,
): Verdict<MonitorPartState> {
  const wasLeft = wasInTier || previousTier === left
  if (tier === undefined) return { holds: undefined, state: defined({ wasInTier: wasLeft || undefined }) }
  const state = defined({ wasInTier: wasLeft || tier === left || undefined })
  return { ...verdict(wasLeft && tier !== left, `it is ${tier}, no more ${left}`), state }
}

function slowerThanUsual(
  { percent }: ConditionOf<'slower-than-usual'>,
  { latencies: before = [], wasInTier: wasSlow = false }: MonitorPartState,
  { failure, latencyMs, usualMs }: MonitorFacts,
): Verdict<MonitorPartState> {
  const latencies = failure ? before : [...before, latencyMs].slice(-comparedLatencies)
  const state = { latencies, ...defined({ wasInTier: wasSlow || undefined }) }
  if (failure || usualMs === undefined || latencies.length < comparedLatencies)
    return { holds: undefined, state }
  const median = latencies.toSorted((one, other) => one - other)[(comparedLatencies - 1) / 2] as number
  // Once slow, it has to come halfway back: a latency that hovers at the border does not flap.
  const limit = usualMs * (1 + (percent / 100) * (wasSlow ? recoveredShare : 1))
  const isSlow = median > limit
  return {
    holds: isSlow,
    state: { latencies, ...defined({ wasInTier: isSlow || undefined }) },
    ...defined({
      reason: isSlow
        ? `it takes ${rounded(median)} ms, usually ${rounded(usualMs)} ms at this hour`
        : undefined,
    }),
  }
}

const rounded = (ms: number): string => (ms < 10 ? ms.toFixed(1) : String(Math.round(ms)))

function failures(
  { count, of, within }: ConditionOf<'failures'>,
  { checks: before = [] }: MonitorPartState,
  facts: MonitorFacts,
): Verdict<MonitorPartState> {
  const newest: RememberedCheck = [facts.at, facts.failure !== undefined]
  const since = facts.at - (readDuration(within) ?? Number.POSITIVE_INFINITY)
  const checks = [...before, newest].slice(-of).filter(([at]) => at > since)
  const failed = checks.filter(([, isFailed]) => isFailed).length
  const holds = failed >= count
  const reason = `${failed} of the last ${times(checks.length)} failed`
  return { holds, state: { checks }, ...defined({ reason: holds ? reason : undefined }) }
}

function certificateEnding(
  { within }: ConditionOf<'certificate-ending'>,
  { at, certificateExpiresAt }: MonitorFacts,
): Verdict<MonitorPartState> {
  if (certificateExpiresAt === undefined) return verdict(undefined)
  const leftMs = certificateExpiresAt - at
  const days = Math.floor(leftMs / dayMs)
  const words =
    leftMs <= 0
      ? 'its certificate has ended'
      : `its certificate ends in ${days === 1 ? '1 day' : `${days} days`}`
  return verdict(leftMs <= (readDuration(within) ?? 0), words)
}

function errorBudgetBurning(
  condition: ConditionOf<'error-budget-burning'>,
  { burns }: MonitorFacts,
): Verdict<MonitorPartState> {
  const burn = burns?.[burnKey(condition)]
  if (!burn) return verdict(undefined)
  const pace = burn.rate === undefined ? '' : ` ${burn.rate.toFixed(1)} times`
  return verdict(burn.isAlerting, `its error budget is spent${pace} as fast as it lasts`)
}
