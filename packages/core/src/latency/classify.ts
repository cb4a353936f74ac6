import { ValidationError } from '../errors/index.js'
import { checkOptionNames } from './check-argument.js'
import {
  checkTiers,
  defineTiers,
  lowerBoundMs,
  type Tier,
  type TierSet,
  upperBoundMs,
} from './define-tiers.js'

/** The names of {@link sonicTiers}. */
export type SonicTierName = 'SONIC' | 'KNUCKLES' | 'EGGMAN'

/**
 * The default tiers: under 50 ms is `SONIC`, 100 to 300 ms is `KNUCKLES`, over 500 ms is `EGGMAN`. The gaps between them
 * are dead bands.
 */
export const sonicTiers: TierSet<SonicTierName> = /* @__PURE__ */ defineTiers([
  { name: 'SONIC', belowMs: 50 },
  { name: 'KNUCKLES', fromMs: 100, toMs: 300 },
  { name: 'EGGMAN', aboveMs: 500 },
])

/** Options of {@link classify}. */
export interface ClassifyOptions<Name extends string = string> {
  /** The tiers, the fastest first. @default sonicTiers */
  readonly tiers?: TierSet<Name>
  /** The tier before this latency was measured. @default none: the first latency */
  readonly previous?: NoInfer<Name>
}

/**
 * Returns the name of the tier that a latency belongs to.
 *
 * A latency within a band has that band's tier. One in a gap keeps the previous tier when that is one of its neighbours,
 * and otherwise takes the neighbour on the side of the previous tier. Without a previous tier it takes the nearer band,
 * the midpoint the slower one. So a latency that hovers at a border does not flap.
 *
 * Checks a set that did not come from `defineTiers` with each call.
 *
 * @throws `ValidationError` when the latency is not a finite number of 0 or more, `previous` is none of the tiers, or
 * the tiers are no tier set.
 * @example
 * ```ts
 * classify(41.8) // 'SONIC'
 * classify(80) // 'KNUCKLES', which is nearer
 * classify(80, { previous: 'SONIC' }) // 'SONIC'
 * classify(75, { previous: 'EGGMAN' }) // 'KNUCKLES'
 * ```
 */
export function classify<Name extends string = SonicTierName>(
  latencyMs: number,
  options: ClassifyOptions<Name> = {},
): Name {
  checkOptionNames('classify', options, ['tiers', 'previous'])
  const { previous } = options
  const tiers = (options.tiers ?? sonicTiers) as TierSet<Name>
  checkTiers('classify', tiers)
  if (!Number.isFinite(latencyMs) || latencyMs < 0)
    refuse('latencyMs', `expected a finite number of milliseconds, 0 or more, got ${String(latencyMs)}`)
  const previousIndex = previous === undefined ? undefined : tiers.findIndex(({ name }) => name === previous)
  if (previousIndex === -1)
    refuse(
      'previous',
      `expected one of ${tiers.map(({ name }) => `'${name}'`).join(', ')}, got '${String(previous)}'`,
    )
  const index = tiers.findIndex((tier) => !isBelow(tier, latencyMs))
  // The last tier has no upper bound, so that one is always found.
  const reached = tiers[index] as Tier<Name>
  const faster = tiers[index - 1]
  if (!faster || !isAbove(reached, latencyMs)) return reached.name
  const isFaster =
    previousIndex === undefined
      ? latencyMs - upperBoundMs(faster) < lowerBoundMs(reached) - latencyMs
      : previousIndex < index
  return isFaster ? faster.name : reached.name
}

/**
 * Returns the slowest tier of a set, which is also the tier of a failed check.
 *
 * @throws `ValidationError` when it is no tier set.
 * @example
 * ```ts
 * worstTier(sonicTiers).name // 'EGGMAN'
 * ```
 */
export function worstTier<Name extends string>(tiers: TierSet<Name>): Tier<Name> {
  checkTiers('worstTier', tiers)
  return tiers.at(-1) as Tier<Name>
}

/** Returns `true` when a band lies below a latency. */
const isBelow = ({ toMs, belowMs }: Tier, latencyMs: number): boolean =>
  toMs === undefined ? belowMs !== undefined && latencyMs >= belowMs : latencyMs > toMs

/** Returns `true` when a band lies above a latency. */
const isAbove = ({ fromMs, aboveMs }: Tier, latencyMs: number): boolean =>
  aboveMs === undefined ? fromMs !== undefined && latencyMs < fromMs : latencyMs <= aboveMs

function refuse(path: string, message: string): never {
  throw new ValidationError('classify', [{ path, message }])
}
