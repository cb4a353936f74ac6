import { defined } from '../options/checks.js'
import { mean } from '../statistics/index.js'
import type { CheckFailure } from './check.js'
import { checkCount, checkOptionNames } from './check-argument.js'
import type { TimedCheck } from './spans.js'

/** A time in which checks failed. */
export interface Incident {
  /** The time of the first failed check, in epoch milliseconds. */
  readonly from: number
  /** The time of the check that succeeded again, in epoch milliseconds; absent for an ongoing incident. */
  readonly to?: number
  /** The failure of the first check. */
  readonly cause: CheckFailure
  /** The number of failed checks. */
  readonly checks: number
}

/** The frequency of incidents and the time to recover from them. A mean without enough incidents is absent. */
export interface IncidentReliability {
  /** The number of incidents, an ongoing one included. */
  readonly incidents: number
  /** The mean time between failures (MTBF), from the end of an incident to the start of the next, in milliseconds. */
  readonly meanTimeBetweenFailuresMs?: number
  /** The mean time to recovery (MTTR), from the start of an incident to its end, in milliseconds. */
  readonly meanTimeToRecoveryMs?: number
}

/**
 * Finds the incidents: runs of failed checks, each from the first failure to the next success.
 *
 * @param checks - in order of time.
 * @param options - `minFailures`: the number of failed checks in a row that make an incident, 2 unless given.
 * @throws `ValidationError` when `minFailures` is not a whole number of 1 or more.
 * @example
 * ```ts
 * import { findIncidents, incidentReliability } from '@telltale/core/latency'
 *
 * const failure = { kind: 'refused', message: 'nothing listens there' } as const
 * const checks = [{}, { failure }, { failure }, {}].map((check, at) => ({ at, latencyMs: 10, ...check }))
 * console.log(incidentReliability(findIncidents(checks)).meanTimeToRecoveryMs) // 2
 * ```
 */
export function findIncidents(
  checks: readonly TimedCheck[],
  options: { readonly minFailures?: number } = {},
): readonly Incident[] {
  checkOptionNames('findIncidents', options, ['minFailures'])
  const { minFailures = 2 } = options
  checkCount('findIncidents', 'minFailures', minFailures)
  const incidents: Incident[] = []
  let failed: TimedCheck[] = []
  const end = (to?: number) => {
    const [first] = failed
    if (first?.failure && failed.length >= minFailures)
      incidents.push({ from: first.at, cause: first.failure, checks: failed.length, ...defined({ to }) })
    failed = []
  }
  for (const check of checks) {
    if (check.failure) failed.push(check)
    else end(check.at)
  }
  end()
  return incidents
}

/** Returns the mean times between incidents and to recovery, from incidents in order of time. */
export function incidentReliability(incidents: readonly Incident[]): IncidentReliability {
  const recoveries = incidents.flatMap(({ from, to }) => (to === undefined ? [] : [to - from]))
  const between = incidents.slice(1).flatMap(({ from }, index) => {
    const previousEnd = incidents[index]?.to
    return previousEnd === undefined ? [] : [from - previousEnd]
  })
  return defined({
    incidents: incidents.length,
    meanTimeBetweenFailuresMs: between.length > 0 ? mean(between) : undefined,
    meanTimeToRecoveryMs: recoveries.length > 0 ? mean(recoveries) : undefined,
  })
}
