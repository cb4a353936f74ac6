import { classify, worstTier } from './tier.js'
import type { TierSet } from './define-tiers.js'
import type { Measurement } from './check.js'

/** When a monitor moves to another tier. Defaults were chosen on real response-time histories: `benchmarks/tier-stability`. */
export interface SteadinessOptions {
  /** How many checks in a row must agree on another tier before it is taken. 1 takes each at once. @default 2 */
  readonly confirmations?: number
  /**
   * Each change within the last `restlessChecks` checks asks for one more confirmation, up to this many in all, so that
   * what has begun to flap is believed less. @default 3
   */
  readonly mostConfirmations?: number
  /** How many checks a change is remembered for. @default 10 */
  readonly restlessChecks?: number
  /** How many failed checks in a row move a monitor to the worst tier. @default the confirmations */
  readonly failures?: number
  /** The least time in a tier, in milliseconds. @default 0 */
  readonly dwellMs?: number
}

/** What is remembered from check to check: plain JSON, to be stored with the monitor. */
export interface SteadyTier {
  /** The tier that holds. */
  readonly tier: string
  /** Since when it holds. */
  readonly since: number
  /** The tier that the last checks speak for, when it is another one. */
  readonly pending?: { readonly tier: string; readonly checks: number }
  /** How many checks ago each recent change was. */
  readonly changes: readonly number[]
}

/** What a check says, as far as tiers go. */
export interface TierObservation extends Pick<Measurement, 'latencyMs' | 'failure'> {
  /** When it was made. */
  readonly at: number
}

/** A step of {@link steadyTier}: what holds now, and whether it is new. */
export interface SteadyTierStep {
  readonly steady: SteadyTier
  readonly changed: boolean
}

/**
 * Returns which tier holds after one more check. The first check is taken as it is. From then on another tier holds
 * once enough checks in a row speak for it; a check in a dead band next to the tier that holds speaks for that one. So
 * neither a single slow check nor a latency that hovers at a border changes anything.
 *
 * @throws `ValidationError` when the latency is not a finite number of 0 or more, or the tiers are no tier set.
 */
export function steadyTier(
  previous: SteadyTier | undefined,
  { at, latencyMs, failure }: TierObservation,
  tiers: TierSet,
  options: SteadinessOptions = {},
): SteadyTierStep {
  const holding = previous && tiers.some(({ name }) => name === previous.tier) ? previous : undefined
  const spokenFor = failure
    ? worstTier(tiers).name
    : classify(latencyMs, { tiers, ...(holding && { previous: holding.tier }) })
  if (!holding) return { steady: { tier: spokenFor, since: at, changes: [] }, changed: previous !== undefined }
  const { restlessChecks = 10, dwellMs = 0 } = options
  const changes = holding.changes.map((checks) => checks + 1).filter((checks) => checks <= restlessChecks)
  const { tier, since } = holding
  if (spokenFor === tier) return { steady: { tier, since, changes }, changed: false }
  const checks = holding.pending?.tier === spokenFor ? holding.pending.checks + 1 : 1
  const isConfirmed = checks >= confirmationsFor(changes.length, failure !== undefined, options)
  if (!isConfirmed || at - since < dwellMs)
    return { steady: { tier, since, pending: { tier: spokenFor, checks }, changes }, changed: false }
  return { steady: { tier: spokenFor, since: at, changes: [...changes, 0] }, changed: true }
}

function confirmationsFor(changes: number, isFailure: boolean, options: SteadinessOptions): number {
  const { confirmations = 2, mostConfirmations = Math.max(3, confirmations), failures } = options
  if (isFailure && failures !== undefined) return failures
  return Math.min(mostConfirmations, confirmations + changes)
}
