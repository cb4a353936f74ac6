import { ValidationError } from '../errors/index.js'
import type { TimedCheck } from './timeline.js'

/**
 * Returns the Apdex score, 0 to 1: checks within the target count whole, within four times the target half, slower and
 * failed ones not at all (Apdex Alliance, "Technical Specification", version 1.1, section 3). `undefined` without checks.
 *
 * @throws `ValidationError` when the target is not above 0.
 */
export function apdex(
  checks: readonly Pick<TimedCheck, 'latencyMs' | 'failure'>[],
  { targetMs }: { readonly targetMs: number },
): number | undefined {
  if (!(targetMs > 0)) throw new ValidationError('apdex', [{ path: 'targetMs', message: `expected above 0, got ${targetMs}` }])
  const worth = ({ latencyMs, failure }: Pick<TimedCheck, 'latencyMs' | 'failure'>) =>
    failure || latencyMs > 4 * targetMs ? 0 : latencyMs > targetMs ? 0.5 : 1
  return checks.length > 0 ? checks.reduce((sum, check) => sum + worth(check), 0) / checks.length : undefined
}
