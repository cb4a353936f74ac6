import type { CheckPhases, Measurement } from './check.js'

/** What is compared of a check. */
export type PhasedCheck = Pick<Measurement, 'latencyMs' | 'phases'>

/** How much slower or faster something became, and why. */
export interface LatencyChange {
  /** The change in milliseconds; above 0 is slower. */
  readonly differenceMs: number
  /** The phase that changed most in the same direction; absent where none did or phases are not known. */
  readonly phase?: keyof CheckPhases
  /** Its share of the change, 0 to 1; 1 also where other phases moved against it. */
  readonly share?: number
  /** The same in words, such as `slower by 210 ms, 78 % of it TLS`. */
  readonly words: string
}

const phaseWords: Readonly<Record<keyof CheckPhases, string>> = {
  dnsMs: 'DNS',
  connectMs: 'connecting',
  tlsMs: 'TLS',
  firstByteMs: 'waiting for the first byte',
  downloadMs: 'downloading',
}

/**
 * Returns how a latency changed and which phase caused most of it. Of several checks on a side the one with the median
 * latency is taken, so that one odd check does not tell the story. `undefined` when a side has none.
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
  const words =
    differenceMs === 0
      ? 'as fast as before'
      : `${differenceMs > 0 ? 'slower' : 'faster'} by ${inWords(Math.abs(differenceMs))} ms`
  const [most] = Object.keys(phaseWords)
    .map((name) => name as keyof CheckPhases)
    .map((phase) => ({ phase, share: ((to.phases[phase] ?? 0) - (from.phases[phase] ?? 0)) / differenceMs }))
    .filter(({ share }) => share > 0 && Number.isFinite(share))
    .toSorted((one, other) => other.share - one.share)
  if (!most) return { differenceMs, words }
  const share = Math.min(1, most.share)
  const part = Math.round(100 * share)
  return {
    differenceMs,
    phase: most.phase,
    share,
    words: `${words}, ${part} % of it ${phaseWords[most.phase]}`,
  }
}

function medianCheck(checks: readonly PhasedCheck[]): PhasedCheck | undefined {
  const sorted = checks.toSorted((one, other) => one.latencyMs - other.latencyMs)
  return sorted[Math.floor((sorted.length - 1) / 2)]
}

/** Whole milliseconds from 10 on, one decimal below. */
const inWords = (ms: number): string => (ms < 9.95 ? ms.toFixed(1) : ms.toFixed(0))
