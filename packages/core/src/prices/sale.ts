import type { Money } from '../money/index.js'
import { dayMs, extreme, type Held, knownMs, usualPrice } from './timeline.js'

/** A price that is now below what is usual. */
export interface Sale {
  /** When the reduction began, in epoch milliseconds; the first of several steps down. Stays the same while it lasts. */
  readonly since: number
  /** What it costs now. */
  readonly price: Money
  /** What was usual before: the price that was in force longest in the 90 days before the reduction. */
  readonly usual: Money
  /** How far the price is below the usual one, in percent, to one decimal. */
  readonly depthPercent: number
  /**
   * The lowest price of the 30 days before the reduction, against which an EU shop must state it (Directive 98/6/EC,
   * article 6a).
   */
  readonly lowestBefore: Money
  /** On how many of those 30 days the price was known; the fewer, the less `lowestBefore` says. */
  readonly knownDaysBefore: number
}

/** A price counts as reduced from 5 % below the usual one on. */
const reducedFrom = 0.95
/** What has been reduced for longer than this many days is the usual price by now. */
const longestSaleDays = 90

/**
 * The sale that is on at the end of a timeline. It needs a usual price before it, seen at least twice, or once for
 * longer than an instant; and every price since has been below it.
 */
export function saleAt(held: readonly Held[], now: number): Sale | undefined {
  const current = held.at(-1)
  if (!current) return undefined
  let found: Sale | undefined
  let highestSince = current.minor
  for (let index = held.length - 1; index > 0; index--) {
    const { at: since, minor } = held[index] as Held
    if (now - since > longestSaleDays * dayMs) break
    if (minor > highestSince) highestSince = minor
    if ((held[index - 1] as Held).minor <= minor) continue
    const usual = usualPrice(held.slice(0, index), since - 90 * dayMs, since)
    if (!usual || Number(highestSince) > Number(usual.minor) * reducedFrom) continue
    found = toSale(held.slice(0, index), current, usual, since)
  }
  return found
}

function toSale(before: readonly Held[], { price, minor }: Held, usual: Held, since: number): Sale {
  const from = since - 30 * dayMs
  const inForce = before.filter(({ until }) => until > from)
  return {
    since,
    price,
    usual: usual.price,
    depthPercent: Math.round((1 - Number(minor) / Number(usual.minor)) * 1_000) / 10,
    lowestBefore: (extreme(inForce, 1) ?? usual).price,
    knownDaysBefore: Math.round(knownMs(before, from, since) / dayMs),
  }
}
