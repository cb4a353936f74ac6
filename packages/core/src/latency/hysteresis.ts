import { defined } from '../options/checks.js'
import { checkArgument, checkCount, checkNotNegative, checkOptionNames } from './check-argument.js'
import { classify, worstTier } from './classify.js'
import type { TierSet } from './define-tiers.js'
import type { TimedCheck } from './spans.js'

/**
 * The conditions for a monitor to move to another tier. The defaults were chosen on real histories, see
 * `benchmarks/tier-stability`.
 */
export interface HysteresisOptions {
  /**
   * The number of checks in a row that must lie beyond the current tier before it is left. With 1 the tier follows each
   * check at once.
   *
   * @default 2
   */
  readonly confirmations?: number
  /**
   * The most confirmations that are asked for. Each change within the last `changeWindowChecks` asks for one more, so
   * that a monitor that has begun to flap settles.
   *
   * @default 3, or `confirmations` when that is more
   */
  readonly maxConfirmations?: number
  /** The number of checks for which a change is remembered. @default 10 */
  readonly changeWindowChecks?: number
  /**
   * The number of failed checks, among the last `of`, that lead to the worst tier by themselves. Until then a failed
   * check says nothing about latency. Counted anew after each change.
   *
   * @default a failed check counts as one in the worst tier
   */
  readonly failures?: { readonly count: number; readonly of: number }
  /** The minimum time in a tier, in milliseconds. @default 0 */
  readonly minDwellMs?: number
}

/** The state that is carried from check to check. Plain JSON, to be stored with the monitor. */
export interface HysteresisState {
  /** The current tier. */
  readonly tier: string
  /** The time of the check that led to it, in epoch milliseconds. */
  readonly since: number
  /**
   * The tiers of the last checks in a row beyond the current one, when all were slower or all were faster. Enough of
   * them lead to another tier.
   */
  readonly pendingTiers: readonly string[]
  /** The number of checks since each recent change of tier. */
  readonly changeAges: readonly number[]
  /** The number of checks since each recent failure; empty unless `failures` is given. */
  readonly failureAges: readonly number[]
}

/** The result of one check. */
export interface HysteresisStep {
  /** The state after the check, to be handed in with the next one. */
  readonly state: HysteresisState
  /** `true` when the tier was another before. */
  readonly isChanged: boolean
}

/**
 * Returns the tier after one more check, so that neither a single slow check nor a latency that hovers at a border
 * changes it.
 *
 * The first check sets the tier. From then on a tier is left once enough checks in a row lie beyond it on the same side,
 * for the nearest tier that all of them reached. A check in the dead band beside the current tier counts as one in that
 * tier. Whatever lasts for `maxConfirmations` checks is reached, apart from `minDwellMs`.
 *
 * @param previous - the state after the check before; `undefined` for the first check, and ignored when the set does not
 * have its tier.
 * @throws `ValidationError` when the latency is not a finite number of 0 or more, the tiers are no tier set, or an
 * option is out of range.
 * @example
 * ```ts
 * import { applyHysteresis, type HysteresisState, sonicTiers } from '@telltale/core/latency'
 *
 * let state: HysteresisState | undefined
 * for (const [at, latencyMs] of [40, 900, 41, 420, 610, 640].entries())
 *   state = applyHysteresis(state, { at, latencyMs }, sonicTiers).state
 * console.log(state?.tier) // 'KNUCKLES': 420 and 610 ms are both beyond SONIC; for EGGMAN it takes one more check
 * ```
 */
export function applyHysteresis(
  previous: HysteresisState | undefined,
  check: TimedCheck,
  tiers: TierSet,
  options: HysteresisOptions = {},
): HysteresisStep {
  const settings = withDefaults(options)
  const names = tiers.map(({ name }) => name)
  const { at, latencyMs, failure } = check
  const current = previous && names.includes(previous.tier) ? previous : undefined
  const checkTier = failure
    ? worstTier(tiers).name
    : classify(latencyMs, { tiers, ...defined({ previous: current?.tier }) })
  if (!current) {
    const state = { tier: checkTier, since: at, pendingTiers: [], changeAges: [], failureAges: [] }
    return { state, isChanged: previous !== undefined }
  }
  const state = afterCheck(current, { checkTier, isFailure: failure !== undefined }, names, settings)
  const next = confirmedTier(state, names, settings)
  if (next === undefined || at - state.since < settings.minDwellMs) return { state, isChanged: false }
  const pendingTiers = lastBeyond(next, state.pendingTiers, checkTier, names)
  const changeAges = [...state.changeAges, 0]
  return { state: { tier: next, since: at, pendingTiers, changeAges, failureAges: [] }, isChanged: true }
}

