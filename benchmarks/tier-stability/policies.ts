import {
  applyHysteresis,
  classify,
  type HysteresisOptions,
  type HysteresisState,
  sonicTiers,
  worstTier,
} from '@telltale/core/latency'
import { defined } from '@telltale/core/ports'

/** A latency in milliseconds; absent when the check failed. */
export type Seen = number | undefined

/** Names the tier after each check of a history. */
export type Policy = (history: readonly Seen[]) => readonly string[]

const worst = worstTier(sonicTiers).name
const naiveTier = (seen: Seen): string => (seen === undefined ? worst : classify(seen))

/** Each check by itself: the dead bands become thresholds at their middle. */
export const naive: Policy = (history) => history.map(naiveTier)

/** Each check by itself, but in a dead band what it was stays. */
export const deadBands: Policy = (history) => {
  let tier: string | undefined
  return history.map((seen) => {
    tier =
      seen === undefined
        ? worst
        : classify<string>(seen, { tiers: sonicTiers, ...defined({ previous: tier }) })
    return tier
  })
}

/** Thresholds, and a tier is taken once this many checks in a row say so. */
export const confirmed =
  (times: number): Policy =>
  (history) => {
    let tier: string | undefined
    return history.map((seen, index) => {
      const last = history.slice(Math.max(0, index - times + 1), index + 1).map(naiveTier)
      if (tier === undefined || (last.length === times && new Set(last).size === 1)) tier = naiveTier(seen)
      return tier
    })
  }

/** Dead bands on the median of the last checks, a failed one being slower than all others. */
export const medianOf =
  (times: number): Policy =>
  (history) =>
    deadBands(
      history.map((_, index) => {
        const last = history.slice(Math.max(0, index - times + 1), index + 1)
        const sorted = last.toSorted(
          (one = Number.POSITIVE_INFINITY, other = Number.POSITIVE_INFINITY) => one - other,
        )
        return sorted[Math.floor(sorted.length / 2)]
      }),
    )

const failure = { kind: 'timeout', message: 'no answer' } as const

/** Makes the policy that Telltale uses. */
export const telltale =
  (options?: HysteresisOptions): Policy =>
  (history) => {
    let state: HysteresisState | undefined
    return history.map((seen, at) => {
      const check = seen === undefined ? { at, latencyMs: 0, failure } : { at, latencyMs: seen }
      state = applyHysteresis(state, check, sonicTiers, options).state
      return state.tier
    })
  }
