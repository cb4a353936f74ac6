import { type Money, toMinor } from '../money/index.js'
import type { PricePoint } from './product.js'

/** A price and the time in which it was in force, as far as that is known. */
export interface Held {
  /** When it was seen. */
  readonly at: number
  /** Until when it held: the next point, or the end of what one sighting says. */
  readonly until: number
  /** In minor units of the currency. */
  readonly minor: bigint
  readonly price: Money
}

/** What a day has, in milliseconds. */
export const dayMs = 86_400_000

/** How long a price counts as known when nobody looked again. What comes after is a gap: unknown, not flat. */
const longestHoldMs = 7 * dayMs

/**
 * The known prices up to `now`, in order of time, in the currency of the newest one. Points may come in any order; of
 * two at one time the later in the list counts. A point without a price ends what was known.
 */
export function timeline(points: readonly PricePoint[], now: number): readonly Held[] {
  const past = [...new Map(points.filter(({ at }) => at <= now).map((point) => [point.at, point])).values()]
  past.sort((left, right) => left.at - right.at)
  const currency = past.findLast(({ price }) => price)?.price?.currency
  return past.flatMap(({ at, price }, index) => {
    if (price?.currency !== currency || !price) return []
    const until = Math.min(past[index + 1]?.at ?? now, at + longestHoldMs)
    return [{ at, until, minor: toMinor(price), price }]
  })
}

/** How long the prices were known within a span, in milliseconds. */
export function knownMs(held: readonly Held[], from: number, to: number): number {
  return held.reduce((sum, { at, until }) => sum + Math.max(0, Math.min(until, to) - Math.max(at, from)), 0)
}

/**
 * The usual price of a span: the one that was in force longest; of several, the lowest, so that no reduction is made
 * out to be deeper than it is. Where no time has passed yet, each sighting counts the same.
 */
export function usualPrice(held: readonly Held[], from: number, to: number): Held | undefined {
  const within = held.filter(({ at, until }) => at < to && Math.max(until, at + 1) > from)
  const heldMs = new Map<bigint, number>()
  for (const { at, until, minor } of within)
    heldMs.set(minor, (heldMs.get(minor) ?? 0) + Math.max(Math.min(until, to) - Math.max(at, from), 1e-6))
  let usual: Held | undefined
  for (const one of within) {
    const lead = usual ? (heldMs.get(one.minor) ?? 0) - (heldMs.get(usual.minor) ?? 0) : 1
    if (!usual || lead > 0 || (lead === 0 && one.minor < usual.minor)) usual = one
  }
  return usual
}

/** The one with the least price, the earliest of equals; with `sign` -1 the one with the greatest. */
export function extreme(held: readonly Held[], sign: 1 | -1): Held | undefined {
  return held.reduce<Held | undefined>(
    (best, one) => (best && (one.minor - best.minor) * BigInt(sign) >= 0n ? best : one),
    undefined,
  )
}
