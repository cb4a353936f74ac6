import { ValidationError } from '../errors/index.js'
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
 * The tiers that are used unless others are given: under 50 ms is `SONIC`, 100 to 300 ms is `KNUCKLES`, over 500 ms is
 * `EGGMAN`. The gaps between them are dead bands.
 */
export const sonicTiers: TierSet<SonicTierName> = /* @__PURE__ */ defineTiers([
  { name: 'SONIC', belowMs: 50 },
  { name: 'KNUCKLES', fromMs: 100, toMs: 300 },
  { name: 'EGGMAN', aboveMs: 500 },
])

/** What a latency is judged by. */
export interface ClassifyOptions<Name extends string = string> {
  /** The tiers, the fastest first. @default sonicTiers */
  readonly tiers?: TierSet<Name>
  /** The tier before this latency was measured. @default no history */
  readonly previous?: NoInfer<Name>
}

/**
 * Returns the name of the tier that a latency belongs to.
 *
 * A latency within a band has that band's tier, whatever was before. One in a gap keeps the tier it was in; coming from
 * further away it takes the neighbour on the side it came from; with no history it goes to the nearer band, the
 * midpoint to the slower one. So what hovers at a border does not flap.
 *
 * A set that did not come from `defineTiers` is checked with each call.
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
  const index = tiers.findIndex((tier) => !endsBefore(tier, latencyMs))
  const landed = tiers[index] as Tier<Name> // always there: the last tier has no end
  const faster = tiers[index - 1]
  if (!faster || !beginsAfter(landed, latencyMs)) return landed.name
  const staysFaster =
    previousIndex === undefined
      ? latencyMs - upperBoundMs(faster) < lowerBoundMs(landed) - latencyMs
      : previousIndex < index
  return staysFaster ? faster.name : landed.name
}

/**
 * Returns the slowest tier of a set, which is also the tier of a check that failed.
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

const endsBefore = ({ toMs, belowMs }: Tier, latencyMs: number): boolean =>
  toMs === undefined ? belowMs !== undefined && latencyMs >= belowMs : latencyMs > toMs

const beginsAfter = ({ fromMs, aboveMs }: Tier, latencyMs: number): boolean =>
  aboveMs === undefined ? fromMs !== undefined && latencyMs < fromMs : latencyMs <= aboveMs

function refuse(path: string, message: string): never {
  throw new ValidationError('classify', [{ path, message }])
}
