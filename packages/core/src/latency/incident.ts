import { defined } from '../options/index.js'
import type { CheckFailure } from './check.js'
import { expectCount } from './check-argument.js'
import type { TimedCheck } from './spans.js'

/** A time in which something did not work. */
export interface Incident {
  /** The first of the failed checks, in epoch milliseconds. */
  readonly from: number
  /** The check that succeeded again; absent while it lasts. */
  readonly to?: number
  /** Why the first check failed. */
  readonly cause: CheckFailure
  /** How many checks failed. */
  readonly checks: number
}

/** How often something fails and how fast it comes back, in milliseconds. What too few incidents tell is absent. */
export interface IncidentReliability {
  /** How many there were, the one that lasts included. */
  readonly incidents: number
  /** The mean time from the end of one incident to the beginning of the next. */
  readonly meanTimeBetweenFailuresMs?: number
  /** The mean time from the beginning of an incident to its end. */
  readonly meanTimeToRecoveryMs?: number
}

/**
 * Finds the incidents: runs of at least `failures` failed checks, each from the first failure to the next success.
 *
 * @param checks - in order of time.
 * @param options - `failures`: how many failed checks in a row make an incident, 2 unless given.
 * @throws `ValidationError` when `failures` is not a whole number of 1 or more.
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
  { failures = 2 }: { readonly failures?: number } = {},
): readonly Incident[] {
  expectCount('findIncidents', 'failures', failures)
  const incidents: Incident[] = []
  let failed: TimedCheck[] = []
  const end = (to?: number) => {
    const [first] = failed
    if (first?.failure && failed.length >= failures)
      incidents.push({
        from: first.at,
        cause: first.failure,
        checks: failed.length,
        ...defined({ to }),
      })
    failed = []
  }
  for (const check of checks) {
    if (check.failure) failed.push(check)
    else end(check.at)
  }
  end()
  return incidents
}

/** Returns how often something failed and how fast it came back, from its incidents in order of time. */
export function incidentReliability(incidents: readonly Incident[]): IncidentReliability {
  const recoveries = incidents.flatMap(({ from, to }) => (to === undefined ? [] : [to - from]))
  const between = incidents.slice(1).flatMap(({ from }, index) => {
    const before = incidents[index]?.to
    return before === undefined ? [] : [from - before]
  })
  return {
    incidents: incidents.length,
    ...defined({
      meanTimeBetweenFailuresMs: between.length > 0 ? mean(between) : undefined,
      meanTimeToRecoveryMs: recoveries.length > 0 ? mean(recoveries) : undefined,
    }),
  }
}

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length
