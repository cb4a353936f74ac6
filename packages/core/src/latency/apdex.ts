import { expectAbove0 } from './check-argument.js'
import type { TimedCheck } from './spans.js'

/**
 * Returns the Apdex score, 0 to 1: checks within the target count whole, those within four times the target half,
 * slower and failed ones not at all (Apdex Alliance, "Application Performance Index: Technical Specification",
 * version 1.1). `undefined` without checks.
 *
 * @throws `ValidationError` when the target is not above 0.
 * @example
 * ```ts
 * import { apdex } from '@telltale/core/latency'
 *
 * console.log(apdex([{ latencyMs: 90 }, { latencyMs: 350 }], { targetMs: 100 })) // 0.75
 * ```
 */
export function apdex(
  checks: readonly Pick<TimedCheck, 'latencyMs' | 'failure'>[],
  { targetMs }: { readonly targetMs: number },
): number | undefined {
  expectAbove0('apdex', 'targetMs', targetMs)
  const worth = ({ latencyMs, failure }: Pick<TimedCheck, 'latencyMs' | 'failure'>) =>
    failure || latencyMs > 4 * targetMs ? 0 : latencyMs > targetMs ? 0.5 : 1
  return checks.length > 0 ? checks.reduce((sum, check) => sum + worth(check), 0) / checks.length : undefined
}
