import { classify, worstTier } from '../latency/classify.js'
import { applyHysteresis } from '../latency/hysteresis.js'
import type { TimedCheck } from '../latency/spans.js'
import { windowStatistic } from '../latency/window-statistic.js'
import { defined, omit } from '../options/index.js'
import type { Check, FailureStreak, Monitor } from '../records/monitor-records.js'

/** A check without its tiers. */
export type UnevaluatedCheck = Omit<Check, 'tier' | 'monitorTier'>

/** The effect of a check on its monitor. */
export interface CheckEvaluation {
  /** The check with its tiers. */
  readonly check: Check
  /** The monitor after the check. */
  readonly monitor: Monitor
  /** `true` when the monitor is in another tier than before. */
  readonly isTierChanged: boolean
  /** `true` when the monitor begins, or ceases, to be degraded. */
  readonly isDegradedChanged: boolean
  /** The effect on the monitor's incident; absent when it is in none. */
  readonly incident?: 'started' | 'continued' | 'ended'
}

/**
 * Evaluates one check of a monitor: the tier of its own latency, the tier of the monitor after it, and whether it starts
 * or ends an incident. A check that is ignored changes neither the monitor's tier nor its incident.
 *
 * @param earlier - the checks before it in the window of the monitor's `statistic`, in order of time.
 * @param newIncidentId - makes the id of an incident that starts.
 */
export function evaluateCheck(
  monitor: Monitor,
  unevaluated: UnevaluatedCheck,
  earlier: readonly TimedCheck[],
  newIncidentId: () => string,
): CheckEvaluation {
  const { at, latencyMs, failure, degraded, ignored } = unevaluated
  const tier = ownTier(monitor, unevaluated)
  const checked = {
    ...omit(monitor, 'failure', 'degraded'),
    checkedAt: at,
    latencyMs,
    ...defined({ failure, degraded: failure ? undefined : degraded }),
  }
  if (ignored) {
    const check = { ...unevaluated, tier, ...defined({ monitorTier: monitor.tier }) }
    return { check, monitor: checked, isTierChanged: false, isDegradedChanged: false }
  }
  const { statistic, tiers, hysteresis } = monitor
  const observed = (statistic && windowStatistic([...earlier, unevaluated], statistic)) ?? unevaluated
  const { state } = applyHysteresis(monitor.hysteresisState, observed, tiers, hysteresis)
  const degradedSince = checked.degraded === undefined ? undefined : (monitor.degradedSince ?? at)
  const { failing, incident } = failureStreak(monitor, unevaluated, newIncidentId)
  return {
    check: { ...unevaluated, tier, monitorTier: state.tier },
    monitor: {
      ...omit(checked, 'failing', 'degradedSince'),
      tier: state.tier,
      tierChangedAt: state.since,
      hysteresisState: state,
      ...defined({ failing, degradedSince }),
    },
    isTierChanged: state.tier !== monitor.tier,
    isDegradedChanged: (degradedSince === undefined) !== (monitor.degradedSince === undefined),
    ...defined({ incident }),
  }
}

function ownTier({ tiers, tier }: Monitor, { failure, latencyMs }: UnevaluatedCheck): string {
  if (failure) return worstTier(tiers).name
  return classify(latencyMs, { tiers, ...defined({ previous: tier }) })
}

/** Returns the failed checks in a row after a check, and its effect on their incident. */
function failureStreak(
  { failing, failuresBeforeIncident }: Monitor,
  { at, failure }: UnevaluatedCheck,
  newIncidentId: () => string,
): { readonly failing?: FailureStreak; readonly incident?: CheckEvaluation['incident'] } {
  if (!failure) return failing?.incidentId === undefined ? {} : { incident: 'ended' }
  const streak = failing
    ? { ...failing, checks: failing.checks + 1 }
    : { from: at, cause: failure, checks: 1 }
  if (failing?.incidentId !== undefined) return { failing: streak, incident: 'continued' }
  if (streak.checks < failuresBeforeIncident) return { failing: streak }
  return { failing: { ...streak, incidentId: newIncidentId() }, incident: 'started' }
}
