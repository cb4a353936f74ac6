import { checkAbove0, checkOptionNames } from './check-argument.js'
import type { TimedCheck } from './spans.js'

/**
 * Returns the Apdex score, 0 to 1. A check within the target counts whole, one within four times the target half, a
 * slower or failed one not at all. `undefined` without checks.
 *
 * Source: Apdex Alliance, "Application Performance Index: Technical Specification", version 1.1.
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
  options: { readonly targetMs: number },
): number | undefined {
  checkOptionNames('apdex', options, ['targetMs'])
  const { targetMs } = options
  checkAbove0('apdex', 'targetMs', targetMs)
  const scoreOf = ({ latencyMs, failure }: Pick<TimedCheck, 'latencyMs' | 'failure'>) =>
    failure || latencyMs > 4 * targetMs ? 0 : latencyMs > targetMs ? 0.5 : 1
  return checks.length > 0
    ? checks.reduce((sum, check) => sum + scoreOf(check), 0) / checks.length
    : undefined
}