const optionNames = [
  'confirmations',
  'maxConfirmations',
  'changeWindowChecks',
  'failures',
  'minDwellMs',
] as const satisfies readonly (keyof HysteresisOptions)[]

type Settings = ReturnType<typeof withDefaults>

/**
 * Checks the options and fills in their defaults.
 *
 * @throws `ValidationError` when one is out of range.
 */
function withDefaults(options: HysteresisOptions) {
  const caller = 'applyHysteresis'
  checkOptionNames(caller, options, optionNames)
  const { confirmations = 2, changeWindowChecks = 10, failures, minDwellMs = 0 } = options
  const { maxConfirmations = Math.max(3, confirmations) } = options
  checkCount(caller, 'confirmations', confirmations)
  checkCount(caller, 'maxConfirmations', maxConfirmations)
  checkNotNegative(caller, 'changeWindowChecks', changeWindowChecks)
  checkNotNegative(caller, 'minDwellMs', minDwellMs)
  if (failures) {
    const { count, of } = failures
    checkCount(caller, 'failures.count', count)
    checkArgument(of >= count, 'failures.count or more', { caller, name: 'failures.of', value: of })
  }
  return { confirmations, maxConfirmations, changeWindowChecks, failures, minDwellMs }
}

/** Returns the state after a check that leaves the tier as it is. */
function afterCheck(
  { tier, since, pendingTiers, changeAges, failureAges }: HysteresisState,
  { checkTier, isFailure }: { readonly checkTier: string; readonly isFailure: boolean },
  names: readonly string[],
  { maxConfirmations, changeWindowChecks, failures }: Settings,
): HysteresisState {
  const older = (ages: readonly number[], limit: number) =>
    ages.map((age) => age + 1).filter((age) => age < limit)
  const isOnlyCounted = isFailure && failures !== undefined && checkTier !== tier
  const pending = isOnlyCounted
    ? pendingTiers
    : lastBeyond(tier, [...pendingTiers, checkTier], checkTier, names)
  return {
    tier,
    since,
    pendingTiers: pending.slice(-maxConfirmations),
    changeAges: older(changeAges, changeWindowChecks + 1),
    failureAges: failures ? [...older(failureAges, failures.of), ...(isFailure ? [0] : [])] : [],
  }
}

/** Returns the last tiers in a row that lie beyond a tier, on the same side as the last check's. */
function lastBeyond(
  tier: string,
  checkTiers: readonly string[],
  lastTier: string,
  names: readonly string[],
): readonly string[] {
  const side = (name: string) => Math.sign(names.indexOf(name) - names.indexOf(tier))
  const lastOther = checkTiers.findLastIndex((name) => side(name) !== side(lastTier))
  return side(lastTier) === 0 ? [] : checkTiers.slice(lastOther + 1)
}

/** Returns the tier that enough checks lead to, apart from `minDwellMs`; `undefined` when there are not enough. */
function confirmedTier(
  { tier, pendingTiers, changeAges, failureAges }: HysteresisState,
  names: readonly string[],
  { confirmations, maxConfirmations, failures }: Settings,
): string | undefined {
  const worst = names.at(-1)
  if (failures && tier !== worst && failureAges.length >= failures.count) return worst
  const needed = Math.min(maxConfirmations, confirmations + changeAges.length)
  if (pendingTiers.length < needed) return undefined
  const ranks = pendingTiers.slice(-needed).map((name) => names.indexOf(name))
  return names[ranks.every((rank) => rank > names.indexOf(tier)) ? Math.min(...ranks) : Math.max(...ranks)]
}
