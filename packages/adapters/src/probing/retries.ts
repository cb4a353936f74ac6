import { performance } from 'node:perf_hooks'
import type { Measurement, ProbeTarget } from '@telltale/core/ports'

/**
 * Measures a target until a check succeeds, with at most as many more attempts as its monitor says, or else the adapter,
 * all within its `timeoutMs`. Returns the last measurement; after several attempts it holds their number and the latency of the first.
 */
export async function measureWithRetries(
  { url, timeoutMs, retries: own }: ProbeTarget,
  adapterRetries: number,
  measureOnce: (target: ProbeTarget) => Promise<Measurement>,
): Promise<Measurement> {
  const retries = own ?? adapterRetries
  const endsAt = performance.now() + timeoutMs
  const first = await measureOnce({ url, timeoutMs })
  let last = first
  let attempts = 1
  while (last.failure && attempts <= retries) {
    const leftMs = Math.floor(endsAt - performance.now())
    if (leftMs < 1) break
    last = await measureOnce({ url, timeoutMs: leftMs })
    attempts += 1
  }
  return attempts === 1 ? last : { ...last, attempts, firstAttemptMs: first.latencyMs }
}
