import { quantile } from '../statistics/index.js'
import { checkCount, checkOptionNames } from './check-argument.js'
import type { SonicTierName } from './classify.js'
import { defineTiers, type TierSet } from './define-tiers.js'
import type { TimedCheck } from './spans.js'

/**
 * Suggests tiers that fit an endpoint, from its checks of a week or so. `SONIC` holds nine in ten checks. `KNUCKLES`
 * reaches to the slowest one in a hundred, and at least three times as far as `SONIC`. The rest is `EGGMAN`. The dead
 * bands between them are half as wide as the bound before them. Bounds are rounded up to two digits.
 *
 * @param options - `minChecks`: the number of successful checks below which nothing is suggested, 100 unless given.
 * @returns `undefined` when there are too few checks.
 * @throws `ValidationError` when `minChecks` is not a whole number of 1 or more.
 * @example
 * ```ts
 * import { suggestTiers } from '@telltale/core/latency'
 *
 * const checks = Array.from({ length: 1_000 }, (_, index) => ({ latencyMs: 100 + (index % 100) }))
 * console.log(suggestTiers(checks)) // SONIC up to 190 ms, KNUCKLES from 290 to 570, EGGMAN from 860
 * ```
 */
export function suggestTiers(
  checks: readonly Pick<TimedCheck, 'latencyMs' | 'failure'>[],
  options: { readonly minChecks?: number } = {},
): TierSet<SonicTierName> | undefined {
  checkOptionNames('suggestTiers', options, ['minChecks'])
  const { minChecks = 100 } = options
  checkCount('suggestTiers', 'minChecks', minChecks)
  const latencies = checks.filter(({ failure }) => !failure).map(({ latencyMs }) => latencyMs)
  const [p90, p99] = [quantile(latencies, 0.9), quantile(latencies, 0.99)]
  if (p90 === undefined || p99 === undefined || latencies.length < minChecks) return undefined
  const sonicMs = roundUp(Math.max(p90, 1))
  const knucklesMs = roundUp(Math.max(p99, 3 * sonicMs))
  return defineTiers([
    { name: 'SONIC', toMs: sonicMs },
    { name: 'KNUCKLES', fromMs: roundUp(1.5 * sonicMs), toMs: knucklesMs },
    { name: 'EGGMAN', fromMs: roundUp(1.5 * knucklesMs) },
  ])
}

/** Rounds up to two significant digits. */
function roundUp(ms: number): number {
  const step = 10 ** (Math.floor(Math.log10(ms)) - 1)
  return Number((Math.ceil(Number((ms / step).toPrecision(12))) * step).toPrecision(2))
}
