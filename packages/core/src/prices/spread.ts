import { dayMs } from '../time/index.js'
import type { Hold } from './timeline.js'

const yearDays = 365
const volatilityDays = 90

/** How long each price held between two times, as far as it is known. */
function* heldBetween(
  holds: readonly Hold[],
  from: number,
  to: number,
): Generator<readonly [bigint, number]> {
  for (let index = holds.length - 1; index >= 0; index--) {
    const hold = holds[index] as Hold
    if (hold.to <= from) return
    const ms = Math.min(hold.to, to) - Math.max(hold.from, from)
    if (ms > 0) yield [hold.minor, ms]
  }
}

/** The part of the known time of the last 365 days, from 0 to 1, at which the price was lower than this one; and that time. */
export function shareBelow(
  minor: bigint,
  holds: readonly Hold[],
  now: number,
): { readonly share: number; readonly knownMs: number } {
  let [lowerMs, knownMs] = [0, 0]
  for (const [other, ms] of heldBetween(holds, now - yearDays * dayMs, now)) {
    knownMs += ms
    if (other < minor) lowerMs += ms
  }
  return { share: knownMs > 0 ? lowerMs / knownMs : 0, knownMs }
}

/** In how many percent of the known time of the last 365 days the price was lower than this one, to a tenth. */
export function percentileOf(minor: bigint, holds: readonly Hold[], now: number): number | undefined {
  const { share, knownMs } = shareBelow(minor, holds, now)
  return knownMs > 0 ? Math.round(1_000 * share) / 10 : undefined
}

/** The coefficient of variation of the last 90 days in percent, each price weighted by how long it held, to a tenth. */
export function volatilityPercent(holds: readonly Hold[], now: number): number | undefined {
  // West's weighted form of Welford's algorithm (Communications of the ACM 22, 1979, pages 532 to 535).
  let [allMs, mean, squares] = [0, 0, 0]
  for (const [minor, ms] of heldBetween(holds, now - volatilityDays * dayMs, now)) {
    const off = Number(minor) - mean
    allMs += ms
    mean += (off * ms) / allMs
    squares += ms * off * (Number(minor) - mean)
  }
  if (allMs === 0 || mean === 0) return undefined
  return Math.round((1_000 * Math.sqrt(squares / allMs)) / mean) / 10
}
