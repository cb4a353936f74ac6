import { defined } from '../options/index.js'
import { expectCount, expectThat } from './check-argument.js'
import { classify, worstTier } from './classify.js'
import type { TierSet } from './define-tiers.js'
import type { TimedCheck } from './spans.js'

/** When a monitor moves to another tier. The defaults were chosen on real histories: `benchmarks/tier-stability`. */
export interface HysteresisOptions {
  /**
   * How many checks in a row must lie beyond the tier that holds before it is left; 1 follows each at once.
   *
   * @default 2
   */
  readonly confirmations?: number
  /**
   * Each change within the last `changeWindowChecks` asks for one confirmation more, up to this many in all: what has
   * begun to flap is believed less.
   *
   * @default 3, or `confirmations` when that is more
   */
  readonly maxConfirmations?: number
  /** For how many checks a change is remembered. @default 10 */
  readonly changeWindowChecks?: number
  /**
   * How many of the last checks must have failed before failures alone lead to the worst tier; until then a failed
   * check says nothing about latency. Counted anew after each change.
   *
   * @default a failed check counts as one in the worst tier
   */
  readonly failures?: { readonly count: number; readonly of: number }
  /** The least time in a tier, in milliseconds. @default 0 */
  readonly minDwellMs?: number
}

/** What is remembered from check to check: plain JSON, to be stored with the monitor. */
export interface HysteresisState {
  /** The tier that holds. */
  readonly tier: string
  /** Since when it holds, in epoch milliseconds. */
  readonly since: number
  /**
   * The tiers that the last checks in a row spoke for, when all were slower or all were faster than the one that
   * holds.
   */
  readonly beyond: readonly string[]
  /** How many checks ago each recent change was. */
  readonly changes: readonly number[]
  /** How many checks ago each recent failure was; kept where `failures` is given. */
  readonly failed: readonly number[]
}

/** A step of {@link applyHysteresis}: what holds now, and whether it is new. */
export interface HysteresisStep {
  /** What holds now, to be handed in with the next check. */
  readonly steady: HysteresisState
  /** Whether another tier held before. */
  readonly changed: boolean
}

/**
 * Returns which tier holds after one more check. The first check is taken as it is. From then on a tier is left once
 * enough checks in a row lie beyond it, on the same side, for the nearest tier that all of them reached. A check in a
 * dead band next to the tier that holds speaks for that one. So neither a single slow check nor a latency that hovers
 * at a border changes anything, and whatever lasts for `maxConfirmations` checks is reached, dwelling aside.
 *
 * @param previous - what the step before gave; `undefined` for the first check. A tier that the set does not have
 * counts as none.
 * @throws `ValidationError` when the latency is not a finite number of 0 or more, the tiers are no tier set, or an
 * option is out of range.
 * @example
 * ```ts
 * import { type HysteresisState, sonicTiers, applyHysteresis } from '@telltale/core/latency'
 *
 * let steady: HysteresisState | undefined
 * for (const [at, latencyMs] of [40, 900, 41, 420, 610, 640].entries())
 *   steady = applyHysteresis(steady, { at, latencyMs }, sonicTiers).steady
 * console.log(steady?.tier) // 'KNUCKLES': 420 and 610 ms are both beyond SONIC; for EGGMAN it takes one more check
 * ```
 */
export function applyHysteresis(
  previous: HysteresisState | undefined,
  check: TimedCheck,
  tiers: TierSet,
  options: HysteresisOptions = {},
): HysteresisStep {
  const settled = settle(options)
  const names = tiers.map(({ name }) => name)
  const { at, latencyMs, failure } = check
  const holding = previous && names.includes(previous.tier) ? previous : undefined
  const spokenFor = failure
    ? worstTier(tiers).name
    : classify(latencyMs, { tiers, ...defined({ previous: holding?.tier }) })
  if (!holding) {
    const steady = { tier: spokenFor, since: at, beyond: [], changes: [], failed: [] }
    return { steady, changed: previous !== undefined }
  }
  const now = withCheck(holding, spokenFor, names, failure !== undefined, settled)
  const next = nextTier(now, names, settled)
  if (next === undefined || at - now.since < settled.minDwellMs) return { steady: now, changed: false }
  const beyond = beyondTier(now.beyond, next, spokenFor, names)
  return {
    steady: { tier: next, since: at, beyond, changes: [...now.changes, 0], failed: [] },
    changed: true,
  }
}

type SettledOptions = ReturnType<typeof settle>

/**
 * The options with their defaults.
 *
 * @throws `ValidationError` when one is out of range.
 */
function settle(options: HysteresisOptions) {
  const { confirmations = 2, changeWindowChecks = 10, failures, minDwellMs = 0 } = options
  const { maxConfirmations = Math.max(3, confirmations) } = options
  expectCount('applyHysteresis', 'confirmations', confirmations)
  expectCount('applyHysteresis', 'maxConfirmations', maxConfirmations)
  expectThat(
    changeWindowChecks >= 0,
    'applyHysteresis',
    'changeWindowChecks',
    'a number of 0 or more',
    changeWindowChecks,
  )
  expectThat(minDwellMs >= 0, 'applyHysteresis', 'minDwellMs', 'a number of 0 or more', minDwellMs)
  if (failures) {
    expectCount('applyHysteresis', 'failures.count', failures.count)
    expectThat(
      failures.of >= failures.count,
      'applyHysteresis',
      'failures.of',
      'failures.count or more',
      failures.of,
    )
  }
  return { confirmations, maxConfirmations, changeWindowChecks, failures, minDwellMs }
}

/** What is remembered after a check, before it is asked whether that is enough to leave. */
function withCheck(
  { tier, since, ...before }: HysteresisState,
  spokenFor: string,
  names: readonly string[],
  isFailure: boolean,
  { maxConfirmations, changeWindowChecks, failures }: SettledOptions,
): HysteresisState {
  const older = (ages: readonly number[], limit: number) =>
    ages.map((age) => age + 1).filter((age) => age < limit)
  const isOnlyCounted = isFailure && failures !== undefined && spokenFor !== tier
  const beyond = isOnlyCounted
    ? before.beyond
    : beyondTier([...before.beyond, spokenFor], tier, spokenFor, names)
  return {
    tier,
    since,
    beyond: beyond.slice(-maxConfirmations),
    changes: older(before.changes, changeWindowChecks + 1),
    failed: failures ? [...older(before.failed, failures.of), ...(isFailure ? [0] : [])] : [],
  }
}

/** The last of some tiers that lie, one after the other, beyond a tier on the same side as `last`. */
function beyondTier(
  spokenFor: readonly string[],
  tier: string,
  last: string,
  names: readonly string[],
): readonly string[] {
  const side = (name: string) => Math.sign(names.indexOf(name) - names.indexOf(tier))
  const lastOther = spokenFor.findLastIndex((name) => side(name) !== side(last))
  return side(last) === 0 ? [] : spokenFor.slice(lastOther + 1)
}

/** Where enough checks lead to, dwelling aside; `undefined` when there are not enough. */
function nextTier(
  { tier, beyond, changes, failed }: HysteresisState,
  names: readonly string[],
  { confirmations, maxConfirmations, failures }: SettledOptions,
): string | undefined {
  const worst = names.at(-1)
  if (failures && tier !== worst && failed.length >= failures.count) return worst
  const needed = Math.min(maxConfirmations, confirmations + changes.length)
  if (beyond.length < needed) return undefined
  const ranks = beyond.slice(-needed).map((name) => names.indexOf(name))
  return names[ranks.every((rank) => rank > names.indexOf(tier)) ? Math.min(...ranks) : Math.max(...ranks)]
}
