import { classify, worstTier } from '../latency/classify.js'
import { applyHysteresis } from '../latency/hysteresis.js'
import type { TimedCheck } from '../latency/spans.js'
import { windowStatistic } from '../latency/window-statistic.js'
import { defined } from '../options/index.js'
import type { Check, FailureStreak, Monitor } from '../records/monitor-records.js'

/** A check before it was judged. */
export type UnevaluatedCheck = Omit<Check, 'tier' | 'monitorTier'>

/** What a check says of its monitor. */
export interface CheckEvaluation {
  readonly check: Check
  /** The monitor as it is with this check. */
  readonly monitor: Monitor
  /** Whether it is in another tier than before. */
  readonly isTierChanged: boolean
  /** What became of the incident it is in, if it is in one. */
  readonly incident?: 'started' | 'continued' | 'ended'
}

/**
 * Judges one check of a monitor: the tier of its own latency, the tier that the monitor is in with it, and whether it
 * begins or ends an incident. A check that is ignored changes none of these.
 *
 * @param earlier - the checks before it that the monitor's `statistic` looks at, in order of time.
 * @param newIncidentId - gives the id of an incident that begins.
 */
export function evaluateCheck(
  monitor: Monitor,
  check: UnevaluatedCheck,
  earlier: readonly TimedCheck[],
  newIncidentId: () => string,
): CheckEvaluation {
  const { failure: _, ...withoutFailure } = monitor
  const { at, latencyMs, failure } = check
  const tier = ownTier(monitor, check)
  const seen = { ...withoutFailure, checkedAt: at, latencyMs, ...defined({ failure }) }
  if (check.ignored) {
    const ignored = { ...check, tier, ...defined({ monitorTier: monitor.tier }) }
    return { check: ignored, monitor: seen, isTierChanged: false }
  }
  const { statistic, steady: before, tiers, hysteresis } = monitor
  const judged = (statistic && windowStatistic([...earlier, check], statistic)) ?? check
  const { steady } = applyHysteresis(before, judged, tiers, hysteresis)
  const { failing, incident } = failingRun(monitor, check, newIncidentId)
  const { failing: __, ...rest } = seen
  return {
    check: { ...check, tier, monitorTier: steady.tier },
    monitor: { ...rest, tier: steady.tier, tierChangedAt: steady.since, steady, ...defined({ failing }) },
    isTierChanged: steady.tier !== monitor.tier,
    ...defined({ incident }),
  }
}

function ownTier({ tiers, tier }: Monitor, { failure, latencyMs }: UnevaluatedCheck): string {
  if (failure) return worstTier(tiers).name
  return classify(latencyMs, { tiers, ...defined({ previous: tier }) })
}

function failingRun(
  { failing, failuresBeforeIncident }: Monitor,
  { at, failure }: UnevaluatedCheck,
  newIncidentId: () => string,
): { readonly failing?: FailureStreak; readonly incident?: CheckEvaluation['incident'] } {
  if (!failure) return failing?.incidentId === undefined ? {} : { incident: 'ended' }
  const run = failing ? { ...failing, checks: failing.checks + 1 } : { from: at, cause: failure, checks: 1 }
  if (failing?.incidentId !== undefined) return { failing: run, incident: 'continued' }
  if (run.checks < failuresBeforeIncident) return { failing: run }
  return { failing: { ...run, incidentId: newIncidentId() }, incident: 'started' }
}
