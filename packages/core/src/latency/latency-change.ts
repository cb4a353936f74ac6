import type { CheckPhases, Measurement } from './check.js'

/** A check with its phases. */
export type PhasedCheck = Pick<Measurement, 'latencyMs' | 'phases'>

/** A change of latency and its cause. */
export interface LatencyChange {
  /** The change in milliseconds. Above 0 is slower. */
  readonly differenceMs: number
  /** The phase that changed most in the same direction; absent where none did or phases are not known. */
  readonly phase?: keyof CheckPhases
  /** That phase's share of the change, 0 to 1. Also 1 where other phases moved against it. */
  readonly share?: number
  /** The same in words, such as `slower by 210 ms, 78 % of it TLS`. */
  readonly words: string
}

const phaseNames: Readonly<Record<keyof CheckPhases, string>> = {
  dnsMs: 'DNS',
  proxyMs: 'the proxy',
  connectMs: 'connecting',
  tlsMs: 'TLS',
  firstByteMs: 'waiting for the first byte',
  downloadMs: 'downloading',
}

/**
 * Returns how a latency changed and which phase caused most of it. Compares the checks with the median latency of each
 * side, so that an outlier does not decide. `undefined` when a side has no checks.
 *
 * @example
 * ```ts
 * import { latencyChange } from '@telltale/core/latency'
 *
 * const before = { latencyMs: 90, phases: { connectMs: 20, tlsMs: 30, firstByteMs: 40 } }
 * const after = { latencyMs: 300, phases: { connectMs: 25, tlsMs: 194, firstByteMs: 81 } }
 * console.log(latencyChange([before], [after])?.words) // 'slower by 210 ms, 78 % of it TLS'
 * ```
 */
export function latencyChange(
  before: readonly PhasedCheck[],
  after: readonly PhasedCheck[],
): LatencyChange | undefined {
  const [from, to] = [medianCheck(before), medianCheck(after)]
  if (!from || !to) return undefined
  const differenceMs = to.latencyMs - from.latencyMs
  const direction = differenceMs > 0 ? 'slower' : 'faster'
  const words =
    differenceMs === 0 ? 'as fast as before' : `${direction} by ${formatMs(Math.abs(differenceMs))} ms`
  const [cause] = Object.keys(phaseNames)
    .map((name) => name as keyof CheckPhases)
    .map((phase) => ({
      phase,
      share: ((to.phases[phase] ?? 0) - (from.phases[phase] ?? 0)) / differenceMs,
    }))
    .filter(({ share }) => share > 0 && Number.isFinite(share))
    .toSorted((one, other) => other.share - one.share)
  if (!cause) return { differenceMs, words }
  const share = Math.min(1, cause.share)
  const percent = Math.round(100 * share)
  return {
    differenceMs,
    phase: cause.phase,
    share,
    words: `${words}, ${percent} % of it ${phaseNames[cause.phase]}`,
  }
}

function medianCheck(checks: readonly PhasedCheck[]): PhasedCheck | undefined {
  const sorted = checks.toSorted((one, other) => one.latencyMs - other.latencyMs)
  return sorted[Math.floor((sorted.length - 1) / 2)]
}

/** Formats milliseconds without decimals from 10 on, and with one below. */
const formatMs = (ms: number): string => (ms < 9.95 ? ms.toFixed(1) : ms.toFixed(0))
